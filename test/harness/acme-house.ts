import { importOrganisation } from '../../src/modules/organisation/public.ts';
import { storeFilesOf } from '../../src/modules/ownership/service.ts';
import { DAY, openTestHouse, type TestHouseOptions } from './house.ts';
import { gitleaks, npmAudit, sarif, trivy } from './reports.ts';

const ORGANISATION = `
apiVersion: lanekeeper.dev/v1
businessUnits:
  - { key: sales, name: Sales }
teams:
  - { key: basket, name: Basket, unit: sales, queue: BSK, channel: "#basket" }
  - { key: search, name: Search, unit: sales, queue: SRC }
repositories:
  - { key: acme/basket, unit: sales }
  - { key: acme/search, unit: sales }
`;

/**
 * A small company after a month: two teams that own a repository each, one that nobody owns, findings new,
 * fixed and overdue, one package that two tools tell of, one that waits for its fix.
 */
export async function openAcmeHouse(options: TestHouseOptions = {}) {
  const home = await openTestHouse(options);
  const { database, ids } = home.house;
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, ORGANISATION);
    for (const team of ['basket', 'search']) {
      const file = { path: 'about.yaml', content: `apiVersion: lanekeeper.dev/v1\nowner: ${team}\n` };
      await storeFilesOf(tx, { ids, now: home.clock.now() }, `acme/${team}`, [file]);
    }
  });
  const code = (n: number, more = {}) => ({
    path: `src/part-${n % 3}/a.ts`,
    line: n,
    text: `query(value${n})`,
    ...more,
  });
  const codes = (from: number, to: number, more = {}) =>
    Array.from({ length: to - from }, (_, n) => code(from + n, { rule: `rule-${(from + n) % 4}`, ...more }));
  const weakness = { cve: 'CVE-2024-1111', name: 'acme-router', version: '1.3.0', fixed: ['1.4.9'] };
  const basket = { repository: 'acme/basket' };
  const search = { repository: 'acme/search' };

  await home.send(sarif(codes(0, 12)), basket);
  await home.send(sarif([...codes(0, 5, { level: 'warning' }), ...codes(5, 8, { level: 'note' })]), search);
  await home.send(trivy([weakness, { ...weakness, cve: 'CVE-2024-2222', fixed: ['2.0.1'] }]), basket);
  await home.send(
    npmAudit([{ name: 'acme-slow', ghsa: 'GHSA-2222-3333-4444', range: '>=0', severity: 'low' }]),
    search,
  );
  home.clock.advance(9 * DAY);
  await home.send(sarif(codes(0, 8)), basket);
  await home.send(gitleaks([{ secret: 'acme_0123456789abcdefgh' }]), { repository: 'acme/orphan' });
  home.clock.advance(22 * DAY);
  await home.send(
    sarif([...codes(0, 8), code(2, { rule: 'rule-9', suppressed: 'by design' }), ...codes(30, 34)]),
    basket,
  );
  await home.send('not a report', basket);
  return { ...home, basket, search, sarifOf: (from: number, to: number) => sarif(codes(from, to)) };
}
