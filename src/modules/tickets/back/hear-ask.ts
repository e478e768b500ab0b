import type { Transaction } from 'kysely';
import { toPublicId } from '../../../kernel/ids.ts';
import { actorOf, audit, ownerOf } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { whatOf } from '../asks/change-ask.ts';
import { isClosed, step } from '../asks/course.ts';
import { addAskComments, lockAsk, type StoredAsk, updateAsk } from '../asks/store.ts';
import { tellAsk } from '../asks/tell-ask.ts';
import { standingIn } from '../asks/who.ts';
import type { BackDeps } from './deps.ts';
import type { Heard, Ours } from './hear.ts';
import { dayOf, endOfDay, type Held } from './hear-ticket.ts';
import type { IncomingComment } from './incoming.ts';

type Tx = Transaction<DB>;

/** @param place.zone in which days begin */
export async function holdAsk(
  tx: Tx,
  deps: BackDeps,
  id: string,
  place: { connectionId: string; connection: string; zone: string },
): Promise<Held> {
  const ask = await lockAsk(tx, id);
  const { state } = ask;
  const ours: Ours = {
    title: ask.title,
    state: state === 'open' || state === 'in-progress' ? state : 'done',
    // Done here is done there: no scan has to verify it, so either side opens it again.
    closed: isClosed(state) && state !== 'done',
    dueOn: dayOf(ask.dueAt, place.zone),
    assignee: ask.assignee,
    edited: ask.edited,
  };
  return {
    key: `${ask.queue}-${ask.number}`,
    ours,
    keep: (heard, comments) => keepAsk(tx, deps, ask, heard, { comments, ...place }),
  };
}

async function keepAsk(
  tx: Tx,
  deps: BackDeps,
  before: StoredAsk,
  heard: Heard,
  place: { comments: readonly IncomingComment[]; connectionId: string; connection: string; zone: string },
): Promise<boolean> {
  const now = deps.clock.now();
  const { title, state, dueOn, assignee, sprint } = heard.ours;
  let after: StoredAsk = {
    ...before,
    ...(title !== undefined && { title }),
    ...(dueOn && { dueAt: endOfDay(dueOn, place.zone) }),
    ...(assignee !== undefined && { assignee }),
    ...(sprint !== undefined && { sprint }),
    edited: [...new Set([...before.edited, ...heard.edited])],
  };
  // It lies in the queue of the team that is asked: whoever moves it there speaks for them.
  if (state) after = { ...after, ...step(after, { act: 'state', by: 'to', state, because: null }, now) };
  for (const comment of place.comments) {
    const by = await sideOf(tx, before, place.connectionId, comment);
    after = { ...after, ...step(after, { act: 'comment', by, text: comment.text }, now) };
  }
  const what = whatOf(before, after);
  if (what === null && place.comments.length === 0) return false;
  await addAskComments(
    tx,
    place.comments.map(({ id, at, actor, text }) => ({ id, ask_id: before.id, at, actor, text })),
  );
  await updateAsk(tx, after, now);
  if (what !== null)
    await audit(tx, `connection:${place.connection}`, 'ask.hear', toPublicId('ask', before.id), {
      ...heard.ours,
    });
  await tellAsk(tx, deps, before.id, what ?? 'comment');
  return false;
}

/** The side of who is known; whoever is not works where it lies. */
async function sideOf(tx: Tx, ask: StoredAsk, connectionId: string, { author }: IncomingComment) {
  const personId = await ownerOf(tx, connectionId, author.id);
  const person = personId === null ? null : await actorOf(tx, personId);
  return person ? (await standingIn(tx, ask, person)).side : 'to';
}
