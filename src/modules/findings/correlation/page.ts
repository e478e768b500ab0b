import { type Kysely, sql } from 'kysely';
import type { Correlation } from '../../../contract/correlation.ts';
import type { FindingRow } from '../../../contract/findings.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { findingRows } from '../explore/row.ts';

/** A page shows so many of each; a group has one finding per tool. */
const MOST_SHOWN = 50;

interface MemberRow {
  id: string;
  leadId: string | null;
  because: string | null;
  byPerson: boolean;
}
interface SuggestionRow {
  id: string;
  because: string;
}
interface VerdictRow {
  id: string;
  verdict: 'same' | 'different';
  actor: string;
  reason: string | null;
  at: string;
}

/** What other tools and people say of a finding, as its page shows it. @param id of a finding that exists */
export const correlationOf = async (db: Kysely<DB>, id: string): Promise<Correlation> =>
  (await rowAndCorrelation(db, id)).correlation;

/** The same with the finding itself. */
export async function rowAndCorrelation(
  db: Kysely<DB>,
  id: string,
): Promise<{ row: FindingRow; correlation: Correlation }> {
  const { members: group, suggestions: suggested, verdicts } = await companyOf(db, id);
  const ids = new Set([id, ...[...group, ...suggested, ...verdicts].map((row) => row.id)]);
  const rows = await findingRows(db, [...ids]);
  const shown = new Map(rows.map((row) => [row.id, row]));
  const rowOf = (other: string) => shown.get(toPublicId('finding', other))!;

  const own = group.find((row) => row.id === id)!;
  const leaderFirst = (row: MemberRow) => (row.leadId === null ? 0 : 1);
  const members = group
    .filter((row) => row !== own)
    .sort((a, b) => leaderFirst(a) - leaderFirst(b))
    .map((row) => {
      // Of the leader there is nothing to say but how this finding came to follow it.
      const { because, byPerson } = row.leadId === null ? own : row;
      return { finding: rowOf(row.id), because: because ?? '', byPerson };
    });
  const correlation = {
    leader: members.length > 0 ? toPublicId('finding', own.leadId ?? id) : null,
    because: own.because,
    members,
    suggestions: suggested.map(({ id: other, because }) => ({ finding: rowOf(other), because })),
    verdicts: verdicts.map(({ id: other, at, ...said }) => ({
      ...said,
      other: rowOf(other),
      at: new Date(at).toISOString(),
    })),
    offerAlsoFor: members
      .map(({ finding }) => finding)
      .flatMap((row) => (row.state === 'fixed' ? [] : row.id)),
  };
  return { row: rowOf(id), correlation };
}

interface Company {
  members: MemberRow[];
  suggestions: SuggestionRow[];
  verdicts: VerdictRow[];
}

/** The finding itself with those that share its leader, those that may, and what people said of it: one statement. */
async function companyOf(db: Kysely<DB>, id: string): Promise<Company> {
  const { rows } = await sql<{ [Part in keyof Company]: Company[Part] | null }>`
    with lead as (select coalesce(lead_id, id) as id from finding where id = ${id}),
    ids as (
      select id from lead union all select f.id from finding f join lead on f.lead_id = lead.id
    ), members as (
      select f.id, f.lead_id as "leadId", f.lead_because as because, f.lead_by_person as "byPerson"
      from ids join finding f on f.id = ids.id
      order by f.id <> ${id}, f.opened_at, f.id limit ${sql.lit(MOST_SHOWN + 1)}
    ), suggestions as (
      select s.other_id as id, s.because from correlation_suggestion s where s.finding_id = ${id}
      union all
      select s.finding_id, s.because from correlation_suggestion s where s.other_id = ${id}
      limit ${sql.lit(MOST_SHOWN)}
    ), verdicts as (
      select other_id as id, verdict, actor, reason, at from correlation_verdict
      where finding_id = ${id} and undone_at is null
      union all
      select finding_id, verdict, actor, reason, at from correlation_verdict
      where other_id = ${id} and undone_at is null
      order by at desc limit ${sql.lit(MOST_SHOWN)}
    )
    select (select json_agg(m) from members m) as members, (select json_agg(s) from suggestions s) as suggestions,
      (select json_agg(v) from verdicts v) as verdicts`.execute(db);
  const { members, suggestions, verdicts } = rows[0]!;
  return { members: members ?? [], suggestions: suggestions ?? [], verdicts: verdicts ?? [] };
}
