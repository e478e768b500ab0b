import type { AskChangeKind, ChangeAsk } from '../../../contract/asks.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import { type By, isClosed, step } from './course.ts';
import type { AskDeps, Speaker } from './deps.ts';
import { moveAsk } from './move-ask.ts';
import { objection } from './sides.ts';
import { lockAsk, type StoredAsk, updateAsk } from './store.ts';
import { tellAsk } from './tell-ask.ts';
import { standingIn } from './who.ts';

/**
 * Changes what is named; the same again changes nothing and is told nobody.
 * @returns the id of the ask that goes on: another one when it was moved
 * @throws AppError LK-NOT-FOUND, LK-FORBIDDEN, LK-VALIDATION (a reason is missing), LK-CONFLICT (it was moved)
 */
export async function changeAsk(
  deps: AskDeps,
  id: string,
  change: ChangeAsk,
  speaker: Speaker,
): Promise<string> {
  return deps.db.transaction().execute(async (tx) => {
    const before = await lockAsk(tx, id);
    const { standing, side } = await standingIn(tx, before, speaker);
    const no = objection(standing, side, change, before.state);
    if (no) throw new AppError('LK-FORBIDDEN', no);
    demandPossible(before, change);
    const { to, ...fields } = change;
    const after = changed(before, fields, side, deps.clock.now());
    const what = whatOf(before, after);
    if (what !== null) {
      await updateAsk(tx, after, deps.clock.now());
      await audit(tx, speaker.label, 'ask.change', toPublicId('ask', id), { ...fields });
      await tellAsk(tx, deps, id, what);
    }
    if (to === undefined) return id;
    return moveAsk(tx, deps, after, { to, because: change.because ?? null }, speaker);
  });
}

function demandPossible(before: StoredAsk, change: ChangeAsk): void {
  if (before.state === 'moved')
    throw new AppError('LK-CONFLICT', 'It was moved and goes on in another queue; change it there.');
  const becoming = change.state ?? before.state;
  if (change.state === 'declined' && before.state !== 'declined' && change.because === undefined)
    throw new AppError(
      'LK-VALIDATION',
      'because: say why it is declined; they want to know what to do instead.',
    );
  if (change.waitsFor !== undefined && isClosed(becoming))
    throw new AppError('LK-CONFLICT', 'It is closed: nobody has to act. Open it again first.');
}

function changed(
  before: StoredAsk,
  { state, waitsFor, because, ...fields }: Omit<ChangeAsk, 'to'>,
  by: By,
  now: Date,
): StoredAsk {
  let after: StoredAsk = {
    ...before,
    title: fields.title ?? before.title,
    text: fields.text ?? before.text,
    priority: fields.priority === undefined ? before.priority : PRIORITIES.indexOf(fields.priority),
    dueAt: fields.dueAt === undefined ? before.dueAt : dateOf(fields.dueAt),
    sprint: fields.sprint === undefined ? before.sprint : fields.sprint,
    assignee: fields.assignee === undefined ? before.assignee : fields.assignee,
  };
  if (state) after = { ...after, ...step(after, { act: 'state', by, state, because: because ?? null }, now) };
  if (waitsFor) after = { ...after, ...step(after, { act: 'turn', to: waitsFor }, now) };
  return after;
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text));

/** Null: nothing. */
export function whatOf(before: StoredAsk, after: StoredAsk): AskChangeKind | null {
  if (after.state !== before.state) {
    if (isClosed(before.state) && !isClosed(after.state)) return 'reopened';
    if (after.state === 'done' || after.state === 'declined' || after.state === 'withdrawn')
      return after.state;
    return 'changed';
  }
  return JSON.stringify(before) === JSON.stringify(after) ? null : 'changed';
}
