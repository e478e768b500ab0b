import type { Transaction } from 'kysely';
import type { CloseFinding, FindingStateAnswer } from '../../contract/findings.ts';
import type { Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, type IdSource, toPublicId } from '../../kernel/ids.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Publish } from '../../platform/outbox/events.ts';
import { audit } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import { type Objection, objectionToClosing, objectionToReopening, statementOf } from './closing.ts';
import { correlateTouched } from './correlation/correlate-touched.ts';
import { type Changed, type FoundClosable, findClosable, setClosed, setReopened } from './store-closing.ts';
import { refreshFixes } from './store-fixes.ts';
import { type FindingEvent, recordEvents, unsettleStream } from './store-write.ts';
import { lockTarget } from './target-lock.ts';

export interface ClosingDeps {
  db: Database<DB>;
  ids: IdSource;
  clock: Clock;
  publish: Publish<DB>;
}

/** Who states it. */
export interface Stater {
  /** For histories and the audit trail. */
  label: string;
  /** As a colleague would say it, for the ticket. */
  name: string;
  personId: string | null;
  /** Why their roles do not let them; null = they do. Whoever found it by hand needs none. */
  refused: string | null;
}

/**
 * Closes what no scan can close, on a person's word and evidence: a secret as revoked or rotated, a finding made
 * by hand as retested or signed off. The same secret elsewhere in the target is closed with it.
 * @param publicId `fnd_…`
 * @throws AppError LK-NOT-FOUND, LK-FORBIDDEN, LK-VALIDATION (not how this kind is closed), LK-CONFLICT (not open)
 */
export const closeByHand = (
  deps: ClosingDeps,
  publicId: string,
  { how, evidence }: CloseFinding,
  stater: Stater,
): Promise<FindingStateAnswer> =>
  change(deps, publicId, stater, {
    action: 'finding.close',
    state: 'fixed',
    event: 'closed-by-hand',
    note: `${how}: ${evidence}`,
    because: statementOf(stater.name, how),
    objection: (finding) => objectionToClosing(finding, how),
    set: (tx, finding, at) => setClosed(tx, finding, how, at),
  });

/**
 * Undoes a closing by hand.
 * @throws AppError LK-NOT-FOUND, LK-FORBIDDEN, LK-CONFLICT (not closed, or closed by a scan)
 */
export const reopenByHand = (
  deps: ClosingDeps,
  publicId: string,
  { reason }: { reason: string },
  stater: Stater,
): Promise<FindingStateAnswer> =>
  change(deps, publicId, stater, {
    action: 'finding.reopen',
    state: 'reopened',
    event: 'reopened',
    note: reason,
    because: `${stater.name} opened it again: ${reason}`,
    objection: objectionToReopening,
    set: setReopened,
  });

interface StateChange {
  action: string;
  state: FindingStateAnswer['state'];
  event: FindingEvent['kind'];
  note: string;
  /** What the ticket will say. */
  because: string;
  objection(finding: FoundClosable): Objection | null;
  set(tx: Transaction<DB>, finding: FoundClosable, at: Date): Promise<Changed[]>;
}

async function change(
  { db, ids, clock, publish }: ClosingDeps,
  publicId: string,
  stater: Stater,
  wanted: StateChange,
): Promise<FindingStateAnswer> {
  return db.transaction().execute(async (tx) => {
    const finding = await findLocked(tx, publicId);
    if (!mayState(finding, stater)) throw new AppError('LK-FORBIDDEN', stater.refused ?? '');
    const objection = wanted.objection(finding);
    if (objection) throw new AppError(objection.code, objection.message);

    const now = clock.now();
    const at = now.toISOString();
    const changed = await wanted.set(tx, finding, now);
    const events = changed.map(({ id }) => ({ findingId: id, kind: wanted.event, note: wanted.note }));
    await recordEvents(tx, ids, { at, actor: stater.label, scanId: null }, events);
    // The newest results no longer tell what is live: told again, they have to be looked at.
    for (const streamId of new Set(changed.map(({ streamId }) => streamId)))
      await unsettleStream(tx, streamId);
    const findingIds = changed.map(({ id }) => id);
    const said = { targetId: finding.targetId, findingIds, at, actor: stater.label, scanId: null };
    const joined = await correlateTouched(tx, ids, said);
    const fixIds = [...new Set([...joined, ...changed.flatMap(({ fixId }) => fixId ?? [])])];
    await refreshFixes(tx, fixIds, { scanId: null, at, because: wanted.because });
    await publish(tx, { type: 'fixes.changed', fixIds });
    await audit(tx, stater.label, wanted.action, toPublicId('finding', finding.id), { note: wanted.note });
    return { id: toPublicId('finding', finding.id), state: wanted.state };
  });
}

/** Read again under the lock: a scan of the target may have decided meanwhile. */
async function findLocked(tx: Transaction<DB>, publicId: string): Promise<FoundClosable> {
  const id = fromPublicId('finding', publicId);
  const known = id ? await findClosable(tx, id) : undefined;
  if (known) await lockTarget(tx, known.targetId);
  const finding = known && (await findClosable(tx, known.id));
  if (!finding) throw new AppError('LK-NOT-FOUND', `there is no finding ${publicId}`);
  return finding;
}

const mayState = ({ kind, finderId }: FoundClosable, { personId, refused }: Stater): boolean =>
  refused === null || (kind === 'manual' && personId !== null && personId === finderId);
