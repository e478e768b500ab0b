import { setTimeout as sleep } from 'node:timers/promises';
import { backtest } from '../src/contract/policy-backtest.ts';
import { DEFAULT_POLICY } from '../src/modules/policy/pure.ts';
import { type Bench, timed } from './lib/bench.ts';
import { fillFindings } from './lib/million.ts';
import { type BenchServer, startBenchServer } from './lib/server.ts';

const FINDINGS = 1_000_000;
/** The document under test: half of the time for P2, and what is in the catalogue of exploited ones first of all. */
const DOCUMENT = DEFAULT_POLICY.replace('P2: 30d', 'P2: 15d').replace(
  'priority:\n',
  "priority:\n  - id: catalogue-first\n    when: 'intel.kev'\n    then: P0\n",
);

/** What a document would change over a large house, from the request to the result. */
export const backtestBench: Bench = {
  name: 'backtest',
  what: `what a policy would change over ${FINDINGS.toLocaleString('en')} stored findings, from the request to the result`,
  async run() {
    const server = await startBenchServer();
    try {
      await fillFindings(server.pool, FINDINGS);
      const idle = await server.peakMemoryMb();
      const [ended, ms] = await timed(() => run(server));
      const { result } = ended;
      const exactly = (value: number) => ({ least: value, most: value });
      return [
        { name: 'seconds from the request to the result', value: ms / 1000, unit: 's', target: { most: 60 } },
        { name: 'findings per second', value: (FINDINGS / ms) * 1000, unit: 'findings/s' },
        {
          name: 'findings compared',
          value: result?.findings ?? 0,
          unit: 'findings',
          target: exactly(FINDINGS),
        },
        {
          name: 'findings that would change',
          value: result?.changed ?? 0,
          unit: 'findings',
          target: { least: 1 },
        },
        { name: 'greatest resident memory of the server', value: await server.peakMemoryMb(), unit: 'MB' },
        { name: 'the same before', value: idle, unit: 'MB' },
      ];
    } finally {
      await server.stop();
    }
  },
};

async function run(server: BenchServer) {
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${server.url}/api/v1/policy/backtests${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return backtest.parse(await response.json());
  };
  const asked = await ask('', { method: 'POST', body: JSON.stringify({ document: DOCUMENT }) });
  for (;;) {
    const now = await ask(`/${asked.id}`);
    if (now.state === 'done') return now;
    if (now.state !== 'waiting' && now.state !== 'running') throw new Error(`${now.state}: ${now.error}`);
    await sleep(250);
  }
}
