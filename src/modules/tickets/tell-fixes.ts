import { sql } from 'kysely';
import type { TicketDeps } from './plan-scan.ts';
import { addComments } from './store.ts';

/** What follows `fixes.told`: something that readers of these fixes' tickets should know, closed ones too. */
export async function tellFixes(
  { db, ids, clock }: TicketDeps,
  { fixIds, text }: { fixIds: readonly string[]; text: string },
): Promise<void> {
  const at = clock.now();
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select k.id from ticket k where k.fix_id = any(${[...fixIds]}::uuid[])
        -- Heard twice, it is said once.
        and not exists (select from ticket_comment c where c.ticket_id = k.id and c.text = ${text})`.execute(
      tx,
    );
    await addComments(
      tx,
      rows.map(({ id }) => ({ id: ids.next(), ticket_id: id, at, actor: 'Lanekeeper', text })),
    );
  });
}
