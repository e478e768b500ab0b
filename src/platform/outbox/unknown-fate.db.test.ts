import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/harness/house.ts';
import { act, LANE, testOutbox } from '../../../test/harness/outbox.ts';
import { AppError, type ErrorCode } from '../../kernel/errors.ts';
import { beginActs, nextActs } from './acts.ts';
import { wakeLanes } from './plan.ts';

const home = testOutbox();
const NOBODY = { ids: [], subjects: [] };
/** A process that begins what is due, and dies. */
const beginAndDie = async () => {
  const { db } = home.database;
  return beginActs(db, await nextActs(db, LANE, 8, NOBODY, new Date()), new Date());
};

describe('an act that was begun by a process that died', () => {
  it('may be under way: it is left alone for a moment, others go on', async () => {
    await home.planAll(act('a', { subject: 's' }), act('behind', { subject: 's' }));
    expect((await beginAndDie()).map(({ idempotencyKey }) => idempotencyKey)).toEqual(['a']);
    await home.planAll(act('c'));
    const performed: unknown[] = [];
    await home.work(async ({ key }) => void performed.push(key));
    expect(performed).toEqual(['c']);
    const [job] = await home.jobs();
    expect(job!.seconds).toBeGreaterThan(4);
    expect(job!.seconds).toBeLessThan(8);
  });

  it('is performed again, and told that it may have been done', async () => {
    await home.planAll(act('a'));
    await beginAndDie();
    await home.planAll(act('b'));
    await home.pass(8);
    const told: unknown[] = [];
    await home.work(async ({ key }, { maybeDone }) => void told.push([key, maybeDone]));
    expect(told.toSorted()).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  it('may still have been done when the next process is refused or cut off', async () => {
    await home.planAll(act('a'));
    await beginAndDie();
    const told: unknown[] = [];
    for (const code of ['LK-RATE-LIMITED', 'LK-CONNECTION', 'LK-NETWORK', 'LK-BLOB'] as ErrorCode[]) {
      await home.pass(400);
      await home.work(async (_, { maybeDone }) => {
        told.push(maybeDone);
        throw new AppError(code, 'no');
      });
    }
    expect(told).toEqual([true, true, true, true]);
  });

  it('is begun by one only, though two look for work at once', async () => {
    await home.planAll(...Array.from({ length: 40 }, (_, n) => act(`k${n}`)));
    const begun = await Promise.all(Array.from({ length: 6 }, beginAndDie));
    const ids = begun.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(8);
  });
});

describe('an act whose failure says that nothing was done', () => {
  it.each([
    ['LK-RATE-LIMITED', false],
    ['LK-CONNECTION', false],
    ['LK-SECRET', false],
    ['LK-ADDRESS-REFUSED', false],
    ['LK-NETWORK', true],
    ['LK-ANSWER', true],
    ['LK-BLOB', true],
  ] as [ErrorCode, boolean][])('after %s is told that it may have been done: %s', async (code, expected) => {
    await home.planAll(act('a'));
    const told: unknown[] = [];
    for (let round = 0; round < 2; round++) {
      await home.work(async (_, { maybeDone }) => {
        told.push(maybeDone);
        if (round === 0) throw new AppError(code, 'no');
      });
      await home.pass(400);
    }
    expect(told).toEqual([false, expected]);
  });
});

describe('two worker processes', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  interface Said {
    at: number;
    what: string;
    key: string;
    by: ChildProcess;
  }
  async function workers(count: number): Promise<Said[]> {
    const said: Said[] = [];
    for (let n = 0; n < count; n++) {
      const by = spawn(process.execPath, ['test/harness/outbox-process.ts', home.database.url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(by);
      by.stdout!.on('data', (data) => {
        for (const line of String(data).trim().split('\n')) {
          const [at, what, key = ''] = line.split(' ');
          said.push({ at: Number(at), what: what!, key, by });
        }
      });
    }
    await until(() => said.filter(({ what }) => what === 'ready').length === count);
    return said;
  }
  const ended = (said: Said[]) => said.filter(({ what }) => what === 'end');

  it('perform a lane one at a time, though it is woken while it is at work', async () => {
    const said = await workers(2);
    await home.planAll(...Array.from({ length: 40 }, (_, n) => act(`k${n}`, { payload: { ms: 60 } })));
    for (let n = 0; n < 8; n++) {
      await sleep(40);
      await wakeLanes(home.database.db, [LANE]);
    }
    await home.planAll(act('last', { payload: { ms: 1 } }));
    await until(() => ended(said).length === 41);
    expect(new Set(said.filter(({ what }) => what === 'begin').map(({ key }) => key)).size).toBe(41);
    expect(said.filter(({ what }) => what === 'again')).toEqual([]);
    // While one is in the middle of an act, the other is in none.
    const open = new Map<ChildProcess, number>();
    for (const { what, by } of said.toSorted((a, b) => a.at - b.at)) {
      open.set(by, (open.get(by) ?? 0) + (what === 'begin' ? 1 : what === 'end' ? -1 : 0));
      expect([...open.values()].filter((count) => count > 0).length).toBeLessThanOrEqual(1);
    }
  });

  it('begin what becomes due while a slow act of the lane is under way', async () => {
    const said = await workers(1);
    await home.planAll(act('slow', { payload: { ms: 8_000 } }));
    await until(() => said.some(({ what, key }) => what === 'begin' && key === 'slow'));
    await home.planAll(act('quick', { payload: { ms: 1 } }));
    await until(() => ended(said).length > 0);
    expect(ended(said).map(({ key }) => key)).toEqual(['quick']);
  });

  it('take over from one that is killed within ten seconds, the act it was in the middle of included', async () => {
    const said = await workers(2);
    await home.planAll(
      act('slow', { payload: { ms: 60_000 } }),
      ...Array.from({ length: 30 }, (_, n) => act(`k${n}`, { payload: { ms: 200 } })),
    );
    await until(() => ended(said).length >= 5);
    const victim = said.find(({ key }) => key === 'slow')!.by;
    victim.kill('SIGKILL');
    const killedAt = Date.now();
    await until(() => said.some(({ what, key }) => what === 'again' && key === 'slow'));
    expect(Date.now() - killedAt).toBeLessThan(10_000);
    await until(() => new Set(ended(said).map(({ key }) => key)).size === 30);
    const twice = [...Map.groupBy(said, ({ key }) => key).values()].filter(
      (all) =>
        all.some(({ what }) => what === 'again') &&
        all.some(({ what, by }) => what === 'end' && by === victim),
    );
    // What the dead one finished was written down, but for what it finished in its last moment.
    expect(twice.length).toBeLessThanOrEqual(16);
  });
});
