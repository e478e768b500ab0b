import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Publish } from '../../../platform/outbox/events.ts';
import type { Holding } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { FilingDeps } from '../filing/file-tickets.ts';

export interface AskDeps extends FilingDeps {
  db: Database<DB>;
  clock: Clock;
  publish: Publish<DB>;
}

/** Who asks, comments or changes: by the page, by chat, or from a tracker. */
export interface Speaker {
  /** For the audit trail: the email of a person. */
  label: string;
  name: string;
  /** The database's id; null: nobody of ours. */
  personId: string | null;
  /** `admin` for a program with a token of its own. */
  roles: readonly string[];
  /** What they are for teams and units, where that is known already; else it is looked up. */
  holds?: readonly Holding[];
}
