import { z } from 'zod';
import type { HookEvent } from '../../connectors/connector.ts';

/** What a sender writes goes into a job: short, and nothing that the database refuses. */
const word = z
  .string()
  .max(500)
  .refine((text) => !text.includes('\0') && text.isWellFormed());
/** What a person says may be longer. */
const words = z
  .string()
  .max(4000)
  .refine((text) => !text.includes('\0') && text.isWellFormed());
const person = z.object({ id: word, name: word, email: word.nullable() });
const repository = z.object({ id: word, key: word });

/** Beyond this many, which paths a push touched is as good as unknown. */
const MAX_PATHS = 1000;

const hookEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('push'),
    repository,
    branch: word,
    commit: word,
    paths: z.array(word).max(MAX_PATHS).nullable().catch(null),
  }),
  z.object({
    type: z.literal('repository'),
    repository,
    what: z.enum(['created', 'renamed', 'archived', 'deleted', 'changed']),
  }),
  z.object({ type: z.literal('repositories') }),
  z.object({ type: z.literal('team') }),
  z.object({ type: z.literal('ticket'), id: word, key: word.nullable() }),
  z.object({ type: z.literal('alerts'), kind: word, key: word.nullable() }),
  z.object({
    type: z.literal('button'),
    action: word,
    value: word,
    person,
    channel: word,
    message: word,
  }),
  z.object({ type: z.literal('command'), text: words, person, channel: word }),
]) satisfies z.ZodType<HookEvent>;

/** `host.changed`: an outside system says that something happened. A hint to look there, never truth. */
export const hostChanged = z.object({
  connectionId: z.uuid(),
  event: hookEvent,
  /** The same when the same delivery is heard again. */
  delivery: z.string().optional(),
});
export type HostChanged = z.infer<typeof hostChanged>;

/** What may be told inside the house of an event from outside; null when it makes no sense. */
export const storableEvent = (event: HookEvent): HookEvent | null => hookEvent.safeParse(event).data ?? null;
