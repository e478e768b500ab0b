import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { movableClock } from '../../../../test/harness/server.ts';
import { systemIds } from '../../../platform/clock.ts';
import { ensureRepository, ensureTriageTeam, importOrganisation } from '../../organisation/public.ts';
import { putOverride } from '../moving/put-override.ts';
import { storeOwnershipFiles } from '../public.ts';
import { keepPeriods, listPeriods } from './periods.ts';

const DAY = 86_400_000;
const ids = systemIds();
const clock = movableClock('2026-01-05T10:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let repository: string;

beforeAll(async () => {
  database = await testDatabase();
  await database.db.transaction().execute(async (tx) => {
    await ensureTriageTeam(tx, ids);
    await importOrganisation(tx, ids, 'teams: [{ key: payments }, { key: ledger }]');
    repository = (await ensureRepository(tx, ids, 'acme/shop')).id;
  });
});
afterAll(() => database.drop());

async function store(...files: [string, string][]) {
  const named = files.map(([path, content]) => ({ path, content }));
  await database.db.transaction().execute((tx) => storeOwnershipFiles(tx, repository, named, clock.now()));
  await keepPeriods({ db: database.db, clock }, repository);
}
const about = (text: string): [string, string] => ['about.yaml', `apiVersion: lanekeeper.dev/v1\n${text}`];
async function list(query: { at?: string; limit?: number; cursor?: string } = {}) {
  const { items, next } = await listPeriods(database.db, 'acme/shop', { limit: 50, ...query });
  return { lines: items.map(({ rule, team }) => `${rule}: ${team}`).sort(), items, next };
}

describe('who owned what when', () => {
  it('is answered for any moment, whatever has changed since', async () => {
    await store(about('owner: payments\n'), ['CODEOWNERS', '/docs/ @acme/ledger\n/docs/ @acme/payments\n']);
    clock.advance(DAY);
    await store(about('# moved\nowner: ledger\npaths: [{ match: "db/**", owner: payments }]\n'));
    const then = '2026-01-05T20:00:00Z';
    const first = ['CODEOWNERS /docs/: payments', 'about.yaml owner: payments', 'fallback: security-triage'];
    expect((await list({ at: then })).lines).toEqual(first);
    expect((await list({ at: clock.now().toISOString() })).lines).toEqual([
      'about.yaml owner: ledger',
      'about.yaml paths "db/**": payments',
      'fallback: security-triage',
    ]);
    expect((await list({ at: '2026-01-01T00:00:00Z' })).lines).toEqual([]);
  });

  it('goes on without a new row while a rule names the same team', async () => {
    const before = await database.pool.query(
      'select *, xmin::text from ownership_period order by rule, begun_at',
    );
    await store(about('# again\n\nowner: ledger\npaths: [{ match: "db/**", owner: payments }]\n'));
    const after = await database.pool.query(
      'select *, xmin::text from ownership_period order by rule, begun_at',
    );
    expect(after.rows).toEqual(before.rows);
  });

  it('tells overrides, too, page by page', async () => {
    await database.db.transaction().execute(async (tx) => {
      const team = await tx
        .selectFrom('team')
        .select(['id', 'key'])
        .where('key', '=', 'payments')
        .executeTakeFirstOrThrow();
      const expiresAt = new Date(clock.now().getTime() + DAY);
      const place = { repositoryId: repository, pattern: '/src/' };
      const override = { place, team, reason: 'ours', by: 'lou', expiresAt, keep: false };
      await putOverride({ ids, clock, publish: async () => {} }, tx, override);
    });
    await keepPeriods({ db: database.db, clock }, repository);
    expect((await list()).lines).toContain('override /src/: payments');
    const all = (await list()).items.length;
    const first = await list({ limit: 2 });
    const rest = await list({ cursor: first.next! });
    expect(first.items.length + rest.items.length).toBe(all);
    clock.advance(2 * DAY);
    await keepPeriods({ db: database.db, clock }, repository);
    expect((await list({ at: clock.now().toISOString() })).lines).not.toContain('override /src/: payments');
    for (const cursor of ['x', 'WzEsMl0', 'WyJ4IiwieSJd'])
      await expect(list({ cursor })).rejects.toMatchObject({ code: 'LK-VALIDATION' });
  });

  it('holds ten thousand lines of CODEOWNERS, the longest among them', async () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => `/part-${n}/ @acme/ledger`);
    await store(['CODEOWNERS', `${lines.join('\n')}\n/${'é'.repeat(900)} @acme/ledger\n`]);
    expect(
      (
        await database.pool.query(
          `select count(*)::int as n from ownership_period where ended_at is null and source = 'CODEOWNERS'`,
        )
      ).rows,
    ).toEqual([{ n: 10_001 }]);
  });
});
