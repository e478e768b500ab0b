import pg from 'pg';
import type { Bench, Figure } from './lib/bench.ts';
import { type Description, planAsks } from './queries/asks.ts';
import type { Asked } from './queries/client-process.ts';
import { ask, openHome, type Served, seededHouse, serve } from './queries/house.ts';
import { takeSamples } from './queries/samples.ts';
import { percentile, type Row, tableOf } from './queries/table.ts';

const IN_FLIGHT = 20;
/** Requests for each endpoint with that many in flight. */
const TIMES = 200;
/** Each address alone, so often; the first one does not count. */
const ALONE = 4;
const FLOOR = '/healthz';

interface Measured {
  rows: Map<string, { p50: number; p95: number; p99: number; count: number; kilobytes: number }>;
  /** Each address alone: the median. */
  alone: Map<string, number>;
  indexedMs: number;
  uncovered: string[];
  failed: string[];
}

/** Every list and insight over a seeded house, and over a tenth of it. */
export const queriesBench = (options: {
  findings?: number | undefined;
  json?: boolean | undefined;
}): Bench => ({
  name: 'queries',
  what: `every list and insight endpoint at ${IN_FLIGHT} requests in flight over ${(options.findings ?? 1_000_000).toLocaleString('en')} findings, and over a tenth of them`,
  async run() {
    const say = (line: string) => void (options.json ? console.error(line) : console.log(line));
    const findings = options.findings ?? 1_000_000;
    const home = await openHome();
    try {
      const small = await measure(home.url, findings / 10, say);
      const large = await measure(home.url, findings, say);
      const rows = compare(small, large);
      if (!options.json) console.log(tableOf(rows));
      for (const line of [...large.uncovered.map((one) => `not covered: ${one}`), ...large.failed]) say(line);
      return figures(rows, small, large);
    } finally {
      await home.stop();
    }
  },
});

async function measure(home: string, findings: number, say: (line: string) => void): Promise<Measured> {
  say(`house of ${findings.toLocaleString('en')} findings`);
  const databaseUrl = await seededHouse(home, findings, say);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: IN_FLIGHT });
  const served = await serve(databaseUrl);
  try {
    const description = (await (await fetch(`${served.url}/openapi.json`)).json()) as Description;
    const { endpoints, uncovered } = planAsks(description, await takeSamples(pool));
    for (const endpoint of endpoints) endpoint.asks.push(...(await secondPage(served, endpoint.asks[0]!)));
    const all = { url: served.url, token: served.token };
    const single = endpoints.flatMap(({ path, asks }) =>
      asks.map((address) => ({ path: `${path} ${address}`, asks: [address], times: ALONE })),
    );
    const alone = await ask({ ...all, inFlight: 1, endpoints: single });
    const many = await ask({
      ...all,
      inFlight: IN_FLIGHT,
      endpoints: [
        { path: FLOOR, asks: [FLOOR], times: TIMES * 4 },
        ...endpoints.map((endpoint) => ({ ...endpoint, times: Math.max(TIMES, endpoint.asks.length * 4) })),
      ],
    });
    return {
      rows: new Map(many.map((asked) => [asked.path, rowOf(asked)])),
      alone: new Map(alone.map(({ path, ms }) => [path, percentile(ms.slice(1), 50)])),
      indexedMs: await indexedQuery(pool),
      uncovered,
      failed: alone.flatMap(({ failed }) => failed),
    };
  } finally {
    await served.stop();
    await pool.end();
  }
}

const rowOf = ({ ms, bytes }: Asked) => ({
  p50: percentile(ms, 50),
  p95: percentile(ms, 95),
  p99: percentile(ms, 99),
  count: ms.length,
  kilobytes: bytes / ms.length / 1024,
});

/** Where the first page names a next one. */
async function secondPage({ url, token }: Served, address: string): Promise<string[]> {
  const answer = await fetch(url + address, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.headers.get('content-type')?.includes('json')) return [];
  const { next } = (await answer.json()) as { next?: unknown };
  // Elsewhere it is a word for what is to be done next.
  if (typeof next !== 'string') return [];
  return [`${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ cursor: next })}`];
}

/** The floor of the database: one row by its key, with as many in flight. */
async function indexedQuery(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('select id from finding order by id limit 500');
  const ms: number[] = [];
  const lane = async (from: number) => {
    for (let n = from; n < rows.length; n += IN_FLIGHT) {
      const startedAt = performance.now();
      await pool.query({ name: 'one', text: 'select * from finding where id = $1', values: [rows[n]!.id] });
      ms.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, n) => lane(n)));
  return percentile(ms, 95);
}

const compare = (small: Measured, large: Measured): Row[] =>
  [...large.rows].map(([path, row]) => ({
    path,
    ...row,
    grown: row.p50 / (small.rows.get(path)?.p50 ?? Number.NaN),
    slowestAlone: slowestAlone(large, path),
  }));

function slowestAlone({ alone }: Measured, path: string): { address: string; ms: number } | null {
  const mine = [...alone].filter(([name]) => name.startsWith(`${path} `));
  const slowest = mine.sort((a, b) => b[1] - a[1])[0];
  return slowest ? { address: slowest[0].slice(path.length + 1), ms: slowest[1] } : null;
}

function figures(rows: Row[], small: Measured, large: Measured): Figure[] {
  const asked = rows.filter(({ path }) => path !== FLOOR);
  const floor = rows.find(({ path }) => path === FLOOR);
  const grown = (row: Row) => (Number.isNaN(row.grown) ? 0 : row.grown);
  return [
    ...asked.map((row) => ({ name: `${row.path}: p95`, value: row.p95, unit: 'ms', target: { most: 100 } })),
    {
      name: 'first page of any filter, alone: slowest median',
      value: Math.max(...asked.map(({ slowestAlone }) => slowestAlone?.ms ?? 0)),
      unit: 'ms',
      target: { most: 50 },
    },
    {
      name: 'growth to ten times the findings: greatest, of p50',
      value: Math.max(...asked.map(grown)),
      unit: 'x',
      target: { most: 2 },
    },
    { name: 'endpoints asked', value: asked.length, unit: '', target: { least: 1 } },
    {
      name: 'routes and filters that are not covered',
      value: large.uncovered.length,
      unit: '',
      target: { most: 0 },
    },
    {
      name: 'asks that failed',
      value: small.failed.length + large.failed.length,
      unit: '',
      target: { most: 0 },
    },
    { name: `floor: ${FLOOR} through the same server, p95`, value: floor?.p95 ?? Number.NaN, unit: 'ms' },
    { name: 'floor: one finding by its key, from PostgreSQL, p95', value: large.indexedMs, unit: 'ms' },
  ];
}
