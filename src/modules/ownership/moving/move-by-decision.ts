import type { Transaction } from 'kysely';
import { AppError } from '../../../kernel/errors.ts';
import type { DB } from '../../schema.gen.ts';
import type { DisputeRow } from './disputes-store.ts';
import type { MovingDeps } from './moving.ts';
import { checkedPlace, expiryWithin, MOST_DAYS } from './override-words.ts';
import { type PlaceScope, placeOfFinding } from './place-of-finding.ts';
import { putOverride } from './put-override.ts';

/** Overrides that one decision writes; more are better said by a folder. */
const MOST_PLACES = 200;

/** Writes what was decided: the places of these findings are the team's from now on. */
export async function moveByDecision(
  deps: MovingDeps,
  tx: Transaction<DB>,
  rows: readonly DisputeRow[],
  decision: {
    team: { id: string; key: string };
    note: string;
    by: string;
    place: PlaceScope;
    until: string | undefined;
  },
): Promise<void> {
  const places = new Map(
    rows.map(({ repository_id, finding: { target, path } }) => {
      const place = placeOfFinding({ repositoryId: repository_id, target, path }, decision.place);
      return [JSON.stringify(place), checkedPlace(place)];
    }),
  );
  if (places.size > MOST_PLACES)
    throw new AppError(
      'LK-VALIDATION',
      `place: these findings lie in ${places.size} files; move their folder or the repository instead`,
    );
  const { team, note, by } = decision;
  const expiresAt = expiryWithin(decision.until, deps.clock.now(), MOST_DAYS);
  // In one order, so that two decisions about the same places wait for each other instead of for ever.
  for (const [, place] of [...places].sort(([a], [b]) => (a < b ? -1 : 1)))
    await putOverride(deps, tx, { place, team, reason: note, by, expiresAt, keep: false });
}
