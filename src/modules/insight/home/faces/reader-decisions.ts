import type { Kysely } from 'kysely';
import { listDisputesQuery } from '../../../../contract/disputes.ts';
import { listExceptionsQuery } from '../../../../contract/exceptions.ts';
import type { Decision } from '../../../../contract/home.ts';
import type { Actor } from '../../../access/public.ts';
import { listDisputes, speakerFor } from '../../../ownership/public.ts';
import { listExceptions } from '../../../policy/public.ts';
import type { DB } from '../../../schema.gen.ts';
import { KIND_WORDS } from '../exception-words.ts';

/** Shown of each kind; the lists have the rest. */
const SHOWN = 5;

/** What goes on only when the reader has decided: exceptions and disputes, those that wait longest first. */
export async function readerDecisions(db: Kysely<DB>, actor: Actor): Promise<Decision[]> {
  if (actor.personId === null) return [];
  const [exceptions, disputes] = await Promise.all([
    listExceptions({ db }, listExceptionsQuery.parse({ mine: 'true', limit: SHOWN }), actor),
    listDisputes(db, listDisputesQuery.parse({ mine: 'true', limit: SHOWN }), () => speakerFor(db, actor)),
  ]);
  return [
    ...exceptions.items.map((one) => ({
      kind: 'exception' as const,
      id: one.id,
      title: one.finding?.title ?? one.fix?.title ?? one.what,
      because: `${one.askedBy} asks to ${KIND_WORDS[one.kind]}`,
      team: one.team,
      since: one.askedAt,
      until: null,
    })),
    ...disputes.items.map((one) => ({
      kind: 'dispute' as const,
      id: one.id,
      title: one.finding.title,
      because: `${one.from.name} says that it is ${one.to ? `${one.to.name}’s` : 'not theirs'}`,
      team: one.from,
      since: one.openedAt,
      until: null,
    })),
  ].sort((a, b) => a.since.localeCompare(b.since));
}
