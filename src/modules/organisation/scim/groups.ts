import { toPublicId } from '../../../kernel/ids.ts';
import { demandMatch } from '../../../platform/http/entity-tag.ts';
import { audit } from '../../access/public.ts';
import { TRIAGE } from '../registry.ts';
import {
  insertTeams,
  linkTeams,
  type NamedTeam,
  namedTeams,
  renameTeams,
  retireTeams,
  takeUpTeams,
  unlinkTeams,
} from '../store-directory.ts';
import { keepHistory, replaceClaims } from '../store-members.ts';
import { TeamNames } from '../team-by-name.ts';
import { oneAtATime, type ScimWrite } from './context.ts';
import { type GroupFields, type GroupRow, groupResource, keyOfName, readGroup } from './group.ts';
import type { Resource } from './match.ts';
import { invalid, noSuch, ScimProblem, taken } from './problem.ts';
import { externalIdTaken, findGroup, membersOf, SCIM, strangers } from './store.ts';

/**
 * The team that is called so (by key, name or alias), linked to the group; else, if that is allowed, a new one.
 * @throws ScimProblem 409 uniqueness when the team is linked already, or several are called so
 */
export async function createGroup(write: ScimWrite, body: Resource): Promise<GroupRow> {
  await oneAtATime(write);
  const fields = readGroup(body);
  const key = keyOfName(fields.name);
  const hit = new TeamNames(await namedTeams(write.tx, SCIM)).find([fields.name, key]);
  if (hit.found === 'several')
    throw taken(
      `Several teams are called ${fields.name}: ${hit.keys.join(', ')}. Rename the group to the key of one.`,
    );
  if (hit.found === 'one') return link(write, hit.team, fields);
  if (!write.newTeams)
    throw new ScimProblem(
      403,
      undefined,
      `No team is called ${fields.name}, and SCIM may not make teams here.`,
    );
  const id = write.ids.next();
  const team = { id, key, name: fields.name, queue: key.toUpperCase(), mail: null };
  await insertTeams(write.tx, SCIM, [team]);
  await audit(write.tx, write.by, 'team.add', key, { name: fields.name, managedBy: SCIM });
  return store(write, id, fields);
}

async function link(write: ScimWrite, team: NamedTeam, fields: GroupFields): Promise<GroupRow> {
  if (team.linked && !team.retired) throw taken(`There is a Group for the team ${team.key} already.`);
  await takeUpTeams(write.tx, [team.id]);
  await audit(write.tx, write.by, 'team.link', team.key, { name: fields.name, takenUp: team.retired });
  return store(write, team.id, fields);
}

/**
 * PUT and PATCH. A request that says nothing of members leaves them.
 * @param change the whole resource as it shall be, out of what it is
 */
export async function changeGroup(
  write: ScimWrite,
  id: string,
  change: (resource: Resource) => Resource,
): Promise<GroupRow> {
  await oneAtATime(write);
  const { tx } = write;
  const before = await findGroup(tx, id);
  if (!before) throw noSuch('Group');
  demandMatch(write.ifMatch, before.version);
  const resource = groupResource(before, await membersOf(tx, [id]), '');
  const fields = readGroup(change(resource));
  if (fields.name !== before.name) await demandFreeName(write, id, fields.name);
  return store(write, id, fields);
}

async function demandFreeName({ tx }: ScimWrite, id: string, name: string): Promise<void> {
  const hit = new TeamNames(await namedTeams(tx, SCIM)).find([name]);
  if (hit.found === 'one' && hit.team.id !== id && !hit.team.retired)
    throw taken(`The name ${name} means the team ${hit.team.key}.`);
}

async function store(write: ScimWrite, id: string, fields: GroupFields): Promise<GroupRow> {
  const { tx, now, by } = write;
  const { name, externalId, members } = fields;
  if (externalId !== null && (await externalIdTaken(tx, 'directory_team', externalId, id)))
    throw taken(`The externalId ${externalId} is another Group's.`);
  await linkTeams(tx, SCIM, [{ team: id, externalId, name }]);
  await renameTeams(tx, SCIM, [{ team: id, name }]);
  if (members) {
    await demandKnown(write, members);
    const before = await membersOf(tx, [id]);
    const claims = members.map((person) => ({ person, team: id, role: 'developer' }));
    await replaceClaims(tx, SCIM, { teams: [id] }, claims, now);
    const kept = new Set(members);
    const removed = before.filter(({ person_id }) => !kept.has(person_id)).length;
    const added = members.length - (before.length - removed);
    if (added + removed > 0)
      await audit(tx, by, 'team.members', toPublicId('team', id), { added, removed, source: SCIM });
  }
  return (await findGroup(tx, id))!;
}

async function demandKnown({ tx }: ScimWrite, members: string[]): Promise<void> {
  const [stranger] = await strangers(tx, members);
  if (stranger) throw invalid('invalidValue', `There is no User ${toPublicId('person', stranger)}.`);
}

/** A team that SCIM made is retired; one that others say exists goes on without the group. */
export async function deleteGroup(write: ScimWrite, id: string): Promise<void> {
  await oneAtATime(write);
  const { tx, now, by } = write;
  const group = await findGroup(tx, id);
  if (!group) throw noSuch('Group');
  demandMatch(write.ifMatch, group.version);
  const team = (await namedTeams(tx, SCIM)).find((one) => one.id === id)!;
  const retires = team.managedBy === SCIM && team.key !== TRIAGE.key;
  await replaceClaims(tx, SCIM, { teams: [id] }, [], now);
  await unlinkTeams(tx, SCIM, [id]);
  if (retires) {
    await retireTeams(tx, [id], now);
    await keepHistory(tx, { teams: [id] }, now);
  }
  await audit(tx, by, retires ? 'team.retire' : 'team.unlink', team.key, { source: SCIM });
}
