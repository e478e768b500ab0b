import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import type { AlertSource, Connector } from '../../../connectors/connector.ts';
import { AppError } from '../../../kernel/errors.ts';
import { createLog } from '../../../platform/log.ts';
import { putConnection } from '../../connections/public.ts';
import { followAlerts, pullAlertsJob, pullAllAlertsJob } from './jobs.ts';
import { listSources, type PullDeps, pullWanted } from './pull.ts';

interface MemorySource {
  key: string;
  version: number;
  report: unknown;
  fails?: AppError;
  gone?: boolean;
}

/** A system that keeps findings: tests change `sources` between pulls. */
const memory = {
  sources: [] as MemorySource[],
  asked: [] as string[],
  breaksAfter: Number.POSITIVE_INFINITY,
};
const sourceOf = ({ key }: MemorySource): AlertSource => ({
  kind: 'code-scanning',
  tool: 'sarif',
  target: { kind: 'repository', key },
  repositoryId: key,
});
const connector: Connector<unknown> = {
  id: 'memory',
  name: 'Memory',
  homePage: 'https://memory.example',
  settings: z.looseObject({}),
  example: '',
  secrets: {},
  test: async () => ({ ok: true, says: [] }),
  alerts: {
    open: () => ({
      async *sources() {
        let told = 0;
        for (const source of memory.sources) {
          if (told++ >= memory.breaksAfter) throw new AppError('LK-NETWORK', 'Memory cannot be reached');
          yield sourceOf(source);
        }
      },
      async read({ target }, etag) {
        memory.asked.push(target.key);
        const source = memory.sources.find(({ key }) => key === target.key);
        if (source?.fails) throw source.fails;
        if (!source || source.gone) return 'gone';
        const version = `v${source.version}`;
        if (etag === version) return 'unchanged';
        const pieces = async function* () {
          yield Buffer.from(JSON.stringify(source.report));
        };
        return { etag: version, pieces: pieces() };
      },
    }),
  },
};

const report = (...lines: number[]) =>
  sarif(
    lines.map((line) => ({
      rule: 'injection',
      path: 'src/a.ts',
      line,
      text: `query(${line})`,
      message: 'Bad.',
    })),
  );

let home: TestHouse;
let deps: PullDeps;
let connectionId: string;
beforeAll(async () => {
  home = await openTestHouse({ workers: false });
  const { house } = home;
  deps = {
    ...house.connections,
    loadConnector: async () => connector,
    line: house.line,
    maxBytes: 1e6,
    log: createLog('silent'),
  };
});
afterAll(() => home?.close());
beforeEach(async () => {
  memory.asked = [];
  memory.breaksAfter = Number.POSITIVE_INFINITY;
  memory.sources = [
    { key: 'acme/shop', version: 1, report: report(1, 2) },
    { key: 'acme/cart', version: 1, report: report(3) },
  ];
  await home.pool.query(
    'truncate scan cascade; delete from connection; delete from graphile_worker._private_jobs',
  );
  const body = { system: 'memory', settings: {}, secrets: {}, enabled: true };
  connectionId = (await putConnection(deps, 'memory', body, 'test')).id;
});

const kept = () =>
  home.rows<Record<string, unknown>>(
    `select target_key, wanted_at is not null as waits, etag, scan_id is not null as came, gone_at is not null as gone,
      problem->>'code' as problem from alert_source order by target_key`,
  );
const scans = () => home.rows(`select submitted_by, state from scan order by id`);
const pull = async () => {
  home.clock.advance(3_600_000);
  await listSources(deps, connectionId);
  return pullWanted(deps, connectionId);
};
const context = { attempt: 1, lastAttempt: false, log: createLog('silent') };
const jobs = async () =>
  await home.rows(`select key, run_at from graphile_worker.jobs where key like 'pull:%'`);

describe('what outside systems keep of findings', () => {
  it('comes through the same line as files do, and is not sent again as long as it is as before', async () => {
    expect(await pull()).toEqual({ state: 'done' });
    expect(await scans()).toHaveLength(2);
    expect(await kept()).toMatchObject([
      { target_key: 'acme/cart', waits: false, etag: 'v1', came: true, gone: false, problem: null },
      { target_key: 'acme/shop', waits: false, etag: 'v1', came: true, gone: false, problem: null },
    ]);
    await pull();
    expect(memory.asked).toHaveLength(4);
    expect(await scans()).toHaveLength(2);
    memory.sources[0]!.version = 2;
    await pull();
    expect(await scans()).toHaveLength(3);
  });

  it('is pulled again where a webhook hints at it, and nowhere else', async () => {
    await pull();
    memory.asked = [];
    const hint = { type: 'alerts', kind: 'code-scanning', key: 'acme/cart' } as const;
    await followAlerts(deps, { connectionId, event: hint });
    await followAlerts(deps, { connectionId, event: hint });
    expect(await jobs()).toMatchObject([{ key: `pull:wanted:${connectionId}` }]);
    await pullWanted(deps, connectionId);
    expect(memory.asked).toEqual(['acme/cart']);
  });

  it('that is new to us is found by the list, when a hint names it', async () => {
    await pull();
    const hint = { type: 'alerts', kind: 'code-scanning', key: 'acme/new' } as const;
    await followAlerts(deps, { connectionId, event: hint });
    expect(await jobs()).toMatchObject([{ key: `pull:list:${connectionId}` }]);
  });

  it('says of one source what is wrong with it, and pulls the others', async () => {
    memory.sources[0]!.fails = new AppError('LK-ANSWER', 'Memory answered strangely for acme/shop');
    await pull();
    expect(await kept()).toMatchObject([
      { target_key: 'acme/cart', came: true, problem: null },
      { target_key: 'acme/shop', came: false, waits: false, problem: 'LK-ANSWER' },
    ]);
    delete memory.sources[0]!.fails;
    await pull();
    expect(await kept()).toMatchObject([{}, { came: true, problem: null }]);
  });

  it('that is gone leaves its findings as they are: no closing is made up', async () => {
    await pull();
    memory.sources[0]!.gone = true;
    memory.sources.pop();
    await pull();
    expect(await kept()).toMatchObject([
      { target_key: 'acme/cart', gone: true },
      { target_key: 'acme/shop', gone: true },
    ]);
    expect(await scans()).toHaveLength(2);
  });

  it('whose list breaks off loses nothing: what was not named is not taken for gone', async () => {
    await pull();
    memory.breaksAfter = 1;
    await expect(listSources(deps, connectionId)).rejects.toMatchObject({ code: 'LK-NETWORK' });
    expect((await kept()).map(({ gone }) => gone)).toEqual([false, false]);
  });

  it('waits as long as the system asks, and the rest is pulled then', async () => {
    const retryAt = '2026-03-09T10:00:00.000Z';
    memory.sources[0]!.fails = new AppError('LK-RATE-LIMITED', 'a pause', { detail: { retryAt } });
    await pullAlertsJob(deps).run({ connectionId, list: true }, context);
    expect(await jobs()).toMatchObject([{ run_at: new Date(retryAt) }]);
    expect(await kept()).toMatchObject([{}, { target_key: 'acme/shop', waits: true }]);
  });

  it('is asked for every hour, and a connection whose credentials are wrong says so until they are right', async () => {
    await pullAllAlertsJob(deps).run({}, context);
    expect(await jobs()).toMatchObject([{ key: `pull:list:${connectionId}` }]);
    memory.sources[0]!.fails = new AppError('LK-CONNECTION', 'Memory does not accept the credentials');
    await pullAlertsJob(deps).run({ connectionId, list: true }, context);
    const told = async () => (await home.rows('select last_error from connection'))[0]!['last_error'];
    expect(await told()).toMatchObject({ says: [expect.stringContaining('credentials')] });
    delete memory.sources[0]!.fails;
    await pullAlertsJob(deps).run({ connectionId, list: true }, context);
    expect(await told()).toBeNull();
  });

  it('of a connection that was removed is pulled no more', async () => {
    await home.pool.query('delete from connection');
    await pullAlertsJob(deps).run({ connectionId, list: true }, context);
    expect(await scans()).toEqual([]);
  });
});
