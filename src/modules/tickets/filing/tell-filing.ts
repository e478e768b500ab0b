import { z } from 'zod';
import type { TicketSystem, Tickets } from '../../../connectors/connector.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { ActHandler } from '../../../platform/outbox/outbox.ts';
import { type ConnectionsDeps, noteSuccess, openConnection } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';
import { ticketGone } from './gone.ts';
import { type Filing, loadFiling, loadWanted, type Manner } from './load-filing.ts';
import { nextStep } from './next-step.ts';
import { Gone, perform } from './perform.ts';
import { recordProblem, recordTold } from './record.ts';

export interface TellingDeps {
  /** Its commits wait for the disk: what was begun is known whatever dies. */
  db: Database<DB>;
  ids: IdSource;
  clock: Clock;
  connections: ConnectionsDeps;
  /** Where our page is, without a slash at its end. */
  publicUrl: string;
}

/** What a filing is told with. */
export interface Teller extends Pick<TellingDeps, 'db' | 'clock'>, Manner {
  tickets: Tickets;
  keepsTickets: boolean;
}

/**
 * Performs acts of the topic `filing`: brings the other side of a ticket to what it says now, step by step, each
 * recorded at once. What was told is compared, so that acts that come late, twice or in another order do no harm.
 */
export const tellFilingHandler =
  (deps: TellingDeps): ActHandler =>
  async ({ filingId }, { maybeDone }) => {
    const filing = await loadFiling(deps.db, String(filingId));
    if (!filing?.connectionId || filing.state === 'left' || filing.toldRev >= filing.wantedRev) return;
    const system = await systemOf(deps, filing.connectionId);
    // Switched off or gone: told when it is back.
    if (!system) return;
    // An act that was begun before may have created it and died before it said so.
    if (maybeDone && filing.remoteId === null) filing.begun ??= 'create';
    try {
      await tell(deps, { ...deps, ...system, linkTo: (path) => `${deps.publicUrl}${path}` }, filing);
      await noteSuccess(deps.connections, filing.connectionId);
    } catch (error) {
      await noteProblem(deps, filing, error);
      throw error;
    }
  };

/** Every connector that files tickets takes words of one's own for them. */
const withTemplate = z.object({
  template: z.object({ title: z.string().optional(), body: z.string().optional() }).default({}),
});

/** Null: it is switched off, gone, or files no tickets any more. */
async function systemOf({ connections }: TellingDeps, id: string) {
  try {
    const { connector, context } = await openConnection(connections, { id });
    const system: TicketSystem<unknown> | undefined = connector.tickets;
    if (!system) return null;
    const { template } = withTemplate.parse(context.settings);
    return { tickets: system.open(context), keepsTickets: system.keepsTickets, template };
  } catch (error) {
    if (error instanceof AppError && error.code === 'LK-NOT-FOUND') return null;
    throw error;
  }
}

async function tell(deps: TellingDeps, teller: Teller, filing: Filing): Promise<void> {
  // Read after the filing: what changes from here on is told by the act of that change.
  const wanted = await loadWanted(deps.db, filing, deps.clock.now(), teller);
  try {
    for (let step = nextStep(wanted, filing); step; step = nextStep(wanted, filing))
      await perform(teller, filing, wanted, step);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    const now = deps.clock.now();
    await deps.db
      .transaction()
      .execute((tx) => ticketGone(tx, { ids: deps.ids, now }, { id: filing.id, remoteId: error.remoteId }));
    return;
  }
  await recordTold(deps.db, filing.id, filing.wantedRev);
}

/** What is wrong with this ticket alone is shown with it; what is wrong with the connection is shown there. */
async function noteProblem({ db, clock }: TellingDeps, filing: Filing, error: unknown): Promise<void> {
  if (!(error instanceof AppError) || error.card.retryable) return;
  if (error.code === 'LK-CONNECTION' || error.code === 'LK-SECRET') return;
  const { code, message } = error;
  await recordProblem(db, filing.id, { code, says: message, at: clock.now().toISOString() });
}
