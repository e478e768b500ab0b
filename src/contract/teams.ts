import { z } from 'zod';
import { KINDS } from '../kernel/observation.ts';
import { ASK_KINDS } from './ask-kinds.ts';
import { time } from './shapes.ts';

/** Text of one line: control characters and halves of surrogate pairs have no place in any of our columns. */
export const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u;
export const line = z.string().trim().min(1).max(300).regex(PRINTABLE, 'use plain text on one line');
/** Short and safe in addresses, trackers and chat: `payments-core`. */
export const teamKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'use lower case letters, digits, dots and dashes, such as payments-core',
  );
const queueKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'use a queue key such as PAY');
export const email = z.email().max(300).toLowerCase();
const people = z.array(line).max(20);

/** A team as people write it, in YAML and in the API, without its key. */
export const teamFields = {
  name: line.optional(),
  unit: teamKey.optional(),
  kind: z.enum(['team', 'security']).default('team'),
  /** Without one: the Jira project, or the key in capitals. */
  queue: queueKey.optional(),
  channel: line.optional(),
  mail: email.optional(),
  oncall: line.optional(),
  manager: line.optional(),
  champion: line.optional(),
  /** One or several; `deputies` is the same. */
  deputy: z.union([line, people]).optional(),
  deputies: people.optional(),
  partner: line.optional(),
  jira: queueKey.optional(),
  /** Besides `queue` and `channel`: what an about.yaml may choose for its tickets and messages. */
  allowedQueues: z.array(queueKey).max(100).default([]),
  allowedChannels: z.array(line).max(100).default([]),
  /** Of a team of kind security: kinds of findings that it takes where nobody owns the place. */
  takes: z.array(z.enum(KINDS)).default([]),
  /** Of a team of kind security: kinds of asks that come to it; without any, what no other team takes. */
  takesAsks: z.array(z.enum(ASK_KINDS)).default([]),
  /** Former and other names under which files may call the team. */
  aliases: z.array(line).max(100).default([]),
  /** Handles of the code host that mean this team, such as @acme/payments. */
  github: z.array(z.string().regex(/^@[\w.-]+(\/[\w.-]+)?$/, 'write handles as @org/team')).default([]),
};

/** PUT /api/v1/teams/:team (admin, security): the whole of it; what is absent is none. */
export const teamBody = z.strictObject(teamFields);
/** PATCH: what is named changes, null takes it away. */
export const teamChange = z.record(z.string(), z.unknown());

/** A team as the registry has it; a part of GET /api/v1/teams/:team, whose ETag guards the writes. */
export const registeredTeam = z.object({
  key: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  kind: z.enum(['team', 'security']),
  queue: z.string(),
  channel: z.string().nullable(),
  mail: z.string().nullable(),
  oncall: z.string().nullable(),
  manager: z.string().nullable(),
  champion: z.string().nullable(),
  deputies: z.array(z.string()),
  partner: z.string().nullable(),
  jira: z.string().nullable(),
  allowedQueues: z.array(z.string()),
  allowedChannels: z.array(z.string()),
  takes: z.array(z.string()),
  takesAsks: z.array(z.string()),
  aliases: z.array(z.string()),
  /** Other names that directories give it. */
  handles: z.array(z.string()),
  /** Who says that it exists: import, api, scim, or the key of a connection. */
  managedBy: z.string(),
  retiredAt: time.nullable(),
});
export type RegisteredTeam = z.infer<typeof registeredTeam>;

/** DELETE /api/v1/teams/:team: retires it; nothing is lost, and the key can be taken up again. */
export const retiredTeam = z.object({
  team: registeredTeam,
  /** What names it as its owner still, until that is owned anew. */
  stillOwns: z.object({
    repositories: z.int(),
    services: z.int(),
    openFindings: z.int(),
    openTickets: z.int(),
    /** Business units whose fallback queue only this team works on. */
    fallbackOf: z.array(z.string()),
  }),
});
export type RetiredTeam = z.infer<typeof retiredTeam>;

/** What a person is in one team; what they are in the company is `roles`. */
const TEAM_ROLES = ['developer', 'champion', 'deputy', 'partner', 'manager'] as const;
export const teamRole = z.enum(TEAM_ROLES);

/** GET /api/v1/teams/:team/members; with `at`, who was in it then. */
export const membersQuery = z.object({ at: z.iso.datetime({ offset: true }).optional() });
export const memberList = z.object({
  items: z.array(
    z.object({
      person: z.object({ id: z.string(), email: z.string(), name: z.string() }),
      role: z.string(),
      since: time,
      until: time.nullable(),
      /** Who says so now; empty when nobody does any more. */
      saidBy: z.array(z.string()),
    }),
  ),
});
export type MemberList = z.infer<typeof memberList>;

/** PUT /api/v1/teams/:team/members/:person (admin, security, the team's manager). */
export const memberBody = z.strictObject({ role: teamRole.default('developer') });

/** PUT /api/v1/units/:unit (admin, security) */
export const unitFields = {
  name: line,
  /** The unit that holds this one. */
  parent: teamKey.optional(),
  leader: line.optional(),
  /** A queue that one of the teams works on; takes what nobody in the unit owns. */
  fallbackQueue: queueKey.optional(),
};
export const unitBody = z.strictObject(unitFields);

/** GET /api/v1/units and /api/v1/units/:unit */
export const registeredUnit = z.object({
  key: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  leader: z.string().nullable(),
  fallbackQueue: z.string().nullable(),
  /** The units that hold it, lowest first. */
  above: z.array(z.string()),
  /** Keys of its own teams that work, without those of units below. */
  teams: z.array(z.string()),
});
export type RegisteredUnit = z.infer<typeof registeredUnit>;
export const unitList = z.object({ items: z.array(registeredUnit) });
