import type { DirectoryGroup, DirectoryPerson, DirectoryPiece, DirectoryTeam } from '../connector.ts';
import { type Catalog, entitiesOf } from './catalog.ts';
import { fullRef } from './entity-ref.ts';
import type { BackstageSettings } from './settings.ts';
import type { CatalogEntity } from './shapes.ts';

const DEFAULT_NAMESPACE = 'default';
/** What members of a group and children of a group are called among relations ("Well-known relations"). */
const HAS_MEMBER = 'hasMember';
const MEMBER_OF = 'memberOf';

/** As `Directory.read`. Who is in a group is told by the group, by the user, or by both. */
export async function* readBackstage(
  catalog: Catalog,
  { teamTypes }: BackstageSettings,
): AsyncGenerator<DirectoryPiece> {
  const said = new Map<string, Set<string>>();
  for await (const users of entitiesOf(catalog, 'user'))
    yield { people: users.map((user) => person(user, said)), teams: [] };
  const wanted = new Set(teamTypes.map((type) => type.toLowerCase()));
  const other = new Map<string, number>();
  for await (const groups of entitiesOf(catalog, 'group')) {
    const isTeam = ({ spec }: CatalogEntity) =>
      wanted.size === 0 || wanted.has(spec?.type?.toLowerCase() ?? '');
    const teams = groups.filter(isTeam).map((group) => team(group, said));
    const others = groups.filter((group) => !isTeam(group));
    for (const { spec } of others) {
      const type = spec?.type?.toLowerCase() ?? '';
      other.set(type, (other.get(type) ?? 0) + 1);
    }
    // They hold teams, and may be called as a business unit of ours is.
    yield { people: [], teams, groups: others.map(groupOf) };
  }
  if (other.size > 0) yield { people: [], teams: [], notes: [leftOut(other)] };
}

const leftOut = (other: ReadonlyMap<string, number>): string => {
  const types = [...other].slice(0, 10).map(([type, count]) => `${count} of type "${type.slice(0, 50)}"`);
  return `Left out, because "teamTypes" does not name them: groups, ${types.join(', ')}.`;
};

const placeOf = ({ metadata }: CatalogEntity): string =>
  (metadata.namespace || DEFAULT_NAMESPACE).toLowerCase();
const refOf = (entity: CatalogEntity): string =>
  `${entity.kind}:${placeOf(entity)}/${entity.metadata.name}`.toLowerCase();

/** References in a list and in relations, in full. */
function* refs(
  entity: CatalogEntity,
  listed: readonly string[] | null | undefined,
  kind: string,
  relation: string,
): Generator<string> {
  const context = { kind, namespace: placeOf(entity) };
  const related = (entity.relations ?? []).flatMap((one) =>
    one?.type === relation && one.targetRef ? [one.targetRef] : [],
  );
  for (const reference of [...(listed ?? []), ...related]) {
    const full = fullRef(reference, context);
    if (full !== null) yield full;
  }
}

function person(user: CatalogEntity, said: Map<string, Set<string>>): DirectoryPerson {
  const id = refOf(user);
  for (const group of refs(user, user.spec?.memberOf, 'group', MEMBER_OF))
    said.set(group, (said.get(group) ?? new Set()).add(id));
  const { name, title } = user.metadata;
  const profile = user.spec?.profile;
  return {
    id,
    email: profile?.email || null,
    name: profile?.displayName || title || name,
    userName: name,
    active: true,
  };
}

function groupOf(group: CatalogEntity): DirectoryGroup {
  const namespace = placeOf(group);
  const { name, title } = group.metadata;
  const { profile, parent } = group.spec ?? {};
  return {
    id: refOf(group),
    key: namespace === DEFAULT_NAMESPACE ? name : `${namespace}-${name}`,
    name: profile?.displayName || title || name,
    parent: parent ? fullRef(parent, { kind: 'group', namespace }) : null,
    aliases: [refOf(group)],
  };
}

function team(group: CatalogEntity, said: ReadonlyMap<string, ReadonlySet<string>>): DirectoryTeam {
  const { id, aliases, ...rest } = groupOf(group);
  const { profile, members } = group.spec ?? {};
  const people = new Set([...refs(group, members, 'user', HAS_MEMBER), ...(said.get(id) ?? [])]);
  const slug = group.metadata.annotations?.['github.com/team-slug'];
  return {
    id,
    ...rest,
    aliases: [
      ...aliases,
      ...(typeof slug === 'string' && /^[\w.-]+\/[\w.-]+$/.test(slug) ? [`@${slug}`] : []),
    ],
    mail: profile?.email || null,
    members: [...people].map((one) => ({ person: one, role: 'developer' as const })),
  };
}
