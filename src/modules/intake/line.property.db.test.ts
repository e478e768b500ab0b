import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { type CodeResult, sarif } from '../../../test/harness/reports.ts';

let home: TestHouse;
let run = 0;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

// Texts without anything in common, so that a line never counts as an edit of another.
const TEXTS = ['query(alpha)', 'exec{BRAVO}', 'load[777777]'];
const place = fc.record({
  rule: fc.constantFrom('one', 'two'),
  path: fc.constantFrom('src/a.ts', 'src/b.ts', 'lib/c.ts'),
  text: fc.constantFrom(...TEXTS),
  line: fc.integer({ min: 1, max: 40 }),
});
/** Results come back often: that is when a scan may wrongly pass for one that brings nothing new. */
const scans = fc.array(fc.array(place, { maxLength: 6 }), { minLength: 2, maxLength: 3 }).chain((reports) =>
  fc.array(
    fc.record({
      results: fc.constantFrom(...reports),
      scope: fc.constantFrom('all', 'all', 'partial', 'src/'),
    }),
    { minLength: 3, maxLength: 7 },
  ),
);

/** The naive model: how many of each rule, path and text are open. */
const keyOf = ({ rule, path, text }: CodeResult) => `${rule} ${path} ${text}`;
const counted = (results: CodeResult[]) => {
  const counts = new Map<string, number>();
  for (const result of results) counts.set(keyOf(result), (counts.get(keyOf(result)) ?? 0) + 1);
  return counts;
};
function afterScan(open: Map<string, number>, results: CodeResult[], scope: string): Map<string, number> {
  const seen = counted(results);
  const next = new Map<string, number>();
  for (const key of new Set([...open.keys(), ...seen.keys()])) {
    const closes = scope === 'all' || (scope !== 'partial' && key.split(' ')[1]!.startsWith(scope));
    const count = closes ? (seen.get(key) ?? 0) : Math.max(open.get(key) ?? 0, seen.get(key) ?? 0);
    if (count > 0) next.set(key, count);
  }
  return next;
}

const openNow = async (repository: string) => {
  const rows = await home.rows<{ rule: string; path: string; text: string }>(
    `select r.key as rule, f.path, f.snippet as text from finding f join rule r on r.id = f.rule_id
     join target t on t.id = f.target_id where t.key = $1 and f.state in ('open', 'reopened')`,
    [repository],
  );
  return counted(rows);
};
const written = () =>
  home.rows(
    `select id::text, xmin::text from finding union all select id::text, xmin::text from fix union all
     select id::text, xmin::text from finding_event union all select id::text, xmin::text from ticket order by 1`,
  );

it('after any sequence of scans exactly what they prove is open, its fixes and tickets agree, and a repeat writes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(scans, async (sequence) => {
      const repository = `acme/property-${++run}`;
      let model = new Map<string, number>();
      for (const { results, scope } of sequence) {
        const query = {
          repository,
          ...(scope === 'partial' && { partial: 'true' }),
          ...(scope === 'src/' && { coverage: '{"paths":["src/"]}' }),
        };
        const taken = await home.send(sarif(results), query);
        expect(taken.error).toBeNull();
        model = afterScan(model, results, scope);
        expect(await openNow(repository)).toEqual(model);
        const before = await written();
        await home.send(sarif(results.toReversed()), query);
        await home.send(sarif(results), query);
        expect(await written()).toEqual(before);
      }
      const [sums] = await home.rows<{ open: number; fixes: number; tickets: number }>(
        `select (select count(*)::int from finding f where f.target_id = t.id and f.state in ('open', 'reopened')) as open,
           (select coalesce(sum(x.open_findings), 0)::int from fix x where x.target_id = t.id) as fixes,
           (select coalesce(sum(k.findings), 0)::int from ticket k join fix x on x.id = k.fix_id
             where x.target_id = t.id and k.state <> 'closed') as tickets
         from target t where t.key = $1`,
        [repository],
      );
      const open = [...model.values()].reduce((sum, n) => sum + n, 0);
      expect(sums).toEqual({ open, fixes: open, tickets: open });
    }),
    { numRuns: 12 },
  );
});
