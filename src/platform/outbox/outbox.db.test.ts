import { describe, expect, it } from 'vitest';
import { act, LANE, TOPIC, testOutbox } from '../../../test/harness/outbox.ts';
import { AppError } from '../../kernel/errors.ts';
import { uuidV7Source } from '../../kernel/ids.ts';
import { forgetDoneActs } from './keep-acts.ts';
import { plan, resume } from './plan.ts';
import { listActs, replayActs } from './shown-acts.ts';
import { MAX_ATTEMPTS } from './verdict.ts';

const home = testOutbox();
const fails = (error: Error) => async () => {
  throw error;
};

describe('an act of the outbox', () => {
  it('is performed once and marked done', async () => {
    await home.planAll(act('a', { payload: { title: 'Fix it' }, about: 'PAY-12' }));
    const performed: unknown[] = [];
    for (let round = 0; round < 3; round++)
      await home.work(async (payload, { idempotencyKey, maybeDone, lane }) => {
        performed.push({ payload, idempotencyKey, maybeDone, lane });
      });
    expect(performed).toEqual([
      { payload: { title: 'Fix it' }, idempotencyKey: 'a', maybeDone: false, lane: LANE },
    ]);
    expect(await home.acts()).toMatchObject([
      { state: 'done', about: 'PAY-12', attempts: 1, lastError: null, doneAt: expect.any(Date) },
    ]);
  });

  it('is one act when it is planned again, at once or later', async () => {
    expect(await home.planAll(act('a'), act('a', { payload: { other: 1 } }), act('b'))).toBe(2);
    expect(await home.planAll(act('a'), act('c'))).toBe(1);
    expect(await home.planAll()).toBe(0);
    const performed: unknown[] = [];
    await home.work(async ({ key }) => void performed.push(key));
    expect(await home.planAll(act('a'))).toBe(0);
    expect(performed.sort()).toEqual(['a', 'b', 'c']);
  });

  it('is not there when the transaction that wanted it is rolled back', async () => {
    const planned = home.database.db.transaction().execute(async (tx) => {
      await plan(tx, home.ids, [act('a')]);
      throw new Error('changed my mind');
    });
    await expect(planned).rejects.toThrow('changed my mind');
    expect(await home.jobs()).toEqual([]);
    expect(await home.acts()).toEqual([]);
  });

  it('is tried again after a failure, not at once, and says why until it is done', async () => {
    await home.planAll(act('a'));
    await home.work(fails(new Error('a bug of ours')));
    expect(await home.acts()).toMatchObject([
      { state: 'pending', attempts: 1, lastError: 'a bug of ours', errorCode: 'LK-BUG' },
    ]);
    await home.work(async () => expect.unreachable('its time has not come'));
    await home.pass(60);
    await home.work(async () => {});
    expect(await home.acts()).toMatchObject([
      { state: 'done', attempts: 2, lastError: null, errorCode: null },
    ]);
  });

  it('waits until it is due, and its lane is woken for it then', async () => {
    await home.planAll(act('a', { dueAt: new Date(Date.now() + 3_600_000) }));
    await home.work(async () => expect.unreachable('its time has not come'));
    const [job] = await home.jobs();
    expect(job!.seconds).toBeGreaterThan(3500);
    expect(job!.seconds).toBeLessThan(3601);
    await home.pass(3600);
    const performed: unknown[] = [];
    await home.work(async ({ key }) => void performed.push(key));
    expect(performed).toEqual(['a']);
  });

  it('is parked when its attempts are used up, and done when it is replayed', async () => {
    await home.planAll(act('a'), act('b'));
    const onlyA = async ({ key }: Record<string, unknown>) => {
      if (key === 'a') throw new Error('still a bug');
    };
    for (let round = 0; round < MAX_ATTEMPTS + 2; round++) {
      await home.work(onlyA);
      await home.pass(7200);
    }
    const [parked] = await home.acts();
    expect(parked).toMatchObject({ state: 'parked', attempts: MAX_ATTEMPTS, lastError: 'still a bug' });
    expect(await replayActs(home.database.db, { id: parked!.id })).toBe(1);
    expect(await home.jobs()).toMatchObject([{ key: `lane:${LANE}` }]);
    await home.work(async () => {});
    expect(await home.acts()).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    expect(await replayActs(home.database.db, { id: parked!.id })).toBe(0);
  });

  it('is parked at once where trying again cannot help: a refusal, or nobody performs it', async () => {
    await home.planAll(act('a'), act('b', { topic: 'constructor' }), act('c'));
    await home.work(async ({ key }) => {
      if (key === 'a') throw new AppError('LK-REFUSED', 'the field “Team” is required');
    });
    expect(await home.acts()).toMatchObject([
      { state: 'parked', lastError: 'the field “Team” is required', errorCode: 'LK-REFUSED' },
      { state: 'parked', lastError: 'nothing here performs “constructor”' },
      { state: 'done' },
    ]);
    expect(await replayActs(home.database.db, { lane: 'another' })).toBe(0);
    expect(await replayActs(home.database.db, { lane: LANE })).toBe(2);
  });

  it('keeps a reason of any length short, also what is no error', async () => {
    await home.planAll(act('a'), act('b'));
    await home.work(async ({ key }) => {
      throw key === 'a' ? new Error('x'.repeat(100_000)) : undefined;
    });
    const [a, b] = await home.acts();
    expect(a!.lastError).toHaveLength(2000);
    expect(b!.lastError).toBe('nothing was said');
  });
});

describe('acts about one subject', () => {
  it('are performed in the order in which they were planned, those of others meanwhile', async () => {
    const acts = Array.from({ length: 40 }, (_, n) => act(`${n % 4}-${n}`, { subject: `ticket-${n % 4}` }));
    await home.planAll(...acts);
    const performed: string[] = [];
    let [together, most] = [0, 0];
    const busy = new Set<unknown>();
    await home.work(async ({ key }, { idempotencyKey }) => {
      const subject = String(key)[0];
      expect(busy.has(subject)).toBe(false);
      busy.add(subject);
      most = Math.max(most, ++together);
      await new Promise((done) => setTimeout(done, Math.random() * 5));
      performed.push(idempotencyKey);
      together--;
      busy.delete(subject);
    });
    expect(most).toBeGreaterThan(1);
    for (const subject of ['0', '1', '2', '3'])
      expect(performed.filter((key) => key.startsWith(`${subject}-`))).toEqual(
        acts.map(({ idempotencyKey }) => idempotencyKey).filter((key) => key.startsWith(`${subject}-`)),
      );
  });

  it('wait for one that is tried again, without waking the lane for nothing', async () => {
    await home.planAll(act('a', { subject: 's' }), act('b', { subject: 's' }), act('c'));
    const performed: unknown[] = [];
    await home.work(async ({ key }) => {
      if (key === 'a') throw new Error('not yet');
      performed.push(key);
    });
    expect(performed).toEqual(['c']);
    const [job] = await home.jobs();
    expect(job!.seconds).toBeGreaterThan(1);
    await home.pass(60);
    await home.work(async ({ key }) => void performed.push(key));
    expect(performed).toEqual(['c', 'a', 'b']);
  });

  it('do not wait for one that is parked', async () => {
    await home.planAll(act('a', { subject: 's' }), act('b', { subject: 's' }));
    await home.work(async ({ key }) => {
      if (key === 'a') throw new AppError('LK-REFUSED', 'no');
    });
    expect(await home.acts()).toMatchObject([{ state: 'parked' }, { state: 'done' }]);
  });

  it('do not wait for one of another lane', async () => {
    await home.planAll(act('a', { subject: 's', lane: 'gone' }), act('b', { subject: 's' }));
    await home.work(async () => {});
    expect(await home.acts()).toMatchObject([{ state: 'pending' }, { state: 'done' }]);
  });
});

describe('planning', () => {
  it('takes thousands at once, in order, and wakes each lane once', async () => {
    const acts = Array.from({ length: 12_345 }, (_, n) =>
      act(`k${n}`, { lane: n % 2 ? LANE : 'gitlab', subject: `s${n % 100}` }),
    );
    expect(await home.planAll(...acts)).toBe(acts.length);
    const { rows } = await home.database.pool.query<{ keys: string[] }>(
      'select array_agg(idempotency_key order by id) as keys from outbox',
    );
    expect(rows[0]!.keys).toEqual(acts.map(({ idempotencyKey }) => idempotencyKey));
    expect((await home.jobs()).map(({ key, queue_name }) => [key, queue_name])).toEqual([
      ['lane:gitlab', 'lane:gitlab'],
      [`lane:${LANE}`, `lane:${LANE}`],
    ]);
  });

  it('of what is due later does not put off what is due now', async () => {
    await home.planAll(act('now'));
    await home.planAll(act('later', { dueAt: new Date(Date.now() + 86_400_000) }));
    expect((await home.jobs())[0]!.seconds).toBeLessThanOrEqual(0);
  });

  it('by several at once in different orders of lanes blocks nobody', async () => {
    const lanes = ['a', 'b', 'c', 'd'];
    const planned = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        home.planAll(...(n % 2 ? lanes : lanes.toReversed()).map((lane) => act(`${n}-${lane}`, { lane }))),
      ),
    );
    expect(planned).toEqual(planned.map(() => 4));
    expect(await home.jobs()).toHaveLength(4);
  });
});

describe('lanes that lost their job', () => {
  it('are woken again, those that have one are left as they are', async () => {
    await home.planAll(...['with', 'without', 'dead', 'done'].map((lane) => act(lane, { lane })));
    const { pool, db } = home.database;
    await pool.query(`update outbox set state = 'done' where lane = 'done'`);
    await pool.query(`delete from graphile_worker._private_jobs where key in ('lane:without', 'lane:done')`);
    await pool.query(
      `update graphile_worker._private_jobs set attempts = max_attempts where key = 'lane:dead'`,
    );
    // Of a worker that died after a successor had taken the key.
    await pool.query(
      `select graphile_worker.add_job('outbox.lane', '{"lane":"x"}', max_attempts := 1);
       update graphile_worker._private_jobs set attempts = max_attempts where key is null`,
    );
    expect(await resume(db)).toBe(2);
    expect(await resume(db)).toBe(0);
    const { rows } = await pool.query('select from graphile_worker.jobs where key is null');
    expect(rows).toEqual([]);
    expect((await home.jobs()).map(({ key }) => key).sort()).toEqual([
      'lane:dead',
      'lane:with',
      'lane:without',
    ]);
  });
});

describe('acts that are shown and forgotten', () => {
  it('are listed newest first, by state and lane, page by page', async () => {
    await home.planAll(...Array.from({ length: 5 }, (_, n) => act(`k${n}`)), act('other', { lane: 'x' }));
    await home.work(async () => {});
    const { db } = home.database;
    const first = await listActs(db, { lane: LANE, state: 'done', limit: 3 });
    const next = await listActs(db, { lane: LANE, state: 'done', limit: 3, before: first.at(-1)!.id });
    expect([...first, ...next].map(({ idempotencyKey }) => idempotencyKey)).toEqual(
      ['k4', 'k3', 'k2', 'k1', 'k0'], //
    );
    expect(await listActs(db, { state: 'pending', limit: 9 })).toMatchObject([{ lane: 'x', topic: TOPIC }]);
  });

  it('are forgotten some days after they were done; what waits or is parked never', async () => {
    const old = uuidV7Source(
      () => Date.parse('2026-01-01'),
      (n) => new Uint8Array(n),
    );
    await home.database.db
      .transaction()
      .execute((tx) => plan(tx, old, [act('old'), act('waits', { lane: 'x' })]));
    await home.planAll(act('new'), act('bad'));
    await home.work(async ({ key }) => {
      if (key === 'bad') throw new AppError('LK-REFUSED', 'no');
    });
    await home.database.pool.query(
      `update outbox set done_at = now() - interval '31 days' where idempotency_key = 'old'`,
    );
    const before = new Date(Date.now() - 30 * 86_400_000);
    expect(await forgetDoneActs(home.database.db, before)).toBe(1);
    expect((await home.acts()).map(({ idempotencyKey }) => idempotencyKey)).toEqual(['waits', 'new', 'bad']);
  });
});
