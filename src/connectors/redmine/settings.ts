import { z } from 'zod';
import { PRIORITIES } from '../../kernel/decision.ts';
import { ticketTemplate } from '../kit/ticket-template.ts';
import { webAddressWithPath } from '../kit/web-address.ts';

const name = z.string().trim().min(1).max(100);

/** A project, and the tracker of its tickets; without one Redmine takes the project's first. */
const place = z.union([
  z
    .string()
    .max(100)
    .transform((project) => ({ project, tracker: undefined })),
  z.object({ project: z.string().max(100), tracker: name.optional() }),
]);

const isIdentifier = (text: string) => /^[a-z0-9][a-z0-9_-]*$/.test(text);

/** What a person states about a connection to Redmine. Names are those that Redmine shows. */
export const redmineSettings = z
  .object({
    /** Where people see it. */
    url: webAddressWithPath,
    /** Where the tickets of a queue go: the identifier of a project, as in its address. */
    queues: z.record(z.string().min(1).max(100), place).default({}),
    /** Where those of every other queue go; without it this connection does not take them. */
    others: place.nullable().default(null),
    /** Ours to Redmine's; one that Redmine does not have is left to its own default. */
    priorities: z.partialRecord(z.enum(PRIORITIES), name).default({}),
    /** Which status is set; without it the first one of that kind that the workflow allows. */
    statuses: z
      .object({ open: name.optional(), inProgress: name.optional(), done: name.optional() })
      .default({}),
    /** As set in Redmine: Administration, Settings, "Text formatting". */
    formatting: z.enum(['textile', 'common_markdown', 'markdown']).default('textile'),
    /** Number of a custom field of text that takes our reference as well, for people to search by. */
    referenceField: z.int().positive().optional(),
    template: ticketTemplate.optional(),
  })
  .superRefine(({ queues, others }, context) => {
    const trackers = new Map<string, string | undefined>();
    for (const { project, tracker } of [...Object.values(queues), ...(others ? [others] : [])]) {
      if (!isIdentifier(project))
        context.addIssue(
          `“${project}” is no identifier of a project: it is the last word of its address, such as payments`,
        );
      if (trackers.has(project) && trackers.get(project) !== tracker)
        context.addIssue(`tickets of the project ${project} go into one tracker, not into two`);
      trackers.set(project, tracker);
    }
  });

export type RedmineSettings = z.infer<typeof redmineSettings>;

/** As `TicketSystem.placeOf`: a place is a project. */
export const placeOf = ({ queues, others }: RedmineSettings, queue: string): string | null =>
  ((Object.hasOwn(queues, queue) ? queues[queue] : others) ?? null)?.project ?? null;

/** Every project that tickets may go to, with its tracker. */
export const placesOf = ({
  queues,
  others,
}: RedmineSettings): { project: string; tracker?: string | undefined }[] => {
  const all = [...Object.values(queues), ...(others ? [others] : [])];
  return [...new Map(all.map((one) => [one.project, one])).values()];
};
