import { afterAll, beforeAll, expect, it } from 'vitest';
import { exceptionsHouse } from '../../../../test/harness/exceptions.ts';
import { trivy } from '../../../../test/harness/reports.ts';
import { grantStated, type Statement } from './grant-stated.ts';

let home: Awaited<ReturnType<typeof exceptionsHouse>>;
beforeAll(async () => {
  home = await exceptionsHouse();
}, 30_000);
afterAll(() => home.close());

const statement = (vulnerability: string, more: Partial<Statement> = {}): Statement => ({
  kind: 'mitigated',
  component: 'pkg:npm/left',
  versions: null,
  vulnerability,
  justification: 'vulnerable_code_not_in_execute_path',
  reason: 'never called',
  expiresAt: null,
  ...more,
});
async function state(...statements: Statement[]) {
  const by = { label: 'sec@acme.example', name: 'Sec', personId: null };
  const counts = await home.deps.db
    .transaction()
    .execute((tx) => grantStated(home.deps, tx, { name: 'left.vex.json', statements }, by));
  await home.settle();
  return counts;
}
const excepted = async () =>
  (
    await home.rows<{ name: string }>(
      `select vulnerabilities[1] as name from finding where state = 'excepted' order by 1`,
    )
  ).map(({ name }) => name);

it('a document’s statements let off what they speak of; a later one of its name says all that it says', async () => {
  const left = { name: 'left', version: '1.0.0', fixed: ['2.0.0'] };
  await home.send(
    trivy(['CVE-2099-0001', 'CVE-2099-0002', 'CVE-2099-0003'].map((cve) => ({ cve, ...left }))),
  );
  const [one, two] = [statement('CVE-2099-0001'), statement('CVE-2099-0002')];
  expect(await state(one, two)).toEqual({ granted: 2, ended: 0, same: 0 });
  expect(await excepted()).toEqual(['CVE-2099-0001', 'CVE-2099-0002']);
  expect(await state(one, two)).toEqual({ granted: 0, ended: 0, same: 2 });
  expect(await state(two, statement('CVE-2099-0003', { versions: ['0.9.0'] }))).toEqual({
    granted: 1,
    ended: 1,
    same: 1,
  });
  expect(await excepted()).toEqual(['CVE-2099-0002']);
  expect(await home.rows(`select distinct note from finding_event where kind = 'excepted'`)).toEqual([
    { note: 'mitigated, says left.vex.json' },
  ]);
  expect(await home.list('dev', 'state=granted')).toMatchObject({
    body: { items: [{ source: 'left.vex.json' }, { source: 'left.vex.json', covered: 1 }] },
  });
});
