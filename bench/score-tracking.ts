import { keysOf, track } from '../src/modules/findings/pure.ts';
import { loadPair, PAIRS_FOLDER, pairNames, type TrackingPair } from './lib/tracking-pairs.ts';

/**
 * `npm run score:tracking [-- NAME]`: how well findings keep their identity between two commits of real projects, as
 * a table for docs/tracking.md; exit 1 when a target is missed.
 */
interface Score {
  right: number;
  predicted: number;
  truth: number;
  /** Pairs that the truth cannot judge: equal or similar lines elsewhere, cut and paste. */
  apart: number;
}

interface Totals {
  precision: number;
  recall: number;
  meanPrecision: number;
  meanRecall: number;
  least: number;
}

/** What the overall figures have to reach: without any rename information, and with the renames that git knows. */
const TARGETS: Partial<Totals>[] = [
  { precision: 0.995, recall: 0.96, meanPrecision: 0.985, meanRecall: 0.94, least: 0.93 },
  { precision: 0.995, recall: 0.985, least: 0.93 },
];

function scoreOf(pair: TrackingPair, renames: ReadonlyMap<string, string>): Score {
  const seen = (observation: TrackingPair['before'][number]) => ({
    ...keysOf(observation),
    line: observation.place.startLine ?? 0,
  });
  const known = pair.before.map((observation) => ({ ...seen(observation), live: true }));
  const { matched } = track(known, pair.after.map(seen), { renames });
  const scored = matched.filter(([a, b]) => !pair.unscored.before.has(a) && !pair.unscored.after.has(b));
  const truth = new Map(pair.matches.map(([a, b]) => [a, b]));
  return {
    right: scored.filter(([a, b]) => truth.get(a) === b).length,
    predicted: scored.length,
    truth: truth.size,
    apart: matched.length - scored.length,
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
const precisionOf = ({ right, predicted }: Score): number => ratio(right, predicted);
const recallOf = ({ right, truth }: Score): number => ratio(right, truth);
const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

function totalsOf(scores: Score[]): Totals {
  const right = sum(scores.map((score) => score.right));
  return {
    precision: ratio(right, sum(scores.map(({ predicted }) => predicted))),
    recall: ratio(right, sum(scores.map(({ truth }) => truth))),
    meanPrecision: ratio(sum(scores.map(precisionOf)), scores.length),
    meanRecall: ratio(sum(scores.map(recallOf)), scores.length),
    least: Math.min(...scores.map(precisionOf)),
  };
}

const row = (...cells: (string | number)[]): string =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join(' | ')} |`;

const names = pairNames().filter((name) => name.includes(process.argv[2] ?? ''));
if (names.length === 0) {
  console.error(`no pairs of scans in ${PAIRS_FOLDER}`);
  process.exit(2);
}
console.log(
  row('pair', 'truth', 'precision', 'recall', 'apart', 'with renames: precision', 'recall', 'apart'),
);
console.log(row(...Array.from({ length: 8 }, () => '---')));
const scores: [Score[], Score[]] = [[], []];
for (const name of names) {
  const pair = await loadPair(name);
  const [bare, told] = [scoreOf(pair, new Map()), scoreOf(pair, new Map(pair.renames))];
  const cells = [bare, told].flatMap((score) => [precisionOf(score), recallOf(score), String(score.apart)]);
  console.log(row(name, String(bare.truth), ...cells));
  scores[0].push(bare);
  scores[1].push(told);
}
const totals = scores.map(totalsOf);
const cellsOf = (precision: keyof Totals, recall: keyof Totals | null) =>
  totals.flatMap((total) => [total[precision], recall ? total[recall] : '', '']);
console.log(row('**all findings**', '', ...cellsOf('precision', 'recall')));
console.log(row('**mean over pairs**', '', ...cellsOf('meanPrecision', 'meanRecall')));
console.log(row('**worst pair**', '', ...cellsOf('least', null)));
const missed = TARGETS.flatMap((target, at) =>
  Object.entries(target).filter(([name, least]) => totals[at]![name as keyof Totals] < least),
);
for (const [name, least] of missed) console.error(`missed: ${name} of at least ${least}`);
process.exitCode = missed.length > 0 ? 1 : 0;
