import type { Observation } from '../src/kernel/observation.ts';
import { keysOf, track } from '../src/modules/findings/pure.ts';
import type { Bench, Figure } from './lib/bench.ts';

const LARGE = 100_000;
const SMALL = 10_000;
/** The best of a few: what else the machine does only ever adds. */
const RUNS = 5;

/** Aligning a large report with what is known, from observations to pairs, on one core. */
export const trackBench: Bench = {
  name: 'track',
  what: `${LARGE.toLocaleString('en')} observations against as many, half a year of changes apart: keys and alignment`,
  async run() {
    const [small, large] = [best(scenario(SMALL, 50)), best(scenario(LARGE, 50))];
    const oneFile = best(scenario(LARGE, LARGE));
    const equal = best(equalLines(LARGE));
    const edited = best(allEdited(LARGE));
    const figures: Figure[] = [
      { name: 'of 100,000 findings in 2,000 files', value: large / 1000, unit: 's', target: { most: 2 } },
      {
        name: 'time per finding, against that of 10,000',
        value: large / LARGE / (small / SMALL),
        unit: 'times',
        target: { most: 2 },
      },
      { name: 'all 100,000 in one file', value: oneFile / 1000, unit: 's', target: { most: 2 } },
      { name: 'all 100,000 equal, in one file', value: equal / 1000, unit: 's', target: { most: 2 } },
      { name: 'every line edited, 500 in each file', value: edited / 1000, unit: 's' },
    ];
    return figures;
  },
};

interface Sides {
  before: Observation[];
  after: Observation[];
}

function best({ before, after }: Sides): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    const seen = (one: Observation) => ({ ...keysOf(one), line: one.place.startLine ?? 0 });
    track(
      before.map((one) => ({ ...seen(one), live: true })),
      after.map(seen),
    );
    least = Math.min(least, performance.now() - startedAt);
  }
  return least;
}

/** Lines shifted, one in twenty edited, one in thirty gone, as many new, one file in fifty renamed. */
function scenario(count: number, perFile: number): Sides {
  const before: Observation[] = [];
  const after: Observation[] = [];
  for (let i = 0; i < count; i++) {
    const file = Math.floor(i / perFile);
    const path = `src/module-${file % 40}/file-${file}.ts`;
    const line = 10 + (i % perFile) * 7;
    before.push(finding(i, path, line, textOf(i)));
    const nowPath = file % 50 === 49 ? `lib/module-${file % 40}/file-${file}.ts` : path;
    const shift = 3 + (file % 20);
    if (i % 30 !== 7) {
      const text = i % 20 === 3 ? `${textOf(i)} // checked` : textOf(i);
      after.push(finding(i, nowPath, line + shift, text));
    } else after.push(finding(i, nowPath, line + shift, `inserted.line(${i} * ${i % 7})`));
  }
  return { before, after };
}

function equalLines(count: number): Sides {
  const all = Array.from({ length: count }, (_, i) =>
    finding(0, 'src/generated.ts', 10 + i * 3, 'eval(input)'),
  );
  const after = all.filter((_, i) => i % 100 !== 50);
  return { before: all, after };
}

/** The dearest case: no line is equal, each is compared with those around it. */
function allEdited(count: number): Sides {
  const before = scenario(count, 500).before;
  const after = before.map((one) => ({
    ...one,
    place: { ...one.place, snippet: `${one.place.snippet} // reviewed` },
  }));
  return { before, after };
}

/** Some lines repeat, as they do in real code. */
const textOf = (i: number): string =>
  i % 9 === 0 ? 'return callback(error);' : `const value${i} = request.query[name${i % 13}];`;

const finding = (i: number, path: string, line: number, text: string): Observation => ({
  kind: 'code',
  rule: `rule-${i % 11}`,
  title: 'A value from outside is used as it is',
  severity: 'medium',
  cwes: [20],
  vulnerabilities: [],
  place: { path, startLine: line, snippet: `    ${text}` },
});
