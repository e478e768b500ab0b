import { z } from 'zod';
import { ROLES } from '../../contract/access.ts';
import {
  email,
  teamKey as key,
  line,
  PRINTABLE,
  teamFields,
  teamRole,
  unitFields,
} from '../../contract/teams.ts';
import { resourceEntry } from './resource-rules.ts';

/** How far the world can reach it ("is it on our edge?"), from the widest to the narrowest. */
export const EXPOSURES = ['internet', 'partner', 'internal', 'none'] as const;
export type Exposure = (typeof EXPOSURES)[number];

export const DATA_CLASSES = ['none', 'pii', 'phi', 'pci', 'credentials', 'customer-content'] as const;

const repositoryKey = z
  .string()
  .max(300)
  .regex(
    /^[^\s/\p{Cc}\p{Cs}]+(\/[^\s/\p{Cc}\p{Cs}]+)*$/u,
    'use the name the code host shows, such as acme/payments',
  );
const unitEntry = z.strictObject({ key, ...unitFields });

export const teamEntry = z
  .strictObject({ key, ...teamFields })
  .refine(({ kind, takes }) => kind === 'security' || takes.length === 0, {
    path: ['takes'],
    message: 'only a team of kind security takes kinds of findings',
  })
  .refine(({ kind, takesAsks }) => kind === 'security' || takesAsks.length === 0, {
    path: ['takesAsks'],
    message:
      'only a team of kind security takes kinds of asks; what security asks of a team comes to its queue',
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
  teams: z.array(z.strictObject({ team: key, role: teamRole.default('developer') })).optional(),
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
