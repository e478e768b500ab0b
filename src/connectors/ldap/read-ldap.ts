import type { DirectoryPerson, DirectoryPiece, DirectoryTeam } from '../connector.ts';
import { signIn } from './connect.ts';
import { normalDn } from './dn.ts';
import { type Entry, idOf, text, texts } from './entry.ts';
import { withNested } from './nested.ts';
import { searchAll } from './search.ts';
import type { Codec, Session } from './session.ts';
import { type Fields, fieldsOf, type LdapSettings, type PeopleFields, type TeamFields } from './settings.ts';

/** As `Directory.read`: people page by page, then the groups with everybody in them. */
export async function* readLdap(settings: LdapSettings, password: string): AsyncGenerator<DirectoryPiece> {
  // Loaded here: who has no LDAP never pays for it.
  const codec: Codec = await import('ldapts');
  const session = await signIn(codec, settings, password);
  try {
    yield* readSignedIn(codec, session, settings);
  } finally {
    session.close();
  }
}

/** What is known of people when groups are put together. */
interface Known {
  /** Ids of people by the names that groups call them by. */
  people: Map<string, string>;
  /** The groups that people say they are in, by id of the person. */
  said: Map<string, string[]>;
}

async function* readSignedIn(
  codec: Codec,
  session: Session,
  settings: LdapSettings,
): AsyncGenerator<DirectoryPiece> {
  const fields = fieldsOf(settings);
  const known: Known = { people: new Map(), said: new Map() };
  for await (const page of searchAll(codec, session, searchOf(fields.people), settings))
    yield { people: page.map((entry) => person(entry, settings, fields.people, known)), teams: [] };
  const groups: Entry[] = [];
  for await (const page of searchAll(codec, session, searchOf(fields.teams), settings)) {
    groups.push(...page);
    // A sign of life for whoever wants to stop in between.
    yield { people: [], teams: [] };
  }
  yield { people: [], teams: teamsOf(groups, known, fields, settings.teams.nested) };
}

const searchOf = ({ base, filter, ...names }: PeopleFields | TeamFields) => {
  const attributes = Object.values(names).filter((name) => name !== null);
  return { base, filter, attributes: [...new Set([...attributes, 'userAccountControl', 'cn'])] };
};

/** "The user account is disabled" (Active Directory, ADS_USER_FLAG_ENUM). */
const ACCOUNT_DISABLED = 2;

function person(entry: Entry, settings: LdapSettings, fields: PeopleFields, known: Known): DirectoryPerson {
  const id = idOf(entry, fields.id);
  const userName = text(entry, fields.userName);
  known.people.set(normalDn(entry.dn), id);
  if (userName !== null) known.people.set(userName.toLowerCase(), id);
  if (fields.memberOf !== null) known.said.set(id, texts(entry, fields.memberOf));
  const flags = settings.kind === 'active-directory' ? Number(text(entry, 'userAccountControl')) : 0;
  return {
    id,
    email: text(entry, fields.email),
    name: text(entry, fields.name) ?? text(entry, 'cn') ?? userName ?? entry.dn,
    userName,
    active: (flags & ACCOUNT_DISABLED) === 0,
  };
}

/** Puts groups together with their members, whichever side tells of them. Pure. */
function teamsOf(
  groups: readonly Entry[],
  known: Known,
  { teams: fields }: Fields,
  nested: boolean,
): DirectoryTeam[] {
  const byDn = new Map(groups.map((entry) => [normalDn(entry.dn), entry]));
  const direct = new Map([...byDn.keys()].map((dn) => [dn, new Set<string>()]));
  const inside = new Map([...byDn.keys()].map((dn) => [dn, new Set<string>()]));
  for (const [dn, entry] of byDn) {
    for (const name of fields.member === null ? [] : texts(entry, fields.member)) {
      const member = normalDn(name);
      const who = known.people.get(member);
      if (who !== undefined) direct.get(dn)!.add(who);
      else if (byDn.has(member)) inside.get(dn)!.add(member);
    }
    for (const name of fields.memberOf === null ? [] : texts(entry, fields.memberOf))
      inside.get(normalDn(name))?.add(dn);
  }
  for (const [id, names] of known.said) for (const name of names) direct.get(normalDn(name))?.add(id);
  const members = nested ? withNested(direct, inside) : direct;
  const parents = new Map(
    [...inside].flatMap(([outer, inner]) => [...inner].map((dn) => [dn, outer] as const)),
  );
  return [...byDn].map(([dn, entry]) => {
    const parent = byDn.get(parents.get(dn) ?? '');
    const key = text(entry, fields.key) ?? text(entry, 'cn') ?? entry.dn;
    return {
      id: idOf(entry, fields.id),
      key,
      name: text(entry, fields.name) ?? key,
      parent: parent ? idOf(parent, fields.id) : null,
      aliases: [],
      mail: text(entry, fields.mail),
      members: [...members.get(dn)!].map((who) => ({ person: who, role: 'developer' as const })),
    };
  });
}
