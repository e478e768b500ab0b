import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, openTestHouse } from '../../../../test/harness/house.ts';
import { gitleaks, npmAudit, sarif, trivy } from '../../../../test/harness/reports.ts';
import { checksQuery, checksSummaryQuery } from '../../../contract/checks.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { keepCoverage } from '../../ownership/public.ts';
import { fold } from '../rollup/fold.ts';
import { checksTable } from './checks-table.ts';
import { listChecks } from './list-checks.ts';
import { summariseChecks } from './summarise-checks.ts';

const ORGANISATION = `
apiVersion: lanekeeper.dev/v1
businessUnits:
  - { key: sales, name: Sales }
teams:
  - { key: basket, unit: sales }
repositories:
  - { key: acme/basket, unit: sales }
  - { key: acme/search, unit: sales }
  - { key: acme/toy }
  - { key: acme/old, archived: true }
`;

let home: Awaited<ReturnType<typeof openTestHouse>>;
const db = () => home.house.database.db;
const list = async (query: object = {}) => listChecks(db(), checksQuery.parse(query));
const summary = (query: object = {}) =>
  summariseChecks(db(), checksSummaryQuery.parse(query), home.clock.now());
const shown = async (query: object = {}) =>
  Object.fromEntries(
    (await list(query)).items.map(({ repository, checks }) => [
      repository,
      checks.map(({ kind, tool }) => `${kind} by ${tool}`).sort(),
    ]),
  );

beforeAll(async () => {
  home = await openTestHouse();
  await db()
    .transaction()
    .execute((tx) =>
      importOrganisation(tx, home.house.ids, ORGANISATION, { by: 'test', now: home.clock.now() }),
    );
  await home.send(npmAudit([{ name: 'left', ghsa: 'GHSA-0000-0000-0001' }]), { repository: 'acme/search' });
  home.clock.advance(40 * DAY);
  await home.send(gitleaks([{ secret: 'acme_0123456789abcdefgh' }]), { repository: 'acme/basket' });
  await home.send(trivy([{ cve: 'CVE-2025-0001', name: 'left', version: '1.0.0', fixed: ['1.0.1'] }]), {
    repository: 'acme/basket',
  });
  await home.send(sarif([{ path: 'src/a.ts' }]), { repository: 'acme/old' });
  await home.send('{"version": "2.1.0", "runs": [', { repository: 'acme/toy' });
  for (const { id } of await db().selectFrom('repository').select('id').execute())
    await keepCoverage(db(), id, home.clock.now());
  await home.rest();
  await fold(db(), home.clock.now());
});
afterAll(() => home.close());

describe('which repositories have which check', () => {
  it('shows the kinds that the tools of each repository look for, archived repositories left out', async () => {
    expect(await shown()).toEqual({
      'acme/basket': ['dependency by trivy', 'secret by gitleaks'],
      'acme/search': ['dependency by npm-audit'],
      'acme/toy': [],
    });
  });

  it.each([
    [{ missing: 'secret' }, ['acme/search', 'acme/toy']],
    [{ missing: 'dependency' }, ['acme/toy']],
    [{ unit: 'sales' }, ['acme/basket', 'acme/search']],
    [{ unit: '-' }, ['acme/toy']],
    [{ text: 'SEAR' }, ['acme/search']],
    [{ text: 'a%e' }, []],
    [{ text: 'ac', missing: 'dependency' }, ['acme/toy']],
    [{ unit: 'sales', missing: 'secret' }, ['acme/search']],
  ])('filters by %o', async (query, wanted) => {
    expect(Object.keys(await shown(query))).toEqual(wanted);
  });

  it('lists all of them in pages, each once', async () => {
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list({ limit: 1, ...(cursor !== '' && { cursor }) });
      paged.push(...page.items.map(({ repository }) => repository));
      cursor = page.next;
    }
    expect(paged).toEqual(['acme/basket', 'acme/search', 'acme/toy']);
    await expect(list({ cursor: '{}' })).rejects.toMatchObject({ code: 'LK-VALIDATION' });
  });

  it('as a table it is all of them, with the tool and the last look of each kind', async () => {
    const { header, rows } = checksTable(db(), checksQuery.parse({ unit: 'sales', format: 'csv' }));
    const told: Record<string, unknown>[] = [];
    for await (const row of rows)
      told.push(
        Object.fromEntries(header.map((name, n) => [name, row[n]]).filter(([, cell]) => cell !== null)),
      );
    expect(told).toEqual([
      {
        repository: 'acme/basket',
        unit: 'Sales',
        team: 'Security triage',
        dependency_tool: 'trivy',
        dependency_scanned_at: expect.any(String),
        secret_tool: 'gitleaks',
        secret_scanned_at: expect.any(String),
      },
      {
        repository: 'acme/search',
        unit: 'Sales',
        team: 'Security triage',
        dependency_tool: 'npm-audit',
        dependency_scanned_at: expect.any(String),
      },
    ]);
  });

  it('counts gaps, silent scanners and failed scans', async () => {
    const told = await summary();
    expect(told.sentence).toBe(
      '3 repositories have no code check, 2 no secret check, 1 no dependency check.',
    );
    expect(told.kinds.map(({ kind, covered, missing }) => [kind, covered, missing])).toEqual([
      ['dependency', 2, 1],
      ['code', 0, 3],
      ['secret', 1, 2],
    ]);
    expect(told.silent.map(({ repository, tool }) => [repository, tool])).toEqual([
      ['acme/search', 'npm-audit'],
    ]);
    expect(told.silentCount).toBe(1);
    expect(told.silentTools.map(({ tool }) => tool)).toEqual(['npm-audit']);
    expect(told.failed.map(({ target }) => target)).toEqual(['acme/toy']);
    expect((await summary({ silentDays: 365 })).silent).toEqual([]);
    expect((await summary({ unit: 'sales' })).repositories).toBe(2);
    expect((await summary({ team: 'nobody' })).sentence).toMatch(/no repository/);
  });

  it('a tool that tells of another kind looks for it in all its repositories from then on', async () => {
    await db().insertInto('insight_tool_kind').values({ tool: 'gitleaks', kind: 'config' }).execute();
    await db()
      .insertInto('insight_stream_heard')
      .columns(['stream_id'])
      .expression((eb) => eb.selectFrom('stream').select('id').limit(1))
      .execute();
    await fold(db(), home.clock.now());
    expect((await shown())['acme/basket']).toContain('config by gitleaks');
    expect((await summary()).kinds.find(({ kind }) => kind === 'config')).toMatchObject({ covered: 1 });
  });

  it('an empty organisation is told so', async () => {
    await db().deleteFrom('insight_checked').execute();
    expect((await summary({ unit: 'nothing' })).repositories).toBe(0);
    expect((await list({ unit: 'nothing' })).items).toEqual([]);
  });
});
