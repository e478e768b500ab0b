import type { Transaction } from 'kysely';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import { loadRegistry } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import { takeNumbers } from '../store.ts';
import { isClosed, step } from './course.ts';
import type { AskDeps, Speaker } from './deps.ts';
import { addAskComments, copyComments, insertAsk, type StoredAsk, updateAsk } from './store.ts';
import { tellAsk } from './tell-ask.ts';

/**
 * Passes an ask to another team of security: a new one in its queue, with what was said, the date, and the time since
 * which it waits; the old one is closed and names it.
 * @returns the new one's id
 */
export async function moveAsk(
  tx: Transaction<DB>,
  deps: AskDeps,
  before: StoredAsk,
  { to: key, because }: { to: string; because: string | null },
  speaker: Speaker,
): Promise<string> {
  const { byKey, teams } = await loadRegistry(tx);
  const to = byKey.get(key);
  const old = teams.find(({ id }) => id === before.toTeamId);
  if (to?.id === before.toTeamId) return before.id;
  if (to?.kind !== 'security' || to.retiredAt !== null)
    throw new AppError('LK-VALIDATION', `to: ${key} is no working team of security.`);
  if (old?.kind !== 'security')
    throw new AppError(
      'LK-CONFLICT',
      'What a team is asked stays with that team; withdraw it and ask the other one.',
    );
  if (isClosed(before.state)) throw new AppError('LK-CONFLICT', 'It is closed; open it again first.');
  const now = deps.clock.now();
  const why = because ?? `${speaker.name} passed it on`;
  const [number = 0] = await takeNumbers(tx, [to.queue]);
  const next: StoredAsk = {
    ...before,
    id: deps.ids.next(),
    queue: to.queue,
    number,
    toTeamId: to.id,
    state: 'open',
    routedBecause: `from ${before.queue}-${before.number}: ${why}`,
    // Another team's sprint and people.
    sprint: null,
    assignee: null,
    edited: [],
  };
  await insertAsk(tx, { ...next, once: null });
  await copyComments(tx, before.id, next.id);
  await updateAsk(tx, { ...before, ...step(before, { act: 'moved', because: why }, now) }, now, next.id);
  const line = { at: now, actor: 'Lanekeeper' };
  const [here, there] = [`${before.queue}-${before.number}`, `${next.queue}-${next.number}`];
  await addAskComments(tx, [
    { ...line, id: deps.ids.next(), ask_id: before.id, text: `Moved to ${there}, ${to.name}: ${why}` },
    { ...line, id: deps.ids.next(), ask_id: next.id, text: `Moved here from ${here}: ${why}` },
  ]);
  await audit(tx, speaker.label, 'ask.move', toPublicId('ask', before.id), {
    to: to.key,
    as: toPublicId('ask', next.id),
    because: why,
  });
  await tellAsk(tx, deps, before.id, 'moved');
  await tellAsk(tx, deps, next.id, 'made');
  return next.id;
}
