import { createHash } from 'node:crypto';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import { entityTag } from '../../../platform/http/entity-tag.ts';
import type { Resource } from './match.ts';
import { invalid } from './problem.ts';
import { lineAt } from './user.ts';

export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** A team as SCIM shows it. */
export interface GroupRow {
  id: string;
  name: string;
  external_id: string | null;
  created_at: Date;
  version: string;
}

export interface MemberRow {
  team_id: string;
  person_id: string;
  name: string;
}

export interface GroupFields {
  name: string;
  externalId: string | null;
  /** Ids of the database; null where the request says nothing of members. */
  members: string[] | null;
}

/** @param members null: not asked for */
export function groupResource(row: GroupRow, members: readonly MemberRow[] | null, base: string): Resource {
  const id = toPublicId('team', row.id);
  return {
    schemas: [GROUP_SCHEMA],
    id,
    ...(row.external_id !== null && { externalId: row.external_id }),
    displayName: row.name,
    ...(members && { members: members.map((one) => memberOf(one, base)) }),
    meta: {
      resourceType: 'Group',
      created: row.created_at.toISOString(),
      location: `${base}/Groups/${id}`,
      version: entityTag(row.version),
    },
  };
}

function memberOf({ person_id, name }: MemberRow, base: string): Resource {
  const value = toPublicId('person', person_id);
  return { value, $ref: `${base}/Users/${value}`, display: name, type: 'User' };
}

/** @throws ScimProblem 400 invalidValue naming the attribute */
export function readGroup(resource: Resource): GroupFields {
  const name = lineAt(resource, 'displayName', 300);
  if (name === null) throw invalid('invalidValue', 'displayName is missing.');
  return { name, externalId: lineAt(resource, 'externalId', 300), members: membersOf(resource) };
}

function membersOf(resource: Resource): string[] | null {
  const key = Object.keys(resource).find((one) => one.toLowerCase() === 'members');
  const given = key === undefined ? undefined : resource[key];
  if (given === undefined || given === null) return null;
  if (!Array.isArray(given)) throw invalid('invalidValue', 'members is a list.');
  const ids = given.map((one: unknown) => {
    const text = typeof one === 'string' ? one : lineAt(one, 'value', 100);
    const id = text === null ? null : fromPublicId('person', text);
    if (id === null)
      throw invalid('invalidValue', 'A member is named by the id of a User; groups in groups are not.');
    return id;
  });
  return [...new Set(ids)];
}

/**
 * The key of a team that a group's name makes: `Payments — Core` is `payments-core`. A name without any letter
 * that a key may have gets one made of its hash, so that it is the same every time.
 */
export function keyOfName(name: string): string {
  const key = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[-._]+/, '')
    .slice(0, 63)
    .replace(/[-._]+$/, '');
  return key === '' ? `team-${createHash('sha256').update(name).digest('hex').slice(0, 8)}` : key;
}
