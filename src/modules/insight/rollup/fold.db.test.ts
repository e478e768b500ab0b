import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { readCells } from './cells.ts';
import { fold, forgetEmptyCells } from './fold.ts';
import { COMPANY, fixedWithin, type Measure } from './measures.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
const NOW = new Date('2026-03-05T10:00:00Z');
const [PAY, WEB, UNIT, PARENT] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const STREAMS = [
  { id: randomUUID(), tool: 'semgrep', firstAt: '2026-01-05T00:00:00Z' },
  { id: randomUUID(), tool: 'by-hand', firstAt: null },
];

interface Told {
  id: string;
  team: string;
  stream: number;
  opened: Date;
  changed: Date;
  due: Date | null;
  state: 'open' | 'reopened' | 'fixed' | 'excepted';
  priority: number;
  severity: number;
  phase: string;
  kind: string;
  lead: string | null;
}

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  await pool.query(`insert into business_unit (id, key, name) values ($1, 'group', 'Group')`, [PARENT]);
  await pool.query(`insert into business_unit (id, key, name, parent_id) values ($1, 'shop', 'Shop', $2)`, [
    UNIT,
    PARENT,
  ]);
  await pool.query(
    `insert into team (id, key, name, queue, business_unit_id) values ($1, 'pay', 'Pay', 'PAY', $2)`,
    [PAY, UNIT],
  );
  await pool.query(`insert into team (id, key, name, queue) values ($1, 'web', 'Web', 'WEB')`, [WEB]);
  const target = randomUUID();
  await pool.query(`insert into target (id, kind, key) values ($1, 'image', 'shop')`, [target]);
  for (const { id, tool, firstAt } of STREAMS)
    await pool.query('insert into stream (id, target_id, tool, first_at) values ($1, $2, $3, $4)', [
      id,
      target,
      tool,
      firstAt,
    ]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('delete from finding');
  await database.pool.query(`update team set business_unit_id = '${UNIT}' where key = 'pay'`);
  await database.pool.query('delete from insight_cell; delete from insight_finding_change');
});

async function write(rows: readonly Told[]): Promise<void> {
  await database.pool.query(
    `insert into finding (id, stream_id, target_id, rule_id, key, content, owner_team_id, owner_reason_id,
       decision_reason_id, opened_at, changed_at, due_at, severity, priority, unowned, phase, kind, state, title, lead_id)
     select r.id, s.id, s.target_id, r.id, r.id, r.id, r.team::uuid, r.id, r.id, r.opened, r.changed, r.due, r.severity,
       r.priority, false, r.phase, r.kind, r.state, 'T', r.lead
     from jsonb_to_recordset($1::jsonb) as r(id uuid, team text, stream_id uuid, opened timestamptz, changed timestamptz,
       due timestamptz, severity int, priority int, phase text, kind text, state text, lead uuid)
     join stream s on s.id = r.stream_id
     on conflict (id) do update set owner_team_id = excluded.owner_team_id, changed_at = excluded.changed_at,
       due_at = excluded.due_at, severity = excluded.severity, priority = excluded.priority, state = excluded.state,
       lead_id = excluded.lead_id`,
    [JSON.stringify(rows.map((row) => ({ ...row, stream_id: STREAMS[row.stream]!.id })))],
  );
}

const DAY = 86_400_000;
const day = (at: Date) => at.toISOString().slice(0, 10);
const week = (at: Date) => day(new Date(Math.floor((at.getTime() / DAY + 3) / 7) * 7 * DAY - 3 * DAY));
const month = (at: Date) => `${day(at).slice(0, 7)}-01`;

/** What the cells of a measure must hold, counted one finding after the other. */
function counted(rows: readonly Told[], measure: Measure): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (...parts: unknown[]) => {
    const cell = parts.join('|');
    sums[cell] = (sums[cell] ?? 0) + 1;
  };
  for (const one of rows) {
    const { tool, firstAt } = STREAMS[one.stream]!;
    const first = firstAt !== null && one.opened <= new Date(firstAt);
    const open = one.state === 'open' || one.state === 'reopened';
    const days = Math.min(
      1000,
      Math.max(0, Math.floor((one.changed.getTime() - one.opened.getTime()) / DAY)),
    );
    if (measure === 'opened') add(week(one.opened), tool, one.kind, '', -1, one.priority, -1, first);
    if (measure === 'fixed' && one.state === 'fixed')
      add(week(one.changed), tool, one.kind, '', -1, one.priority, -1, first);
    if (measure === 'excepted' && one.state === 'excepted')
      add(week(one.changed), tool, one.kind, '', -1, one.priority, -1, first);
    if (measure === 'open' && open)
      add(week(one.opened), tool, one.kind, '', one.severity, one.priority, -1, first);
    if (measure === 'standing' && open)
      add('9999-12-31', tool, one.kind, '', one.severity, one.priority, -1, first);
    if (measure === 'due' && one.due && one.state !== 'excepted')
      add(week(one.due), tool, '', '', -1, one.priority, open ? 2 : one.changed <= one.due ? 0 : 1, first);
    if (measure === 'fixedIn' && one.state === 'fixed')
      add(month(one.opened), tool, '', '', one.severity, one.priority, fixedWithin(days), first);
    if (measure === 'cohort' && one.state !== 'excepted')
      add(month(one.opened), tool, '', '', one.severity, one.priority, -1, first);
    if (measure === 'found' && one.lead === null)
      add(month(one.opened), tool, '', one.phase, one.severity, -1, -1, first);
  }
  return sums;
}

async function kept(scopeId: string, measure: Measure): Promise<Record<string, number>> {
  const by = ['at', 'tool', 'kind', 'phase', 'severity', 'priority', 'days', 'first_look'] as const;
  const cells = await readCells(database.db, { scopeId, measure }, by);
  return Object.fromEntries(cells.map((cell) => [by.map((column) => cell[column]).join('|'), cell.n]));
}

const MEASURED: Measure[] = [
  'opened',
  'fixed',
  'excepted',
  'open',
  'due',
  'fixedIn',
  'cohort',
  'found',
  'standing',
];

async function expectKept(scopeId: string, rows: readonly Told[]): Promise<void> {
  for (const measure of MEASURED)
    expect(await kept(scopeId, measure), measure).toEqual(counted(rows, measure));
}

const time = fc
  .integer({ min: 0, max: 400 * 24 })
  .map((hours) => new Date(Date.UTC(2025, 0, 1) + hours * 3_600_000));
const told = (id: string): fc.Arbitrary<Told> =>
  fc.record({
    id: fc.constant(id),
    team: fc.constantFrom(PAY, WEB),
    stream: fc.integer({ min: 0, max: 1 }),
    opened: time,
    changed: time,
    due: fc.option(time),
    state: fc.constantFrom('open', 'reopened', 'fixed', 'excepted'),
    priority: fc.integer({ min: 0, max: 4 }),
    severity: fc.integer({ min: 0, max: 4 }),
    phase: fc.constantFrom('build', 'bug bounty'),
    kind: fc.constantFrom('code', 'dependency'),
    lead: fc.option(fc.constant(randomUUID())),
  });

describe('the counts that pages read', () => {
  it('equal a count of the rows, whatever was written, changed and removed in between', async () => {
    const ids = Array.from({ length: 12 }, () => randomUUID());
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.subarray(ids, { minLength: 1 }).chain((some) => fc.tuple(...some.map(told))),
      },
      { weight: 1, arbitrary: fc.subarray(ids, { minLength: 1 }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), fc.boolean(), async (steps, often) => {
        await database.pool.query('delete from finding');
        const rows = new Map<string, Told>();
        for (const one of steps) {
          if (typeof one[0] === 'string') {
            await database.pool.query('delete from finding where id = any($1)', [one]);
            for (const id of one) rows.delete(id as string);
          } else {
            const next = (one as Told[]).map((row) => ({ ...row, ...fixedOf(rows.get(row.id)) }));
            await write(next);
            for (const row of next) rows.set(row.id, row);
          }
          if (often) await fold(database.db, NOW);
        }
        await fold(database.db, NOW);
        const all = [...rows.values()];
        await expectKept(COMPANY, all);
        await expectKept(
          WEB,
          all.filter(({ team }) => team === WEB),
        );
        await expectKept(
          PARENT,
          all.filter(({ team }) => team === PAY),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('follow a team to another unit with all its past', async () => {
    const some = fc.sample(fc.tuple(...Array.from({ length: 30 }, () => told(randomUUID()))), {
      numRuns: 1,
      seed: 7,
    })[0]!;
    const rows = some.map((row, index) => ({ ...row, id: randomUUID(), team: index % 2 ? PAY : WEB }));
    await write(rows);
    await fold(database.db, NOW);
    await expectKept(
      UNIT,
      rows.filter(({ team }) => team === PAY),
    );
    await database.pool.query(`update team set business_unit_id = null where key = 'pay'`);
    expect(await fold(database.db, NOW)).toBe(true);
    await expectKept(UNIT, []);
    await expectKept(PARENT, []);
    await expectKept(COMPANY, rows);
    expect(await forgetEmptyCells(database.db)).toBeGreaterThan(0);
  });

  it('hear nothing of a change that changes no count', async () => {
    const [row] = fc.sample(told(randomUUID()), { numRuns: 1, seed: 3 });
    await write([row!]);
    await fold(database.db, NOW);
    await database.pool.query(`update finding set title = 'U', path = 'a.ts'`);
    const { rows } = await database.pool.query('select * from insight_finding_change');
    expect(rows).toEqual([]);
  });
});

/** What no later scan changes. */
const fixedOf = (before: Told | undefined) =>
  before && { stream: before.stream, opened: before.opened, phase: before.phase, kind: before.kind };
