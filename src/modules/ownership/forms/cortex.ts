import type { ContactWish, OwnerClaim } from './descriptor.ts';
import { type Form, type FormFile, hasKey } from './form.ts';
import { folderOfGlob, isHere } from './links.ts';
import { describe, type Path, Reading } from './reading.ts';
import { lifecycleOf, tierOf, typeOf } from './terms.ts';

/** Entities that describe people and groups of services, not what is in the folder. */
const NOT_OF_THE_FOLDER = ['team', 'domain'];

/**
 * `cortex.yaml`: an OpenAPI document of which `info` carries what Cortex knows. Groups own before addresses.
 * @see docs.cortex.io, "Entity descriptor", "Ownership"
 */
export const cortex: Form = {
  name: 'Cortex',
  step: 'catalogue',
  isFile: (path) => /(^|\/)cortex\.ya?ml$/.test(path),
  recognises: (value) =>
    hasKey(value, 'info') &&
    hasKey(Reflect.get(value, 'info'), 'x-cortex-tag', 'x-cortex-owners', 'x-cortex-type'),
  read(file) {
    const readings = file.trees.map((tree) => new Reading(file.path, tree));
    const descriptors = readings
      .filter((reading) => !NOT_OF_THE_FOLDER.includes(reading.word(info('type'))))
      .flatMap((reading) => foldersOf(file, reading).map((folder) => descriptorOf(file, folder, reading)));
    return { descriptors, problems: readings.flatMap(({ problems }) => problems) };
  },
};

const info = (key: string, ...rest: PropertyKey[]): Path => ['info', `x-cortex-${key}`, ...rest];

function descriptorOf(file: FormFile, folder: string, reading: Reading) {
  const wish = wishOf(reading);
  return describe(
    { form: 'Cortex', file: file.path, folder, claims: claimsOf(reading, wish), wish },
    {
      name: reading.text(info('tag')),
      title: reading.text(['info', 'title']),
      type: typeOf(reading.text(info('type'))),
      // Neither has a key of its own; these are where people put them.
      lifecycle: lifecycleOf(reading.text(info('custom-metadata', 'lifecycle'))),
      tier: tierOf(reading.text(info('custom-metadata', 'tier'))) ?? tierOfGroups(reading),
      system: firstTag(reading, 'domain-parents') ?? firstTag(reading, 'parents'),
    },
  );
}

const tierOfGroups = (reading: Reading) =>
  reading.each(info('groups'), (item) =>
    tierOf(reading.text(item)?.replace(/^tier:/i, 'tier-') ?? null),
  )[0] ?? null;

const firstTag = (reading: Reading, key: string) =>
  reading.each(info(key), (item) => reading.text([...item, 'tag']))[0] ?? null;

function claimsOf(reading: Reading, wish: ContactWish): OwnerClaim[] {
  const ofType = (type: string, key: string, perhaps: boolean) =>
    reading.each(info('owners'), (item) =>
      reading.text([...item, 'type'])?.toLowerCase() === type
        ? reading.claim([...item, key], wish, { perhaps })
        : null,
    );
  return [...ofType('group', 'name', false), ...ofType('email', 'email', true)];
}

function wishOf(reading: Reading): ContactWish {
  const project = reading.each(info('issues', 'jira', 'projects'), (item) => reading.text(item))[0];
  const components: Path = info('issues', 'jira', 'components');
  const component = reading.each(components, (item) => reading.text([...item, 'name']))[0];
  const ofComponent = reading.each(components, (item) => reading.text([...item, 'project']))[0];
  const channels = [
    ...reading.each(info('slack', 'channels'), (item) => reading.text([...item, 'name'])),
    ...reading.each(info('owners'), (item) => reading.text([...item, 'channel'])),
  ];
  return {
    jira: { project: project ?? ofComponent, component },
    ...(channels[0] && { slack: { channel: `#${channels[0].replace(/^#/, '')}` } }),
    oncall: {
      pagerduty: reading.text(info('oncall', 'pagerduty', 'id')) ?? undefined,
      opsgenie: reading.text(info('oncall', 'opsgenie', 'id')) ?? undefined,
    },
  };
}

/** `x-cortex-git` says of which repository, and of which folder of it, the entity is. */
function foldersOf(file: FormFile, reading: Reading): string[] {
  const host = ['github', 'gitlab', 'bitbucket', 'azure'].find(
    (name) => reading.at(info('git', name)) !== undefined,
  );
  if (host === undefined) return [file.folder];
  if (!isHere(reading.text(info('git', host, 'repository')), file.repository)) {
    reading.note(info('git', host), 'this entity is of another repository, so it is not used here');
    return [];
  }
  const base = reading.text(info('git', host, 'basepath'));
  return [(base === null ? null : folderOfGlob(base)) ?? file.folder];
}
