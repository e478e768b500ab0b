import type { IdSource } from '../../../kernel/ids.ts';
import { lockFor, type Tx } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { ScimProblem } from './problem.ts';
import { versionTag } from './user.ts';

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

/** @throws ScimProblem 412 when somebody changed it since it was read */
export function demandMatch({ ifMatch }: ScimWrite, version: string): void {
  if (ifMatch !== undefined && !tagMatches(ifMatch, version))
    throw new ScimProblem(412, undefined, 'It was changed since you read it; read it again.');
}

/** Tags of a header, weak or not, against a version (RFC 9110 §8.8.3.2). */
export const tagMatches = (header: string, version: string): boolean =>
  header.split(',').some((tag) => {
    const given = tag.trim();
    return given === '*' || given.replace(/^W\//, '') === versionTag(version).replace(/^W\//, '');
  });
