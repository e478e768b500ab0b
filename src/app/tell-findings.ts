import type { IdSource } from '../kernel/ids.ts';
import { recordEvents } from '../modules/findings/public.ts';
import type { MovingDeps } from '../modules/ownership/public.ts';

/** Ownership comes before findings and does not know them: this is how it writes into their histories. */
export const tellFindings =
  (ids: IdSource): MovingDeps['tell'] =>
  (tx, { at, actor }, notes) =>
    recordEvents(tx, ids, { at: at.toISOString(), actor, scanId: null }, notes);
