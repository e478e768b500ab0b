import { type RawBuilder, sql, type Transaction } from 'kysely';
import { type CopyValue, copyInto } from '../../../platform/database/copy.ts';
import type { DB } from '../../schema.gen.ts';
import type { EpssRow } from './parse/epss.ts';
import type { KevRow } from './parse/kev.ts';
import type { SsvcRow } from './parse/ssvc.ts';
import type { Thresholds } from './thresholds.ts';

type Tx = Transaction<DB>;

/**
 * Exchanging a feed: the new rows are streamed beside the held ones, `intel_diff` gathers what differs, and only that
 * is written. `matters` says whether a decision could see the difference; `intel_touched` has those.
 * @returns rows written and removed
 */
export interface Swapped {
  written: number;
  removed: number;
}

const affected = async (tx: Tx, statement: RawBuilder<unknown>): Promise<number> =>
  Number((await statement.execute(tx)).numAffectedRows ?? 0);

async function fill(
  tx: Tx,
  columns: Record<string, string>,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await sql`create temp table intel_next (${sql.raw(typed.join(', '))}) on commit drop`.execute(tx);
  await copyInto(tx, 'intel_next', Object.keys(columns), rows);
  await sql`analyze intel_next`.execute(tx);
}

/** @param diff columns `cve`, `gone`, `matters` of what differs */
async function differ(tx: Tx, diff: RawBuilder<unknown>): Promise<void> {
  await sql`create temp table intel_diff on commit drop as ${diff}`.execute(tx);
  await sql`create temp table intel_touched on commit drop as select cve from intel_diff where matters`.execute(
    tx,
  );
  await sql`analyze intel_diff`.execute(tx);
}

function* kevRows(rows: readonly KevRow[]): Iterable<CopyValue[]> {
  for (const { cve, dateAdded, ransomware, dueDate } of rows) yield [cve, dateAdded, ransomware, dueDate];
}

/**
 * @param firstOfAll no catalogue was held before: what is not in this one has an answer now too, so that everything
 * that findings carry is touched
 */
export async function swapKev(
  tx: Tx,
  catalogue: string,
  rows: readonly KevRow[],
  firstOfAll: boolean,
): Promise<Swapped> {
  await fill(tx, { cve: 'text', date_added: 'date', ransomware: 'boolean', due_date: 'date' }, kevRows(rows));
  // The advice on dates is told, but counts for nothing.
  await differ(
    tx,
    sql`select coalesce(n.cve, h.cve) as cve, n.cve is null as gone,
        (n.date_added, n.ransomware) is distinct from (h.date_added, h.ransomware) as matters
      from intel_next n full join (select * from intel_kev where source = ${catalogue}) h on h.cve = n.cve
      where (n.date_added, n.ransomware, n.due_date) is distinct from (h.date_added, h.ransomware, h.due_date)`,
  );
  if (firstOfAll)
    await sql`insert into intel_touched
      select distinct v.name from v_findings_finding f cross join unnest(f.vulnerabilities) v (name)
      where f.state in ('open', 'reopened', 'excepted') and not exists (select from intel_touched t where t.cve = v.name)`.execute(
      tx,
    );
  const removed = await affected(
    tx,
    sql`delete from intel_kev h using intel_diff d where d.gone and h.cve = d.cve and h.source = ${catalogue}`,
  );
  const written = await affected(
    tx,
    sql`insert into intel_kev (cve, source, date_added, ransomware, due_date)
      select n.cve, ${catalogue}, n.date_added, n.ransomware, n.due_date
      from intel_next n join intel_diff d on d.cve = n.cve
      on conflict (cve, source) do update
      set date_added = excluded.date_added, ransomware = excluded.ransomware, due_date = excluded.due_date`,
  );
  return { written, removed };
}

function* ssvcRows(rows: readonly SsvcRow[]): Iterable<CopyValue[]> {
  for (const row of rows)
    yield [row.cve, row.exploitation, row.automatable, row.technicalImpact, row.published, row.asOf];
}

const SSVC = ['exploitation', 'automatable', 'technical_impact', 'published'] as const;
const ssvcOf = (alias: string, more = '') =>
  sql.raw(`(${[...SSVC, ...(more ? [more] : [])].map((name) => `${alias}.${name}`).join(', ')})`);

export async function swapSsvc(tx: Tx, rows: readonly SsvcRow[]): Promise<Swapped> {
  const [text, date] = ['text', 'date'];
  await fill(
    tx,
    {
      cve: text,
      exploitation: text,
      automatable: text,
      technical_impact: text,
      published: date,
      as_of: date,
    },
    ssvcRows(rows),
  );
  await differ(
    tx,
    sql`select coalesce(n.cve, h.cve) as cve, n.cve is null as gone,
        ${ssvcOf('n')} is distinct from ${ssvcOf('h')} as matters
      from intel_next n full join intel_ssvc h on h.cve = n.cve
      where ${ssvcOf('n', 'as_of')} is distinct from ${ssvcOf('h', 'as_of')}`,
  );
  const removed = await affected(
    tx,
    sql`delete from intel_ssvc h using intel_diff d where d.gone and h.cve = d.cve`,
  );
  const written = await affected(
    tx,
    sql`insert into intel_ssvc (cve, exploitation, automatable, technical_impact, published, as_of)
      select n.cve, n.exploitation, n.automatable, n.technical_impact, n.published, n.as_of
      from intel_next n join intel_diff d on d.cve = n.cve
      on conflict (cve) do update set exploitation = excluded.exploitation, automatable = excluded.automatable,
        technical_impact = excluded.technical_impact, published = excluded.published, as_of = excluded.as_of`,
  );
  return { written, removed };
}

function* epssRows(rows: readonly EpssRow[]): Iterable<CopyValue[]> {
  for (const { cve, score, percentile } of rows) yield [cve, score, percentile];
}

/**
 * Most scores move a little each day. A decision sees only on which side of the policy's numbers they are; the numbers
 * are compared in the precision of the column, so that a score is never taken for its neighbour.
 */
export async function swapEpss(
  tx: Tx,
  rows: readonly EpssRow[],
  thresholds: Thresholds | 'any',
): Promise<Swapped> {
  await fill(tx, { cve: 'text', score: 'real', percentile: 'real' }, epssRows(rows));
  const matters =
    thresholds === 'any'
      ? sql`true`
      : sql`n.cve is null or h.cve is null or ${crossed('score', thresholds.epss)} or ${crossed('percentile', thresholds.epssPercentile)}`;
  await differ(
    tx,
    sql`select coalesce(n.cve, h.cve) as cve, n.cve is null as gone, ${matters} as matters
      from intel_next n full join intel_epss h on h.cve = n.cve
      where (n.score, n.percentile) is distinct from (h.score, h.percentile)`,
  );
  const removed = await affected(
    tx,
    sql`delete from intel_epss h using intel_diff d where d.gone and h.cve = d.cve`,
  );
  const written = await affected(
    tx,
    sql`insert into intel_epss (cve, score, percentile)
      select n.cve, n.score, n.percentile from intel_next n join intel_diff d on d.cve = n.cve
      on conflict (cve) do update set score = excluded.score, percentile = excluded.percentile`,
  );
  return { written, removed };
}

/** Which numbers a value lies above, and whether it is one of them: equal for both = no comparison answers otherwise. */
function crossed(column: 'score' | 'percentile', numbers: readonly number[]): RawBuilder<unknown> {
  if (numbers.length === 0) return sql`false`;
  const limits = sql`${numbers}::real[]`;
  const [now, before] = [sql.ref(`n.${column}`), sql.ref(`h.${column}`)];
  return sql`(width_bucket(${now}, ${limits}) <> width_bucket(${before}, ${limits})
    or (${now} = any(${limits})) <> (${before} = any(${limits})))`;
}
