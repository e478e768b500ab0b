import { z } from 'zod';
import { ROLES } from '../../contract/access.ts';
import { KINDS } from '../../kernel/observation.ts';
import { resourceEntry } from './resource-rules.ts';

/** How far the world can reach it ("is it on our edge?"), from the widest to the narrowest. */
export const EXPOSURES = ['internet', 'partner', 'internal', 'none'] as const;
export type Exposure = (typeof EXPOSURES)[number];

export const DATA_CLASSES = ['none', 'pii', 'phi', 'pci', 'credentials', 'customer-content'] as const;

/** What a person is in one team; what they are in the company is `roles`. */
const TEAM_ROLES = ['developer', 'champion', 'deputy', 'partner', 'manager'] as const;

/** Text of one line: control characters and halves of surrogate pairs have no place in any of our columns. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u;
const line = z.string().trim().min(1).max(300).regex(PRINTABLE, 'use plain text on one line');
/** Short and safe in addresses, trackers and chat: `payments-core`. */
const key = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'use lower case letters, digits, dots and dashes, such as payments-core',
  );
const repositoryKey = z
  .string()
  .max(300)
  .regex(
    /^[^\s/\p{Cc}\p{Cs}]+(\/[^\s/\p{Cc}\p{Cs}]+)*$/u,
    'use the name the code host shows, such as acme/payments',
  );
const queue = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'use a queue key such as PAY');
const email = z.email().max(300).toLowerCase();

const people = z.array(line).max(20);

const unitEntry = z.strictObject({
  key,
  name: line,
  /** The unit that holds this one. */
  parent: key.optional(),
  leader: line.optional(),
  /** A queue that one of the teams below works on; takes what nobody in the unit owns. */
  fallbackQueue: queue.optional(),
});

export const teamEntry = z
  .strictObject({
    key,
    name: line.optional(),
    unit: key.optional(),
    kind: z.enum(['team', 'security']).default('team'),
    /** Without one: the Jira project, or the key in capitals. */
    queue: queue.optional(),
    channel: line.optional(),
    mail: email.optional(),
    oncall: line.optional(),
    manager: line.optional(),
    champion: line.optional(),
    /** One or several; `deputies` is the same. */
    deputy: z.union([line, people]).optional(),
    deputies: people.optional(),
    partner: line.optional(),
    jira: queue.optional(),
    /** Besides `queue` and `channel`: what an about.yaml may choose for its tickets and messages. */
    allowedQueues: z.array(queue).max(100).default([]),
    allowedChannels: z.array(line).max(100).default([]),
    /** Of a team of kind security: kinds of findings that it takes where nobody owns the place. */
    takes: z.array(z.enum(KINDS)).default([]),
    /** Former and other names under which files may call the team. */
    aliases: z.array(line).max(100).default([]),
    /** Handles of the code host that mean this team, such as @acme/payments. */
    github: z.array(z.string().regex(/^@[\w.-]+(\/[\w.-]+)?$/, 'write handles as @org/team')).default([]),
  })
  .refine(({ kind, takes }) => kind === 'security' || takes.length === 0, {
    path: ['takes'],
    message: 'only a team of kind security takes kinds of findings',
  })
  .transform(({ deputy, deputies, ...team }) => ({
    ...team,
    deputies: [...new Set([deputy ?? [], deputies ?? []].flat())],
    name: team.name ?? team.key,
    queue: team.queue ?? team.jira ?? team.key.toUpperCase(),
  }));

const personEntry = z.strictObject({
  email,
  name: line,
  roles: z.array(z.enum(ROLES)).default(['developer']),
  /** All teams of the person; absent leaves them as they are. */
  teams: z.array(z.strictObject({ team: key, role: z.enum(TEAM_ROLES).default('developer') })).optional(),
});

const serviceEntry = z.strictObject({
  /** Folder inside the repository; absent or empty means all of it. */
  path: z.string().max(1000).regex(PRINTABLE, 'use plain text on one line').default(''),
  name: line,
  exposure: z.enum(EXPOSURES).optional(),
  /** 1 is what the company cannot be without; 4 is what it hardly notices. */
  tier: z.int().min(1).max(4).optional(),
  data: z.array(z.enum(DATA_CLASSES)).default([]),
  compliance: z.array(line).max(50).default([]),
});

const repositoryEntry = z.strictObject({
  key: repositoryKey,
  /** Names it had before: what is known under them goes on under the new one. */
  formerNames: z.array(repositoryKey).max(20).default([]),
  unit: key.optional(),
  defaultBranch: line.default('main'),
  releaseBranches: z.array(line).max(100).default([]),
  archived: z.boolean().default(false),
  url: z.url().max(1000).optional(),
  /** All services of the repository; absent leaves them as they are. */
  services: z.array(serviceEntry).optional(),
});

/** `organisation.yaml`: every list may be absent; what a document does not name stays as it is. */
export const organisationFile = z.strictObject({
  apiVersion: z.literal('lanekeeper.dev/v1').optional(),
  businessUnits: z.array(unitEntry).default([]),
  teams: z.array(teamEntry).default([]),
  people: z.array(personEntry).default([]),
  repositories: z.array(repositoryEntry).default([]),
  /** All rules on what is no path, the more specific before the less; absent leaves them as they are. */
  resources: z.array(resourceEntry).max(20_000).optional(),
});
export type OrganisationFile = z.infer<typeof organisationFile>;
export type TeamEntry = z.infer<typeof teamEntry>;
