import type { Transaction } from 'kysely';
import { ASK_KIND } from '../../../contract/ask-kinds.ts';
import { PRIORITIES, type Priority } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { lockFor } from '../../../platform/database/database.ts';
import { audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { takeNumbers } from '../store.ts';
import { begin } from './course.ts';
import type { AskDeps, Speaker } from './deps.ts';
import { type PlannedAsk, planAsk, type WantedAsk } from './plan-ask.ts';
import { askedBy, insertAsk, type StoredAsk } from './store.ts';
import { tellAsk } from './tell-ask.ts';
import { cleanText, titleOf } from './text.ts';

export interface NewAsk extends WantedAsk {
  title?: string | undefined;
  dueAt?: string | null | undefined;
  priority?: Priority | undefined;
  /** What it was asked by, such as a comment of a tracker: heard twice, it is one ask. */
  once?: string | undefined;
}

export interface MadeAsk {
  /** The database's id. */
  id: string;
  key: string;
  to: { key: string; name: string };
  /** For the asker: what was asked of whom, and why. */
  says: string;
}

const STANDARD: Priority = 'P3';

/**
 * Asks: by the page, by chat, by a comment. It comes to the queue of the team that is asked, with the next number there.
 * @throws AppError LK-VALIDATION, LK-FORBIDDEN, LK-NOT-FOUND, in words for the asker
 */
export async function makeAsk(deps: AskDeps, wanted: NewAsk, speaker: Speaker): Promise<MadeAsk> {
  return deps.db.transaction().execute(async (tx) => {
    const text = cleanText(wanted.text);
    if (text === '') throw new AppError('LK-VALIDATION', 'Say what you ask for.');
    const planned = await planAsk(tx, { ...wanted, text }, speaker);
    if (wanted.once !== undefined) {
      await lockFor(tx, 'ask', wanted.once);
      const before = await askedBy(tx, wanted.once);
      if (before !== null) return madeOf(tx, before, planned);
    }
    const asked = await newAsk(tx, deps, { ...wanted, text }, planned, speaker);
    await insertAsk(tx, { ...asked, once: wanted.once ?? null });
    await audit(tx, speaker.label, 'ask.make', toPublicId('ask', asked.id), {
      from: planned.from.key,
      to: planned.to.key,
      kind: planned.kind,
      title: asked.title,
    });
    await tellAsk(tx, deps, asked.id, 'made');
    return { id: asked.id, ...shown(asked, planned) };
  });
}

async function newAsk(
  tx: Transaction<DB>,
  { ids, clock }: AskDeps,
  wanted: NewAsk,
  { from, to, kind, because, about }: PlannedAsk,
  speaker: Speaker,
): Promise<StoredAsk> {
  const now = clock.now();
  const [number = 0] = await takeNumbers(tx, [to.queue]);
  return {
    ...begin(now),
    id: ids.next(),
    queue: to.queue,
    number,
    kind,
    fromTeamId: from.id,
    toTeamId: to.id,
    title: wanted.title ?? titleOf(wanted.text),
    text: wanted.text,
    priority: PRIORITIES.indexOf(wanted.priority ?? STANDARD),
    dueAt: wanted.dueAt ? new Date(wanted.dueAt) : null,
    sprint: null,
    assignee: null,
    askedById: speaker.personId,
    askedByName: speaker.name,
    repositoryId: about.repositoryId,
    fixId: about.fixId,
    findingId: about.findingId,
    edited: [],
    routedBecause: because,
    openedAt: now,
  };
}

async function madeOf(tx: Transaction<DB>, id: string, planned: PlannedAsk): Promise<MadeAsk> {
  const row = await tx
    .selectFrom('ask')
    .select(['id', 'queue', 'number'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { id, ...shown(row, planned) };
}

function shown(
  { queue, number }: { queue: string; number: number },
  planned: PlannedAsk,
): Omit<MadeAsk, 'id'> {
  const { to, kind, kindBecause, because } = planned;
  const key = `${queue}-${number}`;
  const guess = kindBecause === null ? '' : ` (${kindBecause})`;
  return {
    key,
    to: { key: to.key, name: to.name },
    says: `${key}: ${to.name} is asked for ${ASK_KIND[kind].words}${guess}; ${because}.`,
  };
}
