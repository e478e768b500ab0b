import type { Transaction } from 'kysely';
import type { Correlation, CorrelationVerdict, DecideCorrelation } from '../../../contract/correlation.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { ClosingDeps, Stater } from '../close-by-hand.ts';
import { refreshFixes } from '../store-fixes.ts';
import { type FindingEvent, recordEvents } from '../store-write.ts';
import { lockTarget } from '../target-lock.ts';
import { correlateTouched } from './correlate-touched.ts';
import { correlationOf } from './page.ts';
import { insertVerdict, type Pair, targetsOf, undoVerdict } from './store-verdicts.ts';

/**
 * A person says that two findings are one weakness, or that they are not. It overrules the tools and every later
 * scan, until it is undone; a new verdict on the same two takes the place of the one before.
 * @param publicId `fnd_…`
 * @throws AppError LK-NOT-FOUND, LK-VALIDATION (itself, or findings of two targets)
 */
export const decideCorrelation = (
  deps: ClosingDeps,
  publicId: string,
  { other, verdict, reason }: DecideCorrelation,
  stater: Stater,
): Promise<Correlation> =>
  change(deps, publicId, other, stater, {
    action: `correlation.${verdict}`,
    reason: reason ?? null,
    words: WORDS[verdict],
    async write(tx, pair, at) {
      await undoVerdict(tx, pair, { actor: stater.label, at });
      const entry = { id: deps.ids.next(), verdict, actor: stater.name, reason: reason ?? null, at };
      await insertVerdict(tx, pair, entry);
      return EVENTS[verdict];
    },
  });

/**
 * Takes back what a person decided of two findings: from then on the tools say again.
 * @throws AppError LK-NOT-FOUND (no such finding, or nothing decided of the two)
 */
export const undoCorrelation = (
  deps: ClosingDeps,
  publicId: string,
  other: string,
  stater: Stater,
): Promise<Correlation> =>
  change(deps, publicId, other, stater, {
    action: 'correlation.undo',
    reason: null,
    words: 'took back the decision on this and',
    async write(tx, pair, at) {
      const undone = await undoVerdict(tx, pair, { actor: stater.label, at });
      if (!undone) throw new AppError('LK-NOT-FOUND', 'nobody has decided on these two findings');
      return undone === 'same' ? 'separated' : 'correlated';
    },
  });

const EVENTS = { same: 'correlated', different: 'separated' } as const satisfies Record<
  CorrelationVerdict,
  FindingEvent['kind']
>;
const WORDS = {
  same: 'said that this is the same weakness as',
  different: 'said that this is another weakness than',
} as const satisfies Record<CorrelationVerdict, string>;

interface Wanted {
  action: string;
  reason: string | null;
  /** What is said between the person's name and the other finding. */
  words: string;
  write(tx: Transaction<DB>, pair: Pair, at: Date): Promise<'correlated' | 'separated'>;
}

async function change(
  { db, ids, clock, publish }: ClosingDeps,
  publicId: string,
  otherPublicId: string,
  { label, name }: Stater,
  wanted: Wanted,
): Promise<Correlation> {
  return db.transaction().execute(async (tx) => {
    const [id, otherId] = [idOf(publicId), idOf(otherPublicId)];
    const pair = await pairOf(tx, id, otherId);
    // Verdicts of two people on the same findings, and scans of their target, go one after the other.
    await lockTarget(tx, pair.targetId);
    const now = clock.now();
    const at = now.toISOString();
    const kind = await wanted.write(tx, pair, now);
    const said = { at, actor: label, scanId: null };
    const noteOn = (other: string) =>
      `${name} ${wanted.words} ${other}${wanted.reason ? `: ${wanted.reason}` : ''}`;
    await recordEvents(tx, ids, said, [
      { findingId: id, kind, note: noteOn(otherPublicId) },
      { findingId: otherId, kind, note: noteOn(publicId) },
    ]);
    const fixIds = await correlateTouched(tx, ids, {
      targetId: pair.targetId,
      findingIds: pair.ids,
      ...said,
      toldAlready: new Set(pair.ids),
    });
    const because = `${name} ${wanted.words.replace('this', 'one of its findings')} another`;
    await refreshFixes(tx, [...fixIds], { scanId: null, at, because });
    if (fixIds.size > 0) await publish(tx, { type: 'fixes.changed', fixIds: [...fixIds] });
    await audit(tx, label, wanted.action, publicId, { other: otherPublicId, reason: wanted.reason });
    return correlationOf(tx, id);
  });
}

async function pairOf(tx: Transaction<DB>, id: string, otherId: string): Promise<Pair> {
  if (id === otherId)
    throw new AppError('LK-VALIDATION', 'a finding is always the same as itself: name another one');
  const targets = await targetsOf(tx, [id, otherId]);
  for (const one of [id, otherId]) if (!targets.has(one)) throw notFound(toPublicId('finding', one));
  const targetId = targets.get(id)!;
  if (targets.get(otherId) !== targetId) {
    const why = 'the two findings are of different targets: only what was found in one can be one weakness';
    throw new AppError('LK-VALIDATION', why);
  }
  return { targetId, ids: id < otherId ? [id, otherId] : [otherId, id] };
}

function idOf(publicId: string): string {
  const id = fromPublicId('finding', publicId);
  if (!id) throw notFound(publicId);
  return id;
}

const notFound = (publicId: string) => new AppError('LK-NOT-FOUND', `there is no finding ${publicId}`);
