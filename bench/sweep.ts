import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConnector } from '../src/connectors/registry.ts';
import { openConnection, putConnection } from '../src/modules/connections/public.ts';
import { ensureTriageTeam } from '../src/modules/organisation/public.ts';
import { type SweepDeps, sweep } from '../src/modules/ownership/public.ts';
import type { DB } from '../src/modules/schema.gen.ts';
import { createHttpClient } from '../src/platform/client/client.ts';
import { systemClock, systemIds } from '../src/platform/clock.ts';
import { type DatabaseHandle, openDatabase } from '../src/platform/database/database.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { migrateJobs } from '../src/platform/jobs/jobs.ts';
import { createLog } from '../src/platform/log.ts';
import { createEvents } from '../src/platform/outbox/events.ts';
import { type FakeGithub, fakeGithub } from '../test/fakes/fake-github.ts';
import { type Bench, type Figure, timed } from './lib/bench.ts';

const REPOSITORIES = 10_000;
/** GitHub gives at most a hundred to a page; after a full last page there is an empty one. */
const PAGES = REPOSITORIES / 100 + 1;

const ABOUT = (n: number) => `apiVersion: lanekeeper.dev/v1\nowner: team-${n % 300}\ntier: ${1 + (n % 4)}\n`;
const CODEOWNERS = (n: number) => `* @acme/team-${n % 300}\n/docs/ @acme/writers\n`;

export const sweepBench: Bench = {
  name: 'sweep',
  what: `${REPOSITORIES} repositories of a GitHub in this process, by token; first look, nothing changed, 100 pushes`,
  async run() {
    const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-bench-'));
    const server = await startEmbedded({ dataDir, durable: false });
    const github = await fakeGithub();
    try {
      await migrate(server.url, 'migrations');
      await migrateJobs(server.url);
      const database = openDatabase<DB>(server.url, { max: 12, waitForDisk: false });
      const deps = sweepDeps(database);
      try {
        return await measure(deps, github, database);
      } finally {
        await Promise.all([database.close(), deps.client.close()]);
      }
    } finally {
      await github.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function measure(deps: SweepDeps, github: FakeGithub, database: DatabaseHandle<DB>): Promise<Figure[]> {
  for (let n = 0; n < REPOSITORIES; n++)
    github.add(`acme/r${n}`, { 'about.yaml': ABOUT(n), CODEOWNERS: CODEOWNERS(n), 'src/main.ts': `${n}` });
  await ensureTriageTeam(deps.db, deps.ids);
  const settings = { url: github.url, organisations: ['acme'] };
  const secrets = { token: 'ghp_fake' };
  await putConnection(deps, 'code', { system: 'github', settings, secrets, enabled: true }, 'bench');
  const { id } = await openConnection(deps, { key: 'code' });
  const look = async () => {
    github.forget();
    const [end, ms] = await timed(() => sweep(deps, id));
    if (end.state !== 'done') throw new Error(`the sweep ended ${JSON.stringify(end)}`);
    return { ms, requests: github.count(), conditional: github.count(304), counts: end.counts };
  };
  const first = await look();
  const before = await versionsOf(database);
  const second = await look();
  const rows = (await versionsOf(database)).filter((version) => !before.includes(version)).length;
  for (let n = 0; n < 100; n++) github.push(`acme/r${n * 97}`, { 'about.yaml': ABOUT(n + 1) });
  const third = await look();
  const exactly = (value: number) => ({ least: value, most: value });
  return [
    figure('first look, seconds', first.ms / 1000, 's'),
    figure('first look, repositories per second', (REPOSITORIES * 1000) / first.ms, 'repos/s'),
    figure('first look, requests', first.requests, 'requests'),
    figure(
      'first look, repositories whose files are kept',
      first.counts.changed,
      'repos',
      exactly(REPOSITORIES),
    ),
    figure('nothing changed, seconds', second.ms / 1000, 's'),
    figure('nothing changed, requests', second.requests, 'requests', exactly(PAGES)),
    figure('nothing changed, answered “as before” (304)', second.conditional, 'requests', exactly(PAGES)),
    figure('nothing changed, tables with a row written', rows, 'tables', exactly(0)),
    figure('100 pushes, seconds', third.ms / 1000, 's'),
    figure('100 pushes, requests', third.requests, 'requests'),
    figure('100 pushes, repositories whose files changed', third.counts.changed, 'repos', exactly(100)),
  ];
}

const figure = (name: string, value: number, unit: string, target?: Figure['target']): Figure => ({
  name,
  value,
  unit,
  ...(target && { target }),
});

/** Number and writing transactions of all rows, table by table: whatever is written shows. */
async function versionsOf({ pool }: DatabaseHandle<DB>): Promise<string[]> {
  const tables = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const versions: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query(
      `select concat(count(*), ' ', sum(xmin::text::bigint), ' ', sum(xmax::text::bigint)) as version from ${name}`,
    );
    versions.push(`${name} ${rows[0].version}`);
  }
  return versions;
}

function sweepDeps(database: DatabaseHandle<DB>): SweepDeps {
  const log = createLog('silent');
  const current = { id: randomBytes(4), bytes: randomBytes(32) };
  return {
    db: database.db,
    pool: database.pool,
    ids: systemIds(),
    clock: systemClock,
    keys: { current, byId: () => current, hashSecret: (value) => value },
    // As fast as it goes: a real GitHub allows 50 in a second, and some thousand in an hour.
    client: createHttpClient({ allowPrivate: true, log, perHost: 16, perSecond: 1e6 }),
    systems: [],
    loadConnector,
    publish: createEvents<DB>().publish,
    publishAll: createEvents<DB>().publishAll,
    log,
  };
}
