import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { sarif, trivy } from '../../../../test/harness/reports.ts';
import { Coverings } from './coverings.ts';
import { type Coverable, type Covering, covers, type Extent, NO_EXTENT } from './extent.ts';
import { namesOf, withinSql } from './store-extent.ts';

let home: TestHouse;
let findings: (Coverable & { repositoryId: string })[];
beforeAll(async () => {
  home = await openTestHouse();
  const paths = ['a.ts', 'src/a.ts', 'src/old/a.ts', 'src/older/a.ts', 'src/o%d/a.ts'];
  await home.send(
    sarif(
      paths.flatMap((path, n) =>
        ['r1', 'r2'].map((rule) => ({ rule, path, line: n + 1, text: `${rule}${path}` })),
      ),
    ),
  );
  await home.send(
    trivy([
      { cve: 'CVE-2099-0001', name: 'left', version: '1.0.0', fixed: ['2.0.0'] },
      { cve: 'CVE-2099-0002', name: 'left', version: '1.0.0', fixed: [] },
      { cve: 'CVE-2099-0001', name: 'right', version: '1.1.0', fixed: [] },
    ]),
  );
  await home.rows(
    `insert into vulnerability_alias values ('CVE-2099-0001', 'CVE-2099-0001', 'test'), ('GHSA-x', 'CVE-2099-0001', 'test')`,
  );
  findings = await home.rows(
    `select id, array[fix_id] as "fixIds", rule_id as "ruleId", path, component, version,
       coalesce(vulnerabilities, '{}') as vulnerabilities, owner_team_id as "teamId", priority,
       exception_id as "exceptionId", repository_id as "repositoryId" from finding`,
  );
}, 30_000);
afterAll(() => home.close());

it('what one says is covered in words and in SQL is the same, whatever is asked for', async () => {
  const { db } = home.house.database;
  const of = <Key extends keyof Coverable>(key: Key) => fc.constantFrom(...findings.map((one) => one[key]));
  const repositoryId = findings[0]!.repositoryId;
  const extent: fc.Arbitrary<Extent> = fc.oneof(
    of('id').map((findingId) => ({ ...NO_EXTENT, scope: 'finding' as const, findingId })),
    of('fixIds').map(([fixId]) => ({ ...NO_EXTENT, scope: 'fix' as const, fixId: fixId ?? null })),
    fc
      .tuple(
        fc.constantFrom('r1', 'r2', 'r3'),
        fc.constantFrom('', 'src', 'src/old', 'src/o', 'src/o%d', 'src/a.ts', 'b'),
      )
      .map(([rule, path]) => ({
        ...NO_EXTENT,
        scope: 'rule' as const,
        tool: 'acmelint',
        rule,
        repositoryId,
        path,
      })),
    fc
      .tuple(
        of('component'),
        fc.constantFrom(null, ['1.0.0'], ['9'], ['1.0.0', '1.1.0']),
        fc.constantFrom('CVE-2099-0001', 'CVE-2099-0002', 'GHSA-x'),
      )
      .map(([component, versions, vulnerability]) => ({
        ...NO_EXTENT,
        scope: 'package' as const,
        component: component ?? 'none',
        versions,
        vulnerability,
      })),
  );
  const bounds = fc.record({ ceiling: fc.nat({ max: 4 }), allTeams: fc.boolean(), teamId: of('teamId') });
  let covered = 0;
  await fc.assert(
    fc.asyncProperty(extent, bounds, async (one, bound) => {
      const within = await withinSql(db, one, bound);
      const { rows } = await sql<{ id: string }>`select f.id from finding f where ${within}`.execute(db);
      const exception: Covering = {
        ...one,
        ...bound,
        id: '00000000-0000-7000-8000-000000000000',
        kind: 'false-positive',
        names: await namesOf(db, one.vulnerability),
        expiresAt: null,
        words: '',
      };
      const inWords = findings.filter((finding) => covers(exception, finding)).map(({ id }) => id);
      covered += inWords.length;
      expect(inWords.sort()).toEqual(rows.map(({ id }) => id).sort());
      const coverings = new Coverings([exception]);
      expect(
        findings
          .filter((finding) => coverings.of(finding))
          .map(({ id }) => id)
          .sort(),
      ).toEqual(inWords);
    }),
    { numRuns: 200 },
  );
  expect(covered).toBeGreaterThan(50);
});
