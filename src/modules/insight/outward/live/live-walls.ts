import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Clock } from '../../../../kernel/clock.ts';
import { AppError } from '../../../../kernel/errors.ts';
import type { Log } from '../../../../platform/log.ts';
import type { DB } from '../../../schema.gen.ts';
import type { Scope } from '../../asking/scope.ts';
import { wallOf } from '../wall-of.ts';
import type { EventStream } from './event-stream.ts';
import { hearFolds } from './hear-folds.ts';

export interface Watcher {
  scope: Scope;
  titles: boolean;
  stream: EventStream;
  /** The newest event that it has seen, as `Last-Event-ID` says: who comes back is told when there is news. */
  seen: string | null;
  /** Whether it may go on: asked at least every thirty seconds. */
  stillMay(): Promise<boolean>;
}

export interface LiveWalls {
  /** @throws AppError LK-RATE-LIMITED when this process serves as many as it can */
  demandRoom(): void;
  /** @returns how to end it */
  watch(watcher: Watcher): () => void;
  close(): Promise<void>;
}

export interface LiveOptions {
  beatMs?: number;
  /** Dates pass though nothing changes. */
  refreshMs?: number;
  most?: number;
}

/** Walls that are open: one look at the counts per wall and change, whoever many look at it. */
export function openLiveWalls(
  deps: { db: Kysely<DB>; pool: pg.Pool; clock: Clock; log: Log },
  { beatMs = 12_000, refreshMs = 60_000, most = 500 }: LiveOptions = {},
): LiveWalls {
  const watchers = new Set<Watcher>();
  let ears: { stop(): Promise<void> } | null = null;
  let running: Promise<void> | null = null;
  let asked: 'nothing' | 'news' | 'all' = 'nothing';
  const timers = [
    setInterval(() => void beat(), beatMs).unref(),
    setInterval(() => refresh(true), refreshMs).unref(),
  ];

  function refresh(all = false): void {
    asked = all || asked === 'all' ? 'all' : 'news';
    running ??= work().finally(() => {
      running = null;
    });
  }

  async function work(): Promise<void> {
    while (asked !== 'nothing') {
      const all = asked === 'all';
      asked = 'nothing';
      try {
        await tell([...watchers], all);
      } catch (error) {
        deps.log.warn({ error: (error as Error).message }, 'a wall was not refreshed');
      }
    }
  }

  async function tell(those: readonly Watcher[], all: boolean): Promise<void> {
    if (those.length === 0) return;
    const { db, clock } = deps;
    const state = await db
      .selectFrom('insight_state')
      .select('folds')
      .where('name', '=', 'cells')
      .executeTakeFirst();
    const id = Number(state?.folds ?? 0);
    const behind = those.filter(({ seen }) => all || seen !== String(id));
    for (const group of Map.groupBy(behind, ({ scope, titles }) => `${scope.id} ${titles}`).values()) {
      const { scope, titles } = group[0]!;
      const data = JSON.stringify(await wallOf(db, scope, clock.now(), titles));
      for (const watcher of group) {
        watcher.seen = String(id);
        if (watchers.has(watcher)) watcher.stream.say('wall', id, data);
      }
    }
  }

  async function beat(): Promise<void> {
    for (const watcher of [...watchers]) {
      watcher.stream.beat();
      // A database that does not answer is no reason to send everybody away.
      if (!(await watcher.stillMay().catch(() => true))) leave(watcher);
    }
  }

  function leave(watcher: Watcher): void {
    if (watchers.delete(watcher)) watcher.stream.end();
  }

  return {
    demandRoom() {
      if (watchers.size >= most)
        throw new AppError('LK-RATE-LIMITED', 'As many walls are open as this process can serve.');
    },
    watch(watcher) {
      watchers.add(watcher);
      ears ??= hearFolds({ pool: deps.pool, log: deps.log, changed: () => refresh() });
      void welcome(watcher);
      return () => leave(watcher);
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      for (const watcher of [...watchers]) leave(watcher);
      await ears?.stop();
      await running;
    },
  };

  async function welcome(watcher: Watcher): Promise<void> {
    try {
      await tell([watcher], false);
    } catch (error) {
      deps.log.warn({ error: (error as Error).message }, 'a wall was not shown');
      leave(watcher);
    }
  }
}
