import { type Kysely, sql } from 'kysely';
import type { DirectoryPerson } from '../../../connectors/connector.ts';
import type { PersonWrite } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Notes } from './content.ts';

/** A person as they are, and what the directory calls them. */
export interface KnownPerson extends PersonWrite {
  externalId: string | null;
}

/** Whom the source has named before, and who has one of these emails. */
export async function knownPeople(
  db: Kysely<DB>,
  source: string,
  emails: readonly string[],
): Promise<KnownPerson[]> {
  const { rows } = await sql<KnownPerson>`
    select p.id, p.email, p.name, p.user_name as "userName", p.given_name as "givenName",
      p.family_name as "familyName", p.managed_by as "managedBy", p.active, p.removed_at is not null as removed,
      d.external_id as "externalId"
    from v_access_person p left join directory_person d on d.person_id = p.id and d.source = ${source}
    where d.person_id is not null
      or p.email = any(${[...emails]}) or lower(coalesce(p.user_name, p.email)) = any(${[...emails]})`.execute(
    db,
  );
  return rows;
}

export interface PeoplePlan {
  /** The directory's id -> the database's. */
  ids: Map<string, string>;
  writes: PersonWrite[];
  /** Named before and no longer. */
  gone: KnownPerson[];
  withoutEmail: number;
}

/**
 * Whom the directory means: who it named so before, else who has that email. Only people that it made itself, or
 * that everybody had let go of, are changed. Pure.
 */
export function planPeople(
  known: readonly KnownPerson[],
  told: readonly DirectoryPerson[],
  source: string,
  newId: () => string,
  notes: Notes,
): PeoplePlan {
  const byExternalId = new Map(
    known.flatMap((one) => (one.externalId === null ? [] : [[one.externalId, one]])),
  );
  const byEmail = new Map(known.flatMap((one) => [...namesOf(one)].map((name) => [name, one] as const)));
  const plan: PeoplePlan = { ids: new Map(), writes: [], gone: [], withoutEmail: 0 };
  const meant = new Map<string, string>();
  for (const person of told) {
    const email = emailOf(person);
    const before = byExternalId.get(person.id) ?? (email === null ? undefined : byEmail.get(email));
    if (!before && email === null) plan.withoutEmail++;
    else {
      const id = before?.id ?? newId();
      const other = meant.get(id);
      if (other !== undefined && other !== person.id) {
        notes.add(`${person.name} has the email of another person of the directory and is left out.`);
        continue;
      }
      meant.set(id, person.id);
      plan.ids.set(person.id, id);
      const write = written(id, person, before, email, source, byEmail);
      if (write) plan.writes.push(write);
      if (email !== null && !byEmail.has(email))
        byEmail.set(email, { ...(write ?? before!), externalId: person.id });
    }
  }
  plan.gone = known.filter((one) => one.externalId !== null && !meant.has(one.id));
  return plan;
}

const namesOf = ({ email, userName }: PersonWrite) => new Set([email, (userName ?? email).toLowerCase()]);

const EMAIL = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,230}$/u;

function emailOf({ email }: DirectoryPerson): string | null {
  const text = email?.trim().toLowerCase() ?? '';
  return EMAIL.test(text) ? text : null;
}

/** Text of one line, as our columns take it. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, 300);

function written(
  id: string,
  person: DirectoryPerson,
  before: KnownPerson | undefined,
  email: string | null,
  source: string,
  byEmail: ReadonlyMap<string, KnownPerson>,
): PersonWrite | null {
  if (before && before.managedBy !== source && !before.removed) return null;
  const free = email !== null && (byEmail.get(email)?.id ?? id) === id;
  const address = free ? email : before!.email;
  return {
    id,
    email: address,
    name: plain(person.name) || address,
    userName: before?.userName ?? null,
    givenName: before?.givenName ?? null,
    familyName: before?.familyName ?? null,
    managedBy: source,
    active: person.active,
    removed: false,
  };
}
