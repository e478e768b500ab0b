import { sql, type Transaction } from 'kysely';
import type { IdSource } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';
import { decideNotices } from './decide-notices.ts';
import { type Audience, type Preference, teamAudience } from './preference.ts';
import { insertNotices, securityTeam } from './store.ts';

interface Waiting {
  id: string;
  repository: string;
  file: string;
  field: string;
  askedAt: Date;
  lapsesAt: Date;
}

/**
 * Changes of files that wait for security, as they stand when its digest is made: each is told once, and what was
 * answered meanwhile is not told any more.
 */
export async function hearApprovals(
  tx: Transaction<DB>,
  ids: IdSource,
  due: readonly { audience: Audience; preference: Preference }[],
): Promise<void> {
  const team = await securityTeam(tx);
  const told = due.find(({ audience }) => team !== null && audience === teamAudience(team));
  if (!told) return;
  const { audience, preference } = told;
  await sql`
    delete from notice where audience = ${audience} and kind = 'approval-waits' and told_at is null
      and not exists (select from v_ownership_waiting_approval a where once = 'approval:' || a.id)`.execute(
    tx,
  );
  const { rows } = await sql<Waiting>`
    select a.id, r.key as repository, a.file, a.field, a.asked_at as "askedAt", a.lapses_at as "lapsesAt"
    from v_ownership_waiting_approval a join v_organisation_repository r on r.id = a.repository_id
    where not exists (select from notice n where n.audience = ${audience} and n.once = 'approval:' || a.id)
    order by a.asked_at, a.id limit 1000`.execute(tx);
  const happened = rows.map((row) => ({
    audience,
    role: 'team' as const,
    kind: 'approval-waits' as const,
    once: `approval:${row.id}`,
    ticketId: null,
    name: row.repository,
    title: `${row.field} in ${row.file}`,
    text: `the stricter value counts; please answer by ${row.lapsesAt.toISOString().slice(0, 10)}`,
    path: '/ownership',
    policy: null,
    at: row.askedAt,
  }));
  await insertNotices(tx, ids, decideNotices(happened, new Map([[audience, preference]])));
}
