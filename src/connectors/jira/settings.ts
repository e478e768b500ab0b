import { z } from 'zod';
import { PRIORITIES } from '../../kernel/decision.ts';
import { ticketTemplate } from '../kit/ticket-template.ts';
import { webAddressWithPath } from '../kit/web-address.ts';

const name = z.string().trim().min(1).max(255);
const projectKey = z.string().regex(/^[A-Z][A-Z0-9_]{1,254}$/, 'the key of a project, such as PAY');
/** Jira parts labels by spaces. */
const label = name.regex(/^\S+$/, 'a label has no space');

const place = z.strictObject({
  project: projectKey,
  /** As people call it there. */
  issueType: name.default('Task'),
  /** Set on every ticket, besides `lanekeeper`. */
  labels: z.array(label).max(20).default([]),
  components: z.array(name).max(20).default([]),
  /** Values of other fields, as Jira's API takes them: `customfield_10050: {value: Payments}`. */
  fields: z.record(z.string().max(100), z.json()).default({}),
});
export type JiraPlace = z.infer<typeof place>;

/** What a person states about a connection to Jira. */
export const jiraSettings = z
  .object({
    /** Where people see it: https://acme.atlassian.net */
    url: webAddressWithPath,
    /** Without it: Cloud below atlassian.net and atlassian.com, else Data Center. */
    kind: z.enum(['cloud', 'server']).optional(),
    /** Where tickets of a queue go. */
    queues: z.record(z.string().min(1).max(100), place).default({}),
    /** Tickets of every other queue go to the project of the same key; null: they are not filed here. */
    others: z.literal('same key').nullable().default(null),
    /** Issue type of those. */
    issueType: name.default('Task'),
    /** Ours to Jira's; one that is not named is left to Jira's own default. */
    priorities: z.partialRecord(z.enum(PRIORITIES), name).default({
      P0: 'Highest',
      P1: 'High',
      P2: 'Medium',
      P3: 'Low',
      P4: 'Lowest',
    }),
    /** False where no screen has the field. */
    dueDate: z.boolean().default(true),
    /** Id of the field that holds sprints, such as customfield_10020; the test names it. */
    sprintField: z
      .string()
      .regex(/^customfield_\d+$/)
      .optional(),
    template: ticketTemplate,
  })
  .superRefine(({ queues }, context) => {
    const known = new Map<string, string>();
    for (const { project, ...rest } of Object.values(queues)) {
      const form = JSON.stringify(rest);
      if (known.has(project) && known.get(project) !== form)
        context.addIssue(`queues that share the project ${project} share its type, labels and fields, too`);
      known.set(project, form);
    }
  });
export type JiraSettings = z.infer<typeof jiraSettings>;

const CLOUD = /(^|\.)atlassian\.(net|com)$/;

export const isCloud = ({ kind, url }: JiraSettings): boolean =>
  kind ? kind === 'cloud' : CLOUD.test(new URL(url).hostname);

/** As `TicketSystem.placeOf`: a place is the key of a project. */
export function placeOf({ queues, others }: JiraSettings, queue: string): string | null {
  if (Object.hasOwn(queues, queue)) return queues[queue]!.project;
  return others !== null && projectKey.safeParse(queue).success ? queue : null;
}

/** How tickets of a project look. */
export const formOf = ({ queues, issueType }: JiraSettings, project: string): JiraPlace =>
  Object.values(queues).find((one) => one.project === project) ?? place.parse({ project, issueType });

export const placesOf = ({ queues }: JiraSettings): JiraPlace[] => [
  ...new Map(Object.values(queues).map((one) => [one.project, one])).values(),
];
