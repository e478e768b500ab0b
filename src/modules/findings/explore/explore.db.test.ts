import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { KINDS } from '../../../kernel/observation.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import type { Filter } from './conditions.ts';
import { lookAtTags } from './expect.ts';
import type { Reach } from './find.ts';
import { fillSearch } from './keep-search.ts';
import { listFindings } from './list.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
const NOW = new Date('2026-03-05T10:00:00Z');
const DAY = 86_400_000;
/** So short that every index has to help. */
const SHORT: Reach = { first: 2, next: 1, most: 1_000_000, rare: 3 };

const UNITS = [
  { id: randomUUID(), key: 'group', parent: null },
  { id: randomUUID(), key: 'shop', parent: 0 },
];
const TEAMS = [
  { id: randomUUID(), key: 'pay', unit: 'shop' },
  { id: randomUUID(), key: 'web', unit: 'group' },
  { id: randomUUID(), key: 'lone', unit: null },
];
const STREAMS = [
  { id: randomUUID(), tool: 'semgrep', target: 'acme/shop', repository: randomUUID() },
  { id: randomUUID(), tool: 'trivy', target: 'registry/shop', repository: null },
];
const RULES = ['rule.eval', 'rule.%_x', 'CVE-2024-1'].map((key) => ({ id: randomUUID(), key }));
const FIXES = [randomUUID(), randomUUID()];
const SCANS = [randomUUID(), randomUUID()];

interface Told {
  id: string;
  team: number;
  stream: number;
  rule: number;
  fix: number;
  scan: number;
  state: 'open' | 'reopened' | 'fixed' | 'excepted';
  priority: number;
  severity: number;
  kind: (typeof KINDS)[number];
  phase: 'build' | 'bug-bounty';
  due: string | null;
  opened: string;
  title: string;
  path: string | null;
  component: string | null;
  version: string | null;
  vulnerabilities: string[] | null;
  exploited: boolean;
  unowned: boolean;
  excepted: boolean;
}

const TITLES = [
  'Path traversal in upload',
  'Use of eval()',
  '100% CPU with \\d_',
  'ÜBERLAUF im Puffer',
  "Robert'); drop",
];
const told: fc.Arbitrary<Told> = fc.record({
  id: fc.uuid({ version: 7 }),
  team: fc.nat(2),
  stream: fc.nat(1),
  rule: fc.nat(2),
  fix: fc.nat(1),
  scan: fc.nat(1),
  state: fc.constantFrom('open', 'open', 'reopened', 'fixed', 'excepted'),
  priority: fc.nat(4),
  severity: fc.nat(4),
  kind: fc.constantFrom('code', 'secret', 'dependency'),
  phase: fc.constantFrom('build', 'bug-bounty'),
  // Microseconds: a cursor must not lose them.
  due: fc.option(fc.nat(9).map((n) => `2026-03-0${(n % 9) + 1}T10:00:00.00000${n}Z`)),
  opened: fc.nat(200).map((days) => new Date(NOW.getTime() - days * DAY).toISOString()),
  title: fc.constantFrom(...TITLES),
  path: fc.option(fc.constantFrom('src/pay/a.ts', 'SRC/b%c.ts')),
  component: fc.option(fc.constantFrom('pkg:npm/lodash', 'pkg:npm/left_pad')),
  version: fc.option(fc.constantFrom('4.17.11')),
  vulnerabilities: fc.option(fc.constantFrom(['CVE-2024-1'], ['GHSA-xx-yy', 'CVE-2023-2'])),
  exploited: fc.boolean(),
  unowned: fc.boolean(),
  excepted: fc.boolean(),
});

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  for (const { id, key, parent } of UNITS)
    await pool.query('insert into business_unit (id, key, name, parent_id) values ($1, $2, $2, $3)', [
      id,
      key,
      parent === null ? null : UNITS[parent]!.id,
    ]);
  for (const { id, key, unit } of TEAMS)
    await pool.query(
      'insert into team (id, key, name, queue, business_unit_id) values ($1, $2, $2, $2, $3)',
      [id, key, UNITS.find((one) => one.key === unit)?.id ?? null],
    );
  for (const { id, tool, target, repository } of STREAMS) {
    const targetId = randomUUID();
    await pool.query(`insert into target (id, kind, key) values ($1, 'repository', $2)`, [targetId, target]);
    await pool.query('insert into stream (id, target_id, tool) values ($1, $2, $3)', [id, targetId, tool]);
    if (repository)
      await pool.query('insert into repository (id, key) values ($1, $2)', [repository, target]);
  }
  for (const { id, key } of RULES)
    await pool.query(`insert into rule (id, tool, key) values ($1, 'semgrep', $2)`, [id, key]);
});
afterAll(() => database.drop());
beforeEach(() => clear());

const clear = async () => {
  await database.pool.query('delete from finding');
  await database.pool.query('delete from finding_text_wanted');
};

async function write(rows: readonly Told[]): Promise<void> {
  const stated = rows.map((row) => ({
    ...row,
    team: TEAMS[row.team]!.id,
    stream: STREAMS[row.stream]!.id,
    repository: STREAMS[row.stream]!.repository,
    rule: RULES[row.rule]!.id,
    fix: FIXES[row.fix],
    scan: SCANS[row.scan],
    exception: row.excepted ? row.id : null,
  }));
  await database.pool.query(
    `insert into finding (id, stream_id, target_id, repository_id, rule_id, key, content, fix_id, changed_scan_id,
       owner_team_id, owner_reason_id, decision_reason_id, opened_at, changed_at, due_at, severity, priority, unowned,
       exploited, phase, kind, state, title, path, component, version, vulnerabilities, exception_id)
     select r.id, s.id, s.target_id, r.repository, r.rule, r.id, r.id, r.fix, r.scan, r.team, r.id, r.id, r.opened,
       r.opened, r.due, r.severity, r.priority, r.unowned, r.exploited, r.phase, r.kind, r.state, r.title, r.path,
       r.component, r.version, r.vulnerabilities, r.exception
     from jsonb_to_recordset($1::jsonb) as r(id uuid, repository uuid, rule uuid, fix uuid, scan uuid, team uuid,
       stream uuid, opened timestamptz, due timestamptz, severity int, priority int, unowned boolean, exploited boolean,
       phase text, kind text, state text, title text, path text, component text, version text, vulnerabilities text[],
       exception uuid)
     join stream s on s.id = r.stream
     on conflict (id) do update set state = excluded.state, priority = excluded.priority, due_at = excluded.due_at`,
    [JSON.stringify(stated)],
  );
}

const isClosed = ({ state }: Told) => state === 'fixed' || state === 'excepted';
const dueOf = ({ due }: Told) => due ?? '9999';

/** Whether one finding is meant, in plain words of one row. */
function meant(filter: Filter, row: Told): boolean {
  const { state = 'open' } = filter;
  const holds = (condition: boolean | undefined) => condition ?? true;
  const unit = TEAMS[row.team]!.unit;
  const words = (filter.text ?? '').split('"').flatMap((part, n) => (n % 2 === 1 ? [part] : part.split(' ')));
  const searched = [row.title, row.path, row.component, row.component && row.version, RULES[row.rule]!.key]
    .concat(row.vulnerabilities ?? [])
    .map((text) => (text ?? '').toLowerCase());
  return (
    (state === 'all' || (state === 'open' ? !isClosed(row) : row.state === state)) &&
    holds(filter.priority?.includes(PRIORITIES[row.priority]!)) &&
    holds(filter.severity?.includes(SEVERITIES[row.severity]!)) &&
    holds(filter.kind?.includes(row.kind)) &&
    holds(filter.phase?.includes(row.phase)) &&
    holds(filter.tool?.includes(STREAMS[row.stream]!.tool)) &&
    holds(filter.team?.includes(TEAMS[row.team]!.key)) &&
    (filter.unit === undefined || unit === filter.unit || (filter.unit === 'group' && unit === 'shop')) &&
    (filter.target === undefined || STREAMS[row.stream]!.target === filter.target) &&
    (filter.repository === undefined || (row.stream === 0 && filter.repository === 'acme/shop')) &&
    (filter.unowned ?? row.unowned) === row.unowned &&
    (filter.exploited ?? row.exploited) === row.exploited &&
    (filter.exception ?? row.excepted) === row.excepted &&
    (filter.overdue === undefined ||
      filter.overdue === (!isClosed(row) && row.due !== null && Date.parse(row.due) < NOW.getTime())) &&
    (filter.dueBefore === undefined || (row.due !== null && row.due < filter.dueBefore)) &&
    (filter.openedSince === undefined || Date.parse(row.opened) >= Date.parse(filter.openedSince)) &&
    (filter.rule === undefined || RULES[row.rule]!.key === filter.rule) &&
    (filter.vulnerability === undefined ||
      (row.vulnerabilities ?? []).some(
        (name) => name.toLowerCase() === filter.vulnerability!.toLowerCase(),
      )) &&
    (filter.fix === undefined || filter.fix === toPublicId('fix', FIXES[row.fix]!)) &&
    (filter.scan === undefined || filter.scan === toPublicId('scan', SCANS[row.scan]!)) &&
    words.every((word) => searched.some((text) => text.includes(word.toLowerCase())))
  );
}

const rarely = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const filters: fc.Arbitrary<Filter> = fc.record({
  state: fc.constantFrom('open', 'all', 'fixed', 'excepted') as fc.Arbitrary<'open'>,
  priority: rarely(fc.uniqueArray(fc.constantFrom(...PRIORITIES), { minLength: 1, maxLength: 3 })),
  severity: rarely(fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1, maxLength: 3 })),
  kind: rarely(fc.uniqueArray(fc.constantFrom('code', 'secret', 'web'), { minLength: 1 })) as fc.Arbitrary<
    ['code']
  >,
  phase: rarely(fc.constant(['bug-bounty' as const])),
  tool: rarely(fc.uniqueArray(fc.constantFrom('semgrep', 'trivy', 'none'), { minLength: 1 })),
  team: rarely(fc.uniqueArray(fc.constantFrom('pay', 'web', 'nobody'), { minLength: 1 })),
  unit: rarely(fc.constantFrom('group', 'shop', 'nowhere')),
  target: rarely(fc.constantFrom('acme/shop', 'registry/shop', 'none')),
  repository: rarely(fc.constantFrom('acme/shop', 'acme/none')),
  unowned: rarely(fc.boolean()),
  exploited: rarely(fc.boolean()),
  exception: rarely(fc.boolean()),
  overdue: rarely(fc.boolean()),
  dueBefore: rarely(fc.constantFrom('2026-03-04', '2026-03-08T00:00:00Z')),
  openedSince: rarely(fc.constantFrom('2026-03-01', '2025-12-15T00:00:00Z')),
  rule: rarely(fc.constantFrom('rule.eval', 'rule.%_x', 'nothing')),
  vulnerability: rarely(fc.constantFrom('cve-2024-1', 'CVE-2023-2', 'GHSA-xx-yy')),
  fix: rarely(fc.constantFrom(...FIXES.map((id) => toPublicId('fix', id)))),
  scan: rarely(fc.constantFrom(...SCANS.map((id) => toPublicId('scan', id)))),
  text: rarely(
    fc.constantFrom(
      'eval',
      'EVAL use',
      '%',
      '_',
      '\\',
      '\\d_',
      '"path traversal"',
      'path traversal',
      'lodash 4.17.11',
      'überlauf',
      "');",
      'cve-2024-1',
      'a',
      'src b%c',
      'nowhere',
    ),
  ),
});

/** Lists of a filter against what each row says, asked through `db`. */
async function holdsWhatIsMeant(
  db: typeof database.db,
  rows: readonly Told[],
  asked: readonly [Filter, number][],
): Promise<void> {
  const ordered = rows.toSorted(
    (a, b) =>
      Number(isClosed(a)) - Number(isClosed(b)) ||
      a.priority - b.priority ||
      dueOf(a).localeCompare(dueOf(b)) ||
      a.id.localeCompare(b.id),
  );
  for (const [filter, limit] of asked) {
    const wanted = ordered.filter((row) => meant(filter, row)).map(({ id }) => toPublicId('finding', id));
    expect(await pagesOf(db, filter, limit, SHORT), JSON.stringify(filter)).toEqual(wanted);
    expect(await pagesOf(db, filter, 50), JSON.stringify(filter)).toEqual(wanted);
  }
}

it('a list holds what each row on its own says it should, in order, once, whatever the filter and the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(told, { minLength: 20, maxLength: 60, selector: ({ id }) => id }),
      fc.array(fc.tuple(filters, fc.integer({ min: 1, max: 9 })), { minLength: 12, maxLength: 12 }),
      fc.record({ filled: fc.boolean(), looked: fc.boolean() }),
      async (rows, asked, { filled, looked }) => {
        await clear();
        await write(rows.slice(0, 20));
        await fillSearch(database.db);
        // What is written since is found as well, though no index of words and tags has heard of it.
        await write(rows.slice(20));
        if (filled) await fillSearch(database.db);
        // What is known of the tags steers the search, and never what it finds.
        await database.pool.query('analyze finding_facet');
        const db = database.db.withSchema('public');
        if (looked) await lookAtTags(db);
        await holdsWhatIsMeant(db, rows, asked);
      },
    ),
    { numRuns: 20 },
  );
}, 120_000);

async function pagesOf(
  db: typeof database.db,
  filter: Filter,
  limit: number,
  reach?: Reach,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listFindings(db, { ...filter, limit, cursor }, NOW, reach);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

it('pages neither skip nor repeat what stays as it is, while others change their priority or close', async () => {
  const rows = fc.sample(told, { numRuns: 60, seed: 7 }).map((row) => ({ ...row, state: 'open' as const }));
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  await write(once);
  await fillSearch(database.db);
  const moving = once.filter((_, index) => index % 3 === 0);
  const staying = new Set(
    once.filter((_, index) => index % 3 !== 0).map(({ id }) => toPublicId('finding', id)),
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page === 0 || cursor !== undefined; page++) {
    const { items, next } = await listFindings(database.db, { state: 'all', limit: 4, cursor }, NOW, SHORT);
    seen.push(...items.map(({ id }) => id).filter((id) => staying.has(id)));
    cursor = next ?? undefined;
    const moved = moving.map((row, index) => ({
      ...row,
      priority: (row.priority + page + index) % 5,
      state: page % 2 === 0 ? ('fixed' as const) : ('reopened' as const),
    }));
    await write(moved);
  }
  expect(seen).toHaveLength(staying.size);
  expect(new Set(seen)).toEqual(staying);
});

it('what search keeps is what the rows say, whatever changes them', async () => {
  const [row] = fc.sample(told, { numRuns: 1, seed: 3 });
  await write([{ ...row!, state: 'open', title: 'Before' }]);
  await fillSearch(database.db);
  await database.pool.query(`update finding set title = 'After 50%', priority = 0, state = 'fixed'`);
  expect(await fillSearch(database.db)).toBe(1);
  expect(await fillSearch(database.db)).toBe(0);
  const { rows } = await database.pool.query<{ text: string; tags: string[] }>(
    'select text, tags from finding_text join finding_facet using (finding_id)',
  );
  expect(rows[0]!.text).toContain('after 50%');
  expect(rows[0]!.tags).toEqual(expect.arrayContaining(['closed/0', 'state/fixed']));
  await database.pool.query('delete from finding');
  expect((await database.pool.query('select from finding_text')).rowCount).toBe(0);
});
