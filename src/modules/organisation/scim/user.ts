import { z } from 'zod';
import { toPublicId } from '../../../kernel/ids.ts';
import { entityTag } from '../../../platform/http/entity-tag.ts';
import { isObject, keyOf, type Resource } from './match.ts';
import { invalid } from './problem.ts';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** A person as SCIM shows them. */
export interface UserRow {
  id: string;
  email: string;
  name: string;
  user_name: string | null;
  given_name: string | null;
  family_name: string | null;
  active: boolean;
  external_id: string | null;
  created_at: Date;
  updated_at: Date;
  version: string;
}

/** What a provider may say of a person. */
export interface UserFields {
  userName: string;
  email: string;
  name: string;
  givenName: string | null;
  familyName: string | null;
  active: boolean;
  externalId: string | null;
}

/** @param base address of the SCIM server, without a slash at the end */
export function userResource(row: UserRow, base: string): Resource {
  const id = toPublicId('person', row.id);
  const name = {
    formatted: row.name,
    ...(row.given_name !== null && { givenName: row.given_name }),
    ...(row.family_name !== null && { familyName: row.family_name }),
  };
  return {
    schemas: [USER_SCHEMA],
    id,
    ...(row.external_id !== null && { externalId: row.external_id }),
    userName: row.user_name ?? row.email,
    name,
    displayName: row.name,
    emails: [{ value: row.email, type: 'work', primary: true }],
    active: row.active,
    meta: {
      resourceType: 'User',
      created: row.created_at.toISOString(),
      lastModified: row.updated_at.toISOString(),
      location: `${base}/Users/${id}`,
      version: entityTag(row.version),
    },
  };
}

/**
 * The same, for a PATCH to work on: a shown name that is only the two parts put together is left out, so that it
 * follows when one of them changes.
 */
export function patchableUser(row: UserRow): Resource {
  const user = userResource(row, '');
  if (row.name !== [row.given_name, row.family_name].filter(Boolean).join(' ')) return user;
  const { displayName: _shown, name, ...rest } = user;
  const { formatted: _formatted, ...parts } = name as Resource;
  return { ...rest, name: parts };
}

/** Any attribute of an object, whatever its case. */
const at = (object: unknown, name: string): unknown => {
  const key = isObject(object) ? keyOf(object, name) : null;
  return isObject(object) && key !== null ? object[key] : undefined;
};

const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u;

/** Text of one line; absent, null and blank are the same. */
export function lineAt(object: unknown, name: string, most: number): string | null {
  const value = at(object, name.toLowerCase());
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw invalid('invalidValue', `${name} is a text.`);
  const text = value.trim();
  if (text.length > most) throw invalid('invalidValue', `${name} has more than ${most} characters.`);
  if (!PRINTABLE.test(text)) throw invalid('invalidValue', `${name} holds a control character.`);
  return text === '' ? null : text;
}

/**
 * A person out of what a provider sent. Passwords, roles and everything we have no use for are not kept.
 * @param known what there is already, for a request that does not tell
 * @throws ScimProblem 400 invalidValue naming the attribute
 */
export function readUser(resource: Resource, known: { email: string; active: boolean } | null): UserFields {
  const userName = lineAt(resource, 'userName', 300);
  if (userName === null) throw invalid('invalidValue', 'userName is missing.');
  const email = emailOf(resource, userName, known?.email ?? null);
  const name = at(resource, 'name');
  const [givenName, familyName] = [lineAt(name, 'givenName', 150), lineAt(name, 'familyName', 150)];
  const joined = [givenName, familyName].filter(Boolean).join(' ');
  const shown = lineAt(resource, 'displayName', 300) ?? lineAt(name, 'formatted', 300) ?? joined;
  return {
    userName,
    email,
    name: shown || userName,
    givenName,
    familyName,
    active: activeOf(at(resource, 'active')) ?? known?.active ?? true,
    externalId: lineAt(resource, 'externalId', 300),
  };
}

/** Entra writes "False". */
function activeOf(value: unknown): boolean | null {
  if (value === undefined || value === null) return null;
  const text = String(value).toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid('invalidValue', 'active is true or false.');
}

const EMAIL = z.email().max(300);

/** The primary email, the one of work, the first; else a user name that is one. */
function emailOf(resource: Resource, userName: string, known: string | null): string {
  const given = at(resource, 'emails');
  const emails = (Array.isArray(given) ? given : given === undefined ? [] : [given]).filter(
    (one) => at(one, 'value') !== undefined || typeof one === 'string',
  );
  const is = (name: string, value: string) => (one: unknown) => String(at(one, name)).toLowerCase() === value;
  const one = emails.find(is('primary', 'true')) ?? emails.find(is('type', 'work')) ?? emails[0];
  const text = typeof one === 'string' ? one : lineAt(one, 'value', 300);
  const email = text ?? (EMAIL.safeParse(userName).success ? userName : known);
  if (email === null) throw invalid('invalidValue', 'emails is missing, and userName is no email.');
  if (!EMAIL.safeParse(email).success) throw invalid('invalidValue', 'The email is not one.');
  return email.toLowerCase();
}
