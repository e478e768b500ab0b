import { sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { Suggestion } from './correlatable.ts';
import type { LeadChange } from './difference.ts';

type Tx = Transaction<DB>;

/** Rows that one statement writes. */
const AT_ONCE = 2000;

export async function keepLeads(tx: Tx, changes: readonly LeadChange[]): Promise<void> {
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    const rows = changes.slice(from, from + AT_ONCE).map((change) => ({
      id: change.id,
      lead_id: change.leadId,
      lead_because: change.because,
      lead_by_person: change.byPerson,
      fix_id: change.fixId,
      own_fix_id: change.ownFixId,
    }));
    await sql`
      update finding f set lead_id = u.lead_id, lead_because = u.lead_because, lead_by_person = u.lead_by_person,
        fix_id = u.fix_id, own_fix_id = u.own_fix_id
      from jsonb_populate_recordset(null::finding, ${JSON.stringify(rows)}::jsonb) u where f.id = u.id`.execute(
      tx,
    );
  }
}

/** Brings the suggestions about some findings to what they are now; what stays is not written again. */
export async function keepSuggestions(
  tx: Tx,
  findingIds: readonly string[],
  wanted: readonly Suggestion[],
  at: string,
): Promise<void> {
  const { rows } = await sql<Suggestion>`
    select finding_id as "findingId", other_id as "otherId", because from correlation_suggestion
    where finding_id = any(${findingIds}::uuid[]) or other_id = any(${findingIds}::uuid[])`.execute(tx);
  const held = new Map(rows.map((row) => [keyOf(row), row.because]));
  const kept = new Set(wanted.map(keyOf));
  const gone = rows.filter((row) => !kept.has(keyOf(row)));
  const fresh = wanted.filter((one) => held.get(keyOf(one)) !== one.because);
  if (gone.length > 0) {
    await sql`delete from correlation_suggestion s
      using unnest(${gone.map(({ findingId }) => findingId)}::uuid[], ${gone.map(({ otherId }) => otherId)}::uuid[]) g(a, b)
      where s.finding_id = g.a and s.other_id = g.b`.execute(tx);
  }
  for (let from = 0; from < fresh.length; from += AT_ONCE) {
    const list = fresh.slice(from, from + AT_ONCE);
    await sql`insert into correlation_suggestion (finding_id, other_id, because, at)
      select a, b, because, ${at}::timestamptz from unnest(${list.map(({ findingId }) => findingId)}::uuid[],
        ${list.map(({ otherId }) => otherId)}::uuid[], ${list.map(({ because }) => because)}::text[]) u(a, b, because)
      on conflict (finding_id, other_id) do update set because = excluded.because`.execute(tx);
  }
}

const keyOf = ({ findingId, otherId }: Suggestion): string => `${findingId} ${otherId}`;
