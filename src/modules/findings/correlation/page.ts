import { type Kysely, sql } from 'kysely';
import type { Correlation } from '../../../contract/correlation.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { findingRows } from '../queries.ts';

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
  at: Date;
}

/** What other tools and people say of a finding, as its page shows it. @param id of a finding that exists */
export async function correlationOf(db: Kysely<DB>, id: string): Promise<Correlation> {
  // One after the other: a transaction has one connection, and it takes one question at a time.
  const group = await groupOf(db, id);
  const suggested = await suggestionsOf(db, id);
  const verdicts = await verdictsOf(db, id);
  const ids = new Set([...group, ...suggested, ...verdicts].map((row) => row.id));
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
  return {
    leader: members.length > 0 ? toPublicId('finding', own.leadId ?? id) : null,
    because: own.because,
    members,
    suggestions: suggested.map(({ id: other, because }) => ({ finding: rowOf(other), because })),
    verdicts: verdicts.map(({ id: other, verdict, actor, reason, at }) => ({
      other: rowOf(other),
      verdict,
      actor,
      reason,
      at: at.toISOString(),
    })),
    offerAlsoFor: members
      .map(({ finding }) => finding)
      .flatMap((row) => (row.state === 'fixed' ? [] : row.id)),
  };
}

/** The finding itself and those that share its leader. */
async function groupOf(db: Kysely<DB>, id: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    with lead as (select coalesce(lead_id, id) as id from finding where id = ${id})
    select f.id, f.lead_id as "leadId", f.lead_because as because, f.lead_by_person as "byPerson"
    from finding f, lead
    where f.id = lead.id or f.lead_id = lead.id
    order by f.id <> ${id}, f.opened_at, f.id limit ${MOST_SHOWN + 1}`.execute(db);
  return rows;
}

async function suggestionsOf(db: Kysely<DB>, id: string): Promise<SuggestionRow[]> {
  const { rows } = await sql<SuggestionRow>`
    select s.other_id as id, s.because from correlation_suggestion s where s.finding_id = ${id}
    union all
    select s.finding_id, s.because from correlation_suggestion s where s.other_id = ${id}
    limit ${MOST_SHOWN}`.execute(db);
  return rows;
}

async function verdictsOf(db: Kysely<DB>, id: string): Promise<VerdictRow[]> {
  const { rows } = await sql<VerdictRow>`
    select case when finding_id = ${id} then other_id else finding_id end as id, verdict, actor, reason, at
    from correlation_verdict
    where (finding_id = ${id} or other_id = ${id}) and undone_at is null
    order by at desc limit ${MOST_SHOWN}`.execute(db);
  return rows;
}
