import type { Bench } from './lib/bench.ts';
import { timed } from './lib/bench.ts';
import { sarif } from './lib/sarif.ts';
import { type BenchServer, post, settled, startBenchServer } from './lib/server.ts';

const REPOSITORIES = 200;
const COMMITS = 10;
const ONE_REPOSITORY_SCANS = 500;
const HISTORY = 10_000;
/** Requests under way at once, as from a fleet of pipelines. */
const IN_FLIGHT = 16;

/** Commit n of a repository: 20 findings, 18 as before, one new, one gone. */
const commit = (seed: number, n: number): Uint8Array => sarif({ results: 20, seed, first: n, rules: 10 });

export const smallScans: Bench = {
  name: 'small-scans',
  what: `${REPOSITORIES} repositories x ${COMMITS} commits of 20 findings; ${ONE_REPOSITORY_SCANS} scans of one repository with ${HISTORY} open findings`,
  async run() {
    const server = await startBenchServer();
    try {
      await post(server, { repository: 'bench/warm-up' }, commit(0, 0));
      await settled(server);
      const [, manyMs] = await timed(() => manyRepositories(server));
      await post(
        server,
        { repository: 'bench/large', category: 'everything' },
        sarif({ results: HISTORY, seed: 7 }),
      );
      await settled(server);
      await server.pool.query('analyze');
      const [, oneMs] = await timed(() => oneRepository(server));
      const open = await server.pool.query(
        "select count(*)::int as n from finding where state in ('open', 'reopened')",
      );
      return [
        {
          name: 'scans per second over many repositories',
          value: (REPOSITORIES * COMMITS * 1000) / manyMs,
          unit: 'scans/s',
          target: { least: 50 },
        },
        {
          name: 'scans per second of one large repository',
          value: (ONE_REPOSITORY_SCANS * 1000) / oneMs,
          unit: 'scans/s',
          target: { least: 20 },
        },
        {
          name: 'findings open at the end (20 per stream + history)',
          value: open.rows[0].n,
          unit: 'findings',
          target: {
            least: 20 * REPOSITORIES + 20 + 20 + HISTORY,
            most: 20 * REPOSITORIES + 20 + 20 + HISTORY,
          },
        },
      ];
    } finally {
      await server.stop();
    }
  },
};

async function manyRepositories(server: BenchServer): Promise<void> {
  const started = Date.now() - COMMITS * 60_000;
  for (let n = 1; n <= COMMITS; n++) {
    const at = new Date(started + n * 60_000).toISOString();
    await inFlight(REPOSITORIES, (repository) =>
      post(server, { repository: `bench/service-${repository}`, at, commit: `c${n}` }, commit(repository, n)),
    );
  }
  await settled(server);
}

async function oneRepository(server: BenchServer): Promise<void> {
  const started = Date.now() - ONE_REPOSITORY_SCANS * 60_000;
  // One after the other, as commits come: the order decides what counts as late.
  for (let n = 1; n <= ONE_REPOSITORY_SCANS; n++) {
    const at = new Date(started + n * 60_000).toISOString();
    await post(server, { repository: 'bench/large', at, commit: `c${n}`, category: 'changed' }, commit(8, n));
  }
  await settled(server);
}

async function inFlight(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}
