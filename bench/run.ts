import { parseArgs } from 'node:util';
import { againBench } from './again.ts';
import { backtestBench } from './backtest.ts';
import { decideBench } from './decide.ts';
import { deliverBench } from './deliver.ts';
import { epssBench } from './epss.ts';
import { exceptionsBench } from './exceptions.ts';
import { ingest } from './ingest.ts';
import { largeReport } from './large-report.ts';
import { type Bench, keepFigures, printFigures, reached } from './lib/bench.ts';
import { ownerBench } from './owner.ts';
import { queriesBench } from './queries.ts';
import { reOwnBench } from './re-own.ts';
import { readBench } from './read.ts';
import { smallScans } from './small-scans.ts';
import { start } from './start.ts';
import { sweepBench } from './sweep.ts';
import { trackBench } from './track.ts';
import { trustBench } from './trust.ts';

/**
 * `npm run bench [-- NAME …]`: runs the benchmarks one after the other; exit 1 when a target is missed. `--tickets 500`
 * makes `deliver` shorter; `--findings 100000` makes `queries` smaller; `--json` prints figures for programs.
 */
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { tickets: { type: 'string' }, findings: { type: 'string' }, json: { type: 'boolean' } },
});
const all: Bench[] = [
  readBench,
  trackBench,
  ownerBench,
  reOwnBench,
  ingest,
  smallScans,
  largeReport,
  start,
  decideBench,
  backtestBench,
  epssBench,
  exceptionsBench,
  trustBench,
  againBench,
  sweepBench,
  deliverBench(values.tickets === undefined ? undefined : Number(values.tickets)),
  queriesBench({
    findings: values.findings === undefined ? undefined : Number(values.findings),
    json: values.json,
  }),
];
const unknown = wanted.filter((name) => !all.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `no benchmark is called ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
let missed = 0;
for (const bench of all.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const figures = await bench.run();
  if (values.json) console.log(JSON.stringify({ name: bench.name, figures }));
  else printFigures(bench, figures);
  await keepFigures(bench, figures);
  missed += figures.filter((figure) => !reached(figure)).length;
}
process.exitCode = missed > 0 ? 1 : 0;
