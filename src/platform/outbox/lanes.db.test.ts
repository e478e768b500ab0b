import { describe, expect, it } from 'vitest';
import { act, LANE, testOutbox } from '../../../test/harness/outbox.ts';
import { AppError, type ErrorCode } from '../../kernel/errors.ts';
import { countOpenActs } from './keep-acts.ts';
import { hurryLane } from './shown-acts.ts';

const home = testOutbox();
const many = (count: number) => Array.from({ length: count }, (_, n) => act(`k${n}`));
const down = (code: ErrorCode, detail?: Record<string, unknown>) => async () => {
  throw new AppError(code, 'the tracker is down', detail && { detail });
};
const pending = async () => (await home.acts()).filter(({ state }) => state === 'pending');

describe('a lane whose system does not serve us', () => {
  it('waits as long as the system asks for, counting it against no act', async () => {
    await home.planAll(...many(50));
    const retryAt = new Date(Date.now() + 90_000).toISOString();
    await home.work(down('LK-RATE-LIMITED', { retryAt }));
    const acts = await home.acts();
    expect(acts.filter(({ lastError }) => lastError !== null).length).toBeLessThanOrEqual(16);
    expect(acts.every(({ attempts, state }) => attempts === 0 && state === 'pending')).toBe(true);
    expect(await home.pause()).toMatchObject({ because: 'the tracker is down', failures: 1 });
    expect((await home.pause())!.seconds).toBeGreaterThan(85);
    expect((await home.jobs())[0]!.seconds).toBeGreaterThan(85);
    await home.planAll(act('new'));
    await home.work(async () => expect.unreachable('the lane waits'));
    expect((await home.jobs())[0]!.seconds).toBeGreaterThan(80);
  });

  it.each(['LK-NETWORK', 'LK-CONNECTION', 'LK-ANSWER', 'LK-SECRET', 'LK-ADDRESS-REFUSED'] as const)(
    'waits after %s, parks nothing over hours, and one act a pause tries it',
    async (code) => {
      await home.planAll(...many(30));
      let calls = 0;
      for (let round = 0; round < 40; round++) {
        const before = calls;
        await home.work(async () => {
          calls++;
          await down(code)();
        });
        if (round > 0) expect(calls - before).toBe(1);
        await home.pass(400);
      }
      const acts = await home.acts();
      expect(acts.every(({ state }) => state === 'pending')).toBe(true);
      expect(acts.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(1);
      await home.work(async () => {});
      await home.pass(400);
      await home.work(async () => {});
      expect(await pending()).toEqual([]);
      expect(await home.pause()).toBeNull();
    },
  );

  it('goes on with all at once as soon as the act that tries it succeeds', async () => {
    await home.planAll(...many(20));
    await home.work(down('LK-NETWORK'));
    await home.pass(400);
    let [together, most, first] = [0, 0, true];
    await home.work(async () => {
      if (first) expect(together).toBe(0);
      most = Math.max(most, ++together);
      await new Promise((done) => setTimeout(done, 5));
      first = false;
      together--;
    });
    expect(most).toBe(16);
    expect(await pending()).toEqual([]);
  });

  it('is not stopped by one act that fails as if the system were down, and parks it at last', async () => {
    await home.planAll(...many(10));
    for (let round = 0; round < 14; round++) {
      await home.planAll(act(`later${round}`));
      await home.work(async ({ key }) => {
        if (key === 'k3') throw new AppError('LK-NETWORK', 'answered 500');
      });
      await home.pass(2);
      await home.work(async ({ key }) => {
        if (key === 'k3') throw new AppError('LK-NETWORK', 'answered 500');
      });
      expect((await pending()).map(({ idempotencyKey }) => idempotencyKey)).toEqual(
        (await pending()).length ? ['k3'] : [],
      );
      await home.pass(7200);
    }
    expect((await home.acts()).filter(({ state }) => state === 'parked')).toMatchObject([
      { idempotencyKey: 'k3', lastError: 'answered 500', errorCode: 'LK-NETWORK' },
    ]);
  });

  it('works again when it hears one act and refuses it', async () => {
    await home.planAll(...many(12));
    await home.work(down('LK-NETWORK'));
    await home.pass(400);
    await home.work(down('LK-REFUSED'));
    expect(await pending()).toEqual([]);
    expect(await home.pause()).toBeNull();
  });

  it('keeps its pause though what began before it succeeds after it', async () => {
    await home.planAll(act('slow'), act('limited'));
    const retryAt = new Date(Date.now() + 90_000).toISOString();
    await home.work(async ({ key }) => {
      if (key === 'limited') throw new AppError('LK-RATE-LIMITED', 'slowly', { detail: { retryAt } });
      await new Promise((done) => setTimeout(done, 50));
    });
    expect((await home.pause())!.seconds).toBeGreaterThan(80);
  });

  it('is tried at once when a person says so', async () => {
    await home.planAll(...many(3));
    await home.work(down('LK-CONNECTION'));
    await hurryLane(home.database.db, LANE);
    expect((await home.jobs())[0]!.seconds).toBeLessThanOrEqual(0);
    await home.work(async () => {});
    expect(await pending()).toEqual([]);
  });
});

describe('a lane', () => {
  it('takes no new acts when its process is to stop; the next process goes on at once', async () => {
    await home.planAll(...many(30));
    const stop = new AbortController();
    let performed = 0;
    await home.work(
      async () => {
        if (++performed === 3) stop.abort();
        await new Promise((done) => setTimeout(done, 10));
      },
      { signal: stop.signal },
    );
    expect(performed).toBe(16);
    expect(await pending()).toHaveLength(14);
    expect((await home.jobs())[0]!.seconds).toBeLessThan(1);
  });

  it('leaves its worker to others after ten seconds, and then stands behind what waits', async () => {
    await home.planAll(...many(40));
    let seconds = 0;
    const start = Date.now();
    const aSecondEach = async () => void seconds++;
    await home.work(aSecondEach, { now: () => new Date(start + seconds * 1000) });
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(seconds).toBeLessThan(26);
    expect((await pending()).length).toBe(40 - seconds);
    expect((await home.jobs())[0]!.seconds).toBeGreaterThan(0);
  });

  it('writes down what was done though the database went away meanwhile', async () => {
    await home.planAll(...many(8));
    const { pool, db } = home.database;
    const work = home.work(async ({ key }) => {
      if (key === 'k7')
        await pool
          .query(`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`)
          .catch(() => {});
      await new Promise((done) => setTimeout(done, key === 'k7' ? 20 : 100));
    });
    await work.catch(() => {});
    expect((await home.acts()).filter(({ state }) => state === 'done')).toHaveLength(8);
    expect(await countOpenActs(db)).toEqual([]);
  });

  it('finds its next acts by index among 100,000 that wait', async () => {
    const { pool } = home.database;
    await pool.query(
      `
      insert into outbox (id, topic, idempotency_key, payload, lane, subject, due_at)
      select gen_random_uuid(), 'ticket.tell', 'n' || n, '{}', case when n % 10 = 0 then 'slack' else $1 end,
        case when n % 3 = 0 then 's' || n % 5000 end, now() - n * interval '1 millisecond'
      from generate_series(1, 100000) n`,
      [LANE],
    );
    await pool.query('analyze outbox');
    const started = performance.now();
    let performed = 0;
    const stop = new AbortController();
    await home.work(async () => void (++performed === 400 && stop.abort()), { signal: stop.signal });
    expect(performed).toBeGreaterThanOrEqual(400);
    // A scan of the table takes some 50 ms, and there were hundreds of looks for the next acts.
    expect((performance.now() - started) / performed).toBeLessThan(10);
    expect(await countOpenActs(home.database.db)).toEqual([
      { lane: LANE, state: 'pending', acts: 90_000 - performed },
      { lane: 'slack', state: 'pending', acts: 10_000 },
    ]);
  });
});
