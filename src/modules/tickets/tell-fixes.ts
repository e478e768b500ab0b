import { sql } from 'kysely';
import type { TicketDeps } from './plan-scan.ts';
import { sayOnTickets } from './say-on-tickets.ts';

/** What follows `fixes.told`: something that readers of these fixes' tickets should know, closed ones too. */
export async function tellFixes(
  deps: TicketDeps,
  { fixIds, text }: { fixIds: readonly string[]; text: string },
): Promise<void> {
  const { ids } = deps;
  const at = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select k.id from ticket k where k.fix_id = any(${[...fixIds]}::uuid[])
        -- Heard twice, it is said once.
        and not exists (select from ticket_comment c where c.ticket_id = k.id and c.text = ${text})`.execute(
      tx,
    );
    await sayOnTickets(
      tx,
      deps,
      rows.map(({ id }) => ({ id: ids.next(), ticket_id: id, at, actor: 'Lanekeeper', text })),
    );
  });
}
