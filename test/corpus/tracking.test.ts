import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { keysOf } from '../../src/modules/findings/pure.ts';
import { PERTURBATIONS } from './perturb.ts';
import { type Readable, readablesIn } from './readable.ts';
import { mergedPlaces, repeatsOf, wronglyFixed } from './repeats.ts';
import { align, type Survival, seenOf, survivalOf } from './survival.ts';
import { shareOf, table } from './table.ts';

const HOME = join(import.meta.dirname, '../..');
/** Not part of the project: real reports of many tools, and first scans of real projects by one. */
const CORPORA = [
  ['the example house', join(HOME, 'examples/acme/reports'), /./],
  ['../shared/reports', join(HOME, '../shared/reports'), /./],
  ['../shared/tracking', join(HOME, '../shared/tracking'), /\/a\.sarif$/],
] as const;

/** What moves no file and changes no line. */
const SAME_KEY = ['lines shifted', 're-rated', 'reworded', 'reordered', 'reindented'] as const;

describe.each(CORPORA)('tracking over every readable report of %s', (corpus, folder, files) => {
  describe.skipIf(!existsSync(folder))('(skipped where they are absent)', () => {
    let reports: Readable[] = [];
    beforeAll(async () => {
      reports = await readablesIn(folder, files);
    }, 300_000);

    test('there are some', () => {
      expect(reports.length).toBeGreaterThan(20);
    });

    const rows: (string | number)[][] = [];
    test.each(Object.entries(PERTURBATIONS))(
      'identity survives: %s',
      (name, perturb) => {
        const sum: Survival = { plain: { findings: 0, kept: 0 }, vague: { findings: 0, kept: 0 } };
        const lost: string[] = [];
        for (const report of reports) {
          const { plain, vague } = survivalOf(report.observations, perturb(report.observations));
          if (plain.kept < plain.findings) lost.push(`${report.name}: ${plain.findings - plain.kept}`);
          add(sum, { plain, vague });
        }
        rows.push([name, ...cells(sum.plain), ...cells(sum.vague)]);
        // A copy that falls on the very line where its like stood before cannot be told from it.
        if (name === 'lines repeated') expect(sum.plain.kept / sum.plain.findings).toBeGreaterThan(0.999);
        if (name !== 'lines repeated' || corpus !== '../shared/tracking') expect(lost).toEqual([]);
        // Without text a copy right beside its like is as much the old one as the old one is.
        const least = name === 'lines repeated' ? 0.98 : 0.99;
        expect(sum.vague.kept).toBeGreaterThanOrEqual(sum.vague.findings * least);
      },
      300_000,
    );

    test('the share that survives, as a table', () => {
      expect(rows).toHaveLength(Object.keys(PERTURBATIONS).length);
      const head = ['perturbation', 'with text or a strong key', 'kept', 'share', 'others', 'kept', 'share'];
      console.log(`\n${corpus}: ${reports.length} reports\n${table([head, ...rows])}`);
    });

    test.each(SAME_KEY)('what was fixed is known by its key when it comes back: %s', (name) => {
      for (const { name: file, observations } of reports) {
        const { observations: after, at } = PERTURBATIONS[name](observations);
        const others = observations.flatMap((observation, before) =>
          keysOf(observation).key === keysOf(after[at[before]!]!).key ? [] : before,
        );
        expect({ file, others }).toEqual({ file, others: [] });
      }
    });

    test.each(['the same again', 'reordered'] as const)(
      'nothing is missing and nothing new, and each is taken for itself word for word: %s',
      (name) => {
        for (const { name: file, observations } of reports) {
          const [before, after] = [observations, PERTURBATIONS[name](observations).observations].map((list) =>
            list.map(seenOf),
          ) as [ReturnType<typeof seenOf>[], ReturnType<typeof seenOf>[]];
          const { matched, missing, opened } = align(before, after);
          expect({ file, missing, opened }).toEqual({ file, missing: [], opened: [] });
          const others = matched.filter(([k, s]) => before[k]!.content !== after[s]!.content);
          expect({ file, others }).toEqual({ file, others: [] });
        }
      },
    );

    test('no two findings share a key that differ in file, package, object, address or parameter', () => {
      for (const { name, observations } of reports)
        expect({ name, merged: mergedPlaces(observations) }).toEqual({ name, merged: [] });
    });

    test('of findings that share a key the very one that is gone is the one that is fixed', () => {
      for (const { name, observations } of reports)
        expect({ name, wrong: wronglyFixed(observations) }).toEqual({ name, wrong: [] });
    }, 300_000);

    test('what shares a key, and what tools repeat word for word, as a table', () => {
      const tools = [...Map.groupBy(reports, ({ tool }) => tool)].map(([tool, list]) => {
        const found = list.map(({ observations }) => repeatsOf(observations));
        const total = list.reduce((sum, { observations }) => sum + observations.length, 0);
        const count = (of: keyof (typeof found)[number]) => found.reduce((sum, one) => sum + one[of], 0);
        return [tool, total, count('elsewhere'), count('otherwise'), count('wordForWord')];
      });
      const head = ['tool', 'findings', 'other line or version', 'other words only', 'word for word'];
      console.log(`\n${corpus}: findings that share a key with one before them\n${table([head, ...tools])}`);
      expect(tools.length).toBeGreaterThan(0);
    });
  });
});

function add(sum: Survival, one: Survival): void {
  for (const part of ['plain', 'vague'] as const) {
    sum[part].findings += one[part].findings;
    sum[part].kept += one[part].kept;
  }
}

const cells = ({ findings, kept }: Survival['plain']) => [findings, kept, shareOf(kept, findings)];
