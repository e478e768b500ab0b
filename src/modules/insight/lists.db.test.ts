import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAcmeHouse } from '../../../test/harness/acme-house.ts';
import type { FindingRow } from '../../contract/findings.ts';
import { type FindingsQuery, listFindings } from '../findings/explore/list.ts';
import { listTickets } from '../tickets/public.ts';

let home: Awaited<ReturnType<typeof openAcmeHouse>>;
let all: FindingRow[];
beforeAll(async () => {
  home = await openAcmeHouse();
  all = (await listFindings(home.house.database.db, { state: 'all', limit: 1000 }, home.clock.now())).items;
});
afterAll(() => home.close());

const isOpen = ({ state }: FindingRow) => state === 'open' || state === 'reopened';
const list = async (query: Partial<FindingsQuery>) =>
  (await listFindings(home.house.database.db, { limit: 1000, ...query }, home.clock.now())).items
    .map(({ id }) => id)
    .sort();
const those = (holds: (row: FindingRow) => boolean) =>
  all
    .filter(holds)
    .map(({ id }) => id)
    .sort();

it.each<[string, Partial<FindingsQuery>, (row: FindingRow) => boolean]>([
  ['open ones, when nothing is said', {}, isOpen],
  ['fixed ones', { state: 'fixed' }, ({ state }) => state === 'fixed'],
  ['excepted ones', { state: 'excepted' }, ({ state }) => state === 'excepted'],
  ['of a team', { team: ['search'] }, (row) => isOpen(row) && row.owner.key === 'search'],
  [
    'of a repository',
    { repository: 'acme/basket' },
    (row) => isOpen(row) && row.target.key === 'acme/basket',
  ],
  ['of a tool', { tool: ['trivy'], state: 'all' }, ({ tool }) => tool === 'trivy'],
  ['of a kind', { kind: ['secret'] }, (row) => isOpen(row) && row.kind === 'secret'],
  ['of a priority', { priority: ['P2'] }, (row) => isOpen(row) && row.priority === 'P2'],
  ['of a severity', { severity: ['info'] }, (row) => isOpen(row) && row.severity === 'info'],
  ['that nobody owns', { unowned: true }, (row) => isOpen(row) && row.unowned],
  ['that somebody owns', { unowned: false }, (row) => isOpen(row) && !row.unowned],
  ['by a word of the path', { text: 'PART-1' }, (row) => isOpen(row) && !!row.path?.includes('part-1')],
  ['by a vulnerability', { text: 'cve-2024-2222' }, (row) => row.vulnerabilities.includes('CVE-2024-2222')],
  [
    'of two things at once',
    { team: ['basket'], kind: ['dependency'] },
    (row) => row.component === 'pkg:npm/acme-router',
  ],
])('the list of findings %s holds those and no others', async (_, query, holds) => {
  const wanted = those(holds);
  expect(wanted.length).toBeGreaterThan(0);
  expect(await list(query)).toEqual(wanted);
});

it('a word is looked for as it stands, not as a pattern', async () => {
  expect(await list({ text: '%' })).toEqual([]);
  expect(await list({ text: 'part_1' })).toEqual([]);
});

it('pages hold every finding once and in order, whatever their length', async () => {
  const whole = (await listFindings(home.house.database.db, { state: 'all', limit: 1000 }, home.clock.now()))
    .items;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      async (limits) => {
        const seen: FindingRow[] = [];
        let cursor: string | undefined;
        for (let page = 0; page === 0 || cursor !== undefined; page++) {
          const limit = limits[page % limits.length]!;
          const { items, next } = await listFindings(
            home.house.database.db,
            { state: 'all', limit, cursor },
            home.clock.now(),
          );
          expect(items.length).toBe(next === null ? items.length : limit);
          seen.push(...items);
          cursor = next ?? undefined;
        }
        expect(seen).toEqual(whole);
      },
    ),
    { numRuns: 15 },
  );
});

it('a cursor of another list is refused', async () => {
  for (const cursor of ['x', 'WzEsMl0', Buffer.from('[1,"x","y"]').toString('base64url')])
    await expect(
      listFindings(home.house.database.db, { limit: 5, cursor }, home.clock.now()),
    ).rejects.toMatchObject({
      code: 'LK-VALIDATION',
    });
});

it('pages of tickets hold every ticket once, open ones first, of those the soonest due', async () => {
  const now = home.clock.now();
  const whole = (await listTickets(home.house.database.db, { state: 'all', limit: 1000 }, now)).items;
  const dates = whole.map(({ state, dueAt }) => `${state === 'closed'} ${dueAt ?? 'never'}`);
  expect(dates).toEqual(dates.toSorted());
  const seen: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTickets(home.house.database.db, { state: 'all', limit: 3, cursor }, now);
    seen.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(whole);
  expect(whole.length).toBeGreaterThan(6);
});
