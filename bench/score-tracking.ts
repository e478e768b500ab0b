import { keysOf, track } from '../src/modules/findings/pure.ts';
import { loadPair, pairNames, type TrackingPair } from './lib/tracking-pairs.ts';

/** `npm run score:tracking`: how well a finding keeps its identity between two commits of real projects. */

interface Score {
  right: number;
  predicted: number;
  truth: number;
  apart: number;
}

function scoreOf(pair: TrackingPair, renames: ReadonlyMap<string, string>): Score {
  const seen = (observation: TrackingPair['before'][number]) => ({
    ...keysOf(observation),
    line: observation.place.startLine ?? 0,
  });
  const known = pair.before.map((observation) => ({ ...seen(observation), live: true }));
  const { matched } = track(known, pair.after.map(seen), { renames });
  const scored = matched.filter(([a, b]) => !pair.unscored.before.has(a) && !pair.unscored.after.has(b));
  const truth = new Map(pair.matches.map(([a, b]) => [a, b]));
  if (process.env['SHOW']) show(pair, scored, truth);
  return {
    right: scored.filter(([a, b]) => truth.get(a) === b).length,
    predicted: scored.length,
    truth: truth.size,
    apart: matched.length - scored.length,
  };
}

function show(pair: TrackingPair, scored: [number, number, string][], truth: Map<number, number>) {
  const got = new Map(scored.map(([a, b, how]) => [a, [b, how] as const]));
  const kinds = new Map(pair.matches.map(([a, , kind]) => [a, kind]));
  const text = (o: TrackingPair['before'][number] | undefined) =>
    o ? `${o.place.path}:${o.place.startLine} [${o.rule}] ${o.place.snippet?.trim().slice(0, 90)}` : '-';
  for (const [a, [b, how]] of got)
    if (truth.get(a) !== b)
      console.log(
        `WRONG ${pair.name} ${how}\n   a ${text(pair.before[a])}\n   b ${text(pair.after[b])}\n   t ${truth.has(a) ? text(pair.after[truth.get(a)!]) : 'gone'}`,
      );
  for (const [a, b] of truth)
    if (!got.has(a))
      console.log(
        `MISSED ${pair.name} ${kinds.get(a)}\n   a ${text(pair.before[a])}\n   b ${text(pair.after[b])}`,
      );
}

const ratio = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
const percent = (value: number) => value.toFixed(4);

const only = process.argv[2];
const totals = [0, 1].map(() => ({ right: 0, predicted: 0, truth: 0, apart: 0, p: 0, r: 0, least: 1 }));
let count = 0;
for (const name of pairNames()) {
  if (only && !name.includes(only)) continue;
  const pair = await loadPair(name);
  count++;
  const line = [name.padEnd(24)];
  [new Map<string, string>(), new Map(pair.renames)].forEach((renames, at) => {
    if (process.env['SHOW'] && process.env['SHOW'] !== String(at)) return;
    const score = scoreOf(pair, renames);
    const [p, r] = [ratio(score.right, score.predicted), ratio(score.right, score.truth)];
    line.push(percent(p), percent(r), String(score.apart).padStart(5));
    const total = totals[at]!;
    total.right += score.right;
    total.predicted += score.predicted;
    total.truth += score.truth;
    total.p += p;
    total.r += r;
    total.least = Math.min(total.least, p);
  });
  console.log(line.join('  '));
}
for (const total of totals)
  console.log(
    `precision ${percent(ratio(total.right, total.predicted))} recall ${percent(ratio(total.right, total.truth))} mean ${percent(total.p / count)} ${percent(total.r / count)} least ${percent(total.least)}`,
  );
