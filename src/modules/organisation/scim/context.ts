import type { IdSource } from '../../../kernel/ids.ts';
import { lockFor, type Tx } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';

/** One write of a provider, in one transaction. */
export interface ScimWrite {
  tx: Tx<DB>;
  ids: IdSource;
  now: Date;
  /** Label for the audit trail. */
  by: string;
  /** `If-Match` of the request. */
  ifMatch: string | undefined;
  /** A group that no team is called like may become a team. */
  newTeams: boolean;
}

/** Providers send many writes at once; what one decides from what it reads must still be true when it writes. */
export const oneAtATime = ({ tx }: ScimWrite) => lockFor(tx, 'organisation', 'import');
