import { z } from 'zod';

/** `ldaps://ldap.acme.example`, `ldap://10.0.0.5:1389` */
const serverAddress = z
  .string()
  .max(300)
  .refine((text) => serverOf(text) !== null, 'an address such as ldaps://ldap.acme.example');
const dn = z.string().min(1).max(2000);
const filter = z
  .string()
  .max(4000)
  .regex(/^\(.*\)$/s, 'a filter in parentheses, such as (objectClass=inetOrgPerson)');
const attribute = z.string().regex(/^[A-Za-z][\w.;-]{0,99}$/, 'the name of an attribute, such as mail');

/** What a person states about a connection to an LDAP directory. */
export const ldapSettings = z.strictObject({
  /** `ldaps://` is encrypted from the start, `ldap://` by StartTLS before anybody signs in. */
  url: serverAddress,
  /** Without it the password goes over the wire in clear: only for a server on this machine itself. */
  startTls: z.boolean().default(true),
  /** Certificates (PEM) that sign the server's, where they are the company's own. */
  ca: z.string().max(100_000).nullable().default(null),
  /** The server is at a private address, and that is meant. */
  privateAddress: z.boolean().default(false),
  /** Who signs in, with the secret `password`; a user name such as `reader@acme.example` for Active Directory. */
  bindDn: z.string().min(1).max(2000),
  /** Decides which filters and attributes are used where none is stated. */
  kind: z.enum(['openldap', 'active-directory']).default('openldap'),
  people: z.strictObject({
    base: dn,
    filter: filter.optional(),
    id: attribute.optional(),
    email: attribute.optional(),
    name: attribute.optional(),
    userName: attribute.optional(),
    /** Names the groups that somebody is in, on the person's own entry; null: only groups name their members. */
    memberOf: attribute.nullable().optional(),
  }),
  teams: z.strictObject({
    base: dn,
    filter: filter.optional(),
    id: attribute.optional(),
    key: attribute.optional(),
    name: attribute.optional(),
    mail: attribute.optional(),
    /** Names the members, by the names of their entries or by their user names; null: only people name groups. */
    member: attribute.nullable().optional(),
    memberOf: attribute.nullable().optional(),
    /** Members of a group inside a group belong to the outer one, too. */
    nested: z.boolean().default(true),
  }),
  newTeams: z.boolean().default(true),
  pageSize: z.int().min(1).max(5000).default(500),
  timeoutSeconds: z.int().min(1).max(300).default(30),
  maxEntries: z.int().min(1).max(1_000_000).default(200_000),
});

export type LdapSettings = z.infer<typeof ldapSettings>;

/** Where the server is; null for anything but a host and a port. */
export function serverOf(address: string): { host: string; port: number; isSecure: boolean } | null {
  const url = URL.parse(address);
  if (!url || !['ldap:', 'ldaps:'].includes(url.protocol) || !/^(\[[\da-f:]+\]|[\w.-]+)$/i.test(url.hostname))
    return null;
  if (url.username || url.password || url.search || url.hash || !['', '/'].includes(url.pathname))
    return null;
  const isSecure = url.protocol === 'ldaps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 636 : 389) : Number(url.port),
    isSecure,
  };
}

export interface PeopleFields {
  base: string;
  filter: string;
  id: string;
  email: string;
  name: string;
  userName: string;
  memberOf: string | null;
}
export interface TeamFields {
  base: string;
  filter: string;
  id: string;
  key: string;
  name: string;
  mail: string;
  member: string | null;
  memberOf: string | null;
}
export interface Fields {
  people: PeopleFields;
  teams: TeamFields;
}

/**
 * OpenLDAP: RFC 2798, RFC 4530, RFC 4519. Active Directory: its schema; it gives out no more than 1,500 members of a
 * group at once, but all the groups of a person.
 */
const USUAL = {
  openldap: {
    people: {
      filter: '(objectClass=inetOrgPerson)',
      id: 'entryUUID',
      email: 'mail',
      name: 'displayName',
      userName: 'uid',
      memberOf: null,
    },
    teams: {
      filter: '(objectClass=groupOfNames)',
      id: 'entryUUID',
      key: 'cn',
      name: 'cn',
      mail: 'mail',
      member: 'member',
      memberOf: null,
    },
  },
  'active-directory': {
    people: {
      filter: '(&(objectCategory=person)(objectClass=user))',
      id: 'objectGUID',
      email: 'mail',
      name: 'displayName',
      userName: 'sAMAccountName',
      memberOf: 'memberOf',
    },
    teams: {
      filter: '(objectClass=group)',
      id: 'objectGUID',
      key: 'sAMAccountName',
      name: 'cn',
      mail: 'mail',
      member: null,
      memberOf: 'memberOf',
    },
  },
} as const;

/** What is stated, and where nothing is stated, what is usual. */
export function fieldsOf({ kind, people, teams }: LdapSettings): Fields {
  const { nested: _nested, ...stated } = teams;
  return { people: { ...USUAL[kind].people, ...people }, teams: { ...USUAL[kind].teams, ...stated } };
}
