import { z } from 'zod';
import { ASK_DIRECTIONS, ASK_KINDS } from './ask-kinds.ts';
import { remoteRecord } from './remote.ts';
import { pageOf, pageQuery, priority, time } from './shapes.ts';
import { PRINTABLE, teamKey } from './teams.ts';

/** `moved`: it goes on as another ask, in the queue of another team of security. */
export const ASK_STATES = ['open', 'in-progress', 'done', 'declined', 'withdrawn', 'moved'] as const;
export type AskState = (typeof ASK_STATES)[number];

/** Who asks, and who is asked. */
export const ASK_SIDES = ['from', 'to'] as const;
export type AskSide = (typeof ASK_SIDES)[number];

const askKind = z.enum(ASK_KINDS);
const askDirection = z.enum(ASK_DIRECTIONS);
const askState = z.enum(ASK_STATES);
const askSide = z.enum(ASK_SIDES);

const team = z.object({ key: z.string(), name: z.string() });

export const askRow = z.object({
  id: z.string(),
  /** Queue and number, counted with the tickets of the queue: PAY-12. */
  key: z.string(),
  queue: z.string(),
  direction: askDirection,
  kind: askKind,
  title: z.string(),
  from: team,
  to: team,
  state: askState,
  /** Which side has to act. When it is closed: who reads last. */
  waitsFor: askSide,
  waitsSince: time,
  priority,
  dueAt: time.nullable(),
  /** Null when there is no date or it is closed; else whether the date has passed. */
  overdue: z.boolean().nullable(),
  sprint: z.string().nullable(),
  assignee: z.string().nullable(),
  askedBy: z.string(),
  openedAt: time,
  closedAt: time.nullable(),
  /** Its record in the tracker of its queue; null: it lives here alone, or is not filed yet. */
  filed: z.object({ key: z.string(), url: z.string(), status: z.string().nullable() }).nullable(),
});
export type AskRow = z.infer<typeof askRow>;

/** GET /api/v1/asks: what waits longest comes first. */
export const listAsksQuery = pageQuery.extend({
  /** On either side. */
  team: z.string().max(100).optional(),
  from: z.string().max(100).optional(),
  to: z.string().max(100).optional(),
  direction: askDirection.optional(),
  state: z.enum(['open', 'closed', 'all']).default('open'),
  /** Key of the team that has to act. */
  waitsFor: z.string().max(100).optional(),
  kind: askKind.optional(),
  overdue: z.stringbool().optional(),
});
export const askPage = pageOf(askRow);
export type AskPage = z.infer<typeof askPage>;

/** GET /api/v1/asks/:id (id or key) */
export const ask = askRow.extend({
  /** Markdown, as it was written. */
  text: z.string(),
  /** Why it came to this queue. */
  routedBecause: z.string(),
  /** Why it was declined, withdrawn or moved. */
  because: z.string().nullable(),
  movedTo: z.string().nullable(),
  about: z.object({
    finding: z.object({ id: z.string(), title: z.string() }).nullable(),
    fix: z.object({ id: z.string(), title: z.string(), ticket: z.string().nullable() }).nullable(),
    repository: z.string().nullable(),
  }),
  /** The other record, as it was last read there. */
  remote: remoteRecord.nullable(),
  comments: z.array(z.object({ at: time, actor: z.string(), text: z.string() })),
  /** The side of the reader; null: they look on. */
  you: askSide.nullable(),
});
export type Ask = z.infer<typeof ask>;

/** Over several lines; other control characters and halves of surrogate pairs have no place in any of our columns. */
const words = z
  .string()
  .trim()
  .min(1)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'use plain text');
const short = z.string().trim().min(1).max(200).regex(PRINTABLE, 'use plain text on one line');
const title = short;
const text = words.max(20_000);
const reason = words.max(1_000);

/** POST /api/v1/asks, and /preview without making it. */
export const newAsk = z.strictObject({
  /** Without it: the team of the asker, where there is one only. */
  from: teamKey.optional(),
  /** Security names the team, or what it is about does; a team's ask finds its own way. */
  to: teamKey.optional(),
  /** Without it: guessed from the words. */
  kind: askKind.optional(),
  /** Without it: the first line of the text. */
  title: title.optional(),
  text,
  dueAt: time.nullable().optional(),
  priority: priority.optional(),
  /** One thing that it is about: ids, or the key of a ticket or repository. */
  about: z
    .strictObject({
      finding: z.string().max(100).optional(),
      fix: z.string().max(100).optional(),
      ticket: z.string().max(100).optional(),
      repository: z.string().max(300).optional(),
    })
    .optional(),
});
export type NewAskBody = z.infer<typeof newAsk>;

/** What would be asked of whom, and why. */
export const askPreview = z.object({
  from: team,
  to: team,
  queue: z.string(),
  direction: askDirection,
  kind: askKind,
  /** Why the kind was guessed so; null when it was named. */
  kindBecause: z.string().nullable(),
  because: z.string(),
});
export type AskPreview = z.infer<typeof askPreview>;

/** PATCH /api/v1/asks/:id: what is named changes. What a person sets is not overwritten from a tracker unseen. */
export const changeAsk = z.strictObject({
  title: title.optional(),
  text: text.optional(),
  dueAt: time.nullable().optional(),
  sprint: short.nullable().optional(),
  assignee: short.nullable().optional(),
  priority: priority.optional(),
  state: z.enum(['open', 'in-progress', 'done', 'declined', 'withdrawn']).optional(),
  /** Declining, withdrawing and moving say why. */
  because: reason.optional(),
  waitsFor: askSide.optional(),
  /** Another team of security: it goes on there, as another ask. */
  to: teamKey.optional(),
});
export type ChangeAsk = z.infer<typeof changeAsk>;

/** POST /api/v1/asks/:id/comments */
export const commentAsk = z.strictObject({
  text: words.max(5_000),
  /** Who is to act now; else it follows from who writes and whether it is a question. */
  waitsFor: askSide.optional(),
});

/** GET /api/v1/teams/:team/asks: who waits for whom, since when. */
const sideSummary = z.object({
  open: z.int(),
  overdue: z.int(),
  /** Of the open ones: those in which the team itself has to act. */
  waitForTeam: z.int(),
  waitForOthers: z.int(),
  /** Since when the longest waits; null: nothing waits. */
  longestSince: time.nullable(),
  /** The first twenty, what waits longest first. */
  items: z.array(askRow),
});
export const teamAsks = z.object({
  team,
  /** What security asked of the team: in its queue. For a team of security: what teams asked of it. */
  askedOfTeam: sideSummary,
  /** What the team asked of security. For a team of security: what it asked of teams. */
  askedByTeam: sideSummary,
});
export type TeamAsks = z.infer<typeof teamAsks>;

/** What happened to an ask that somebody may want to hear. */
export const ASK_CHANGES = [
  'made',
  'comment',
  'changed',
  'done',
  'declined',
  'withdrawn',
  'reopened',
  'moved',
] as const;
export type AskChangeKind = (typeof ASK_CHANGES)[number];

/** The event `ask.changed`. */
export const askChanged = z.object({ askId: z.uuid(), what: z.enum(ASK_CHANGES) });
