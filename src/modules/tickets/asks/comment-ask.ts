import type { AskSide } from '../../../contract/asks.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import { step } from './course.ts';
import type { AskDeps, Speaker } from './deps.ts';
import { addAskComments, lockAsk, updateAsk } from './store.ts';
import { tellAsk } from './tell-ask.ts';
import { cleanText } from './text.ts';
import { standingIn } from './who.ts';

/**
 * Says something; whose turn it is follows from who says it and whether it is a question, unless it is said.
 * Anybody may speak; only the two sides and security hand over the turn.
 * @throws AppError LK-NOT-FOUND, LK-FORBIDDEN, LK-VALIDATION
 */
export async function commentAsk(
  deps: AskDeps,
  id: string,
  comment: { text: string; waitsFor?: AskSide | undefined },
  speaker: Speaker,
): Promise<void> {
  const text = cleanText(comment.text);
  if (text === '') throw new AppError('LK-VALIDATION', 'text: say something.');
  await deps.db.transaction().execute(async (tx) => {
    const now = deps.clock.now();
    const before = await lockAsk(tx, id);
    const { standing, side } = await standingIn(tx, before, speaker);
    if (comment.waitsFor && side === null && !standing.all)
      throw new AppError('LK-FORBIDDEN', 'Only the two teams and security say whose turn it is.');
    const said = step(before, { act: 'comment', by: side, text }, now);
    const after = comment.waitsFor ? step(said, { act: 'turn', to: comment.waitsFor }, now) : said;
    await addAskComments(tx, [{ id: deps.ids.next(), ask_id: id, at: now, actor: speaker.name, text }]);
    await updateAsk(tx, { ...before, ...after }, now);
    await audit(tx, speaker.label, 'ask.comment', toPublicId('ask', id), { waitsFor: after.waitsFor });
    await tellAsk(tx, deps, id, 'comment');
  });
}
