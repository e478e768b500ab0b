import { addresses, contactsOf } from './datadog-service.ts';
import type { ContactWish, Descriptor } from './descriptor.ts';
import { type Form, type FormFile, hasKey, wordOf } from './form.ts';
import { folderOfGlob, isHere, lastPart } from './links.ts';
import { describe, type Path, present, Reading } from './reading.ts';
import { lifecycleOf, type ServiceType, tierOf, typeOf } from './terms.ts';

const TYPES = new Map<string, ServiceType>([
  ['datastore', 'infrastructure'],
  ['queue', 'infrastructure'],
  ['library', 'library'],
  ['ui', 'website'],
]);

/**
 * Entities of Datadog, 3: services, queues, datastores and the systems they are parts of, several in one file.
 * `codeLocations` may say which folder each is in; what has no owner belongs to whom its system does.
 * @see docs.datadoghq.com, "Entity Definition Schema v3.0"
 */
export const datadogEntity: Form = {
  name: 'Datadog entity',
  step: 'catalogue',
  isFile: (path) => /(^|\/)(service|entity)\.datadog\.ya?ml$/.test(path),
  recognises: (value) => hasKey(value, 'metadata') && /^v3(\.\d+)?$/.test(wordOf(value, 'apiVersion')),
  read(file) {
    const readings = file.trees.map((tree) => new Reading(file.path, tree));
    // A system speaks for the folder only where none of its parts does.
    const isSystem = (reading: Reading) => reading.word(['kind']) === 'system';
    const parts = readings.filter((reading) => !isSystem(reading));
    const systems = readings.filter(isSystem);
    const descriptors = [...parts, ...systems].flatMap((reading) => described(file, reading, systems));
    return { descriptors, problems: readings.flatMap(({ problems }) => problems) };
  },
};

function described(file: FormFile, reading: Reading, systems: readonly Reading[]): Descriptor[] {
  const wish = contactsOf(reading, ['metadata', 'contacts'], {
    pagerduty: lastPart(reading.text(['integrations', 'pagerduty', 'serviceURL'])),
    opsgenie: lastPart(reading.text(['integrations', 'opsgenie', 'serviceURL'])),
  });
  const system = systemOf(reading);
  const above = systems.find((other) => other !== reading && other.at(['metadata', 'name']) === system);
  const service = {
    name: reading.text(['metadata', 'name']),
    title: reading.text(['metadata', 'displayName']),
    type: TYPES.get(reading.word(['kind'])) ?? typeOf(reading.text(['spec', 'type'])),
    lifecycle: lifecycleOf(reading.text(['spec', 'lifecycle']) ?? above?.text(['spec', 'lifecycle']) ?? null),
    tier: tierOf(reading.text(['spec', 'tier']) ?? above?.text(['spec', 'tier']) ?? null),
    system,
  };
  const claims = claimsOf(reading, above, wish);
  return foldersOf(file, reading).map((folder) =>
    describe({ form: 'Datadog entity', file: file.path, folder, claims, wish }, service),
  );
}

function claimsOf(reading: Reading, above: Reading | undefined, wish: ContactWish) {
  const owner: Path = ['metadata', 'owner'];
  const named = [
    ...present(reading.claim(owner, wish)),
    ...reading.each(['metadata', 'additionalOwners'], (item) => reading.claim([...item, 'name'], wish)),
  ];
  const inherited = named.length === 0 && above ? present(above.claim(owner, wish)) : [];
  return [...named, ...inherited, ...addresses(reading, ['metadata', 'contacts'], wish)];
}

/** `componentOf: [system:checkout]`, or the older `inheritFrom: system:checkout`. */
function systemOf(reading: Reading): string | null {
  const named = [
    ...reading.each(['spec', 'componentOf'], (item) => reading.text(item)),
    ...present(reading.text(['metadata', 'inheritFrom'])),
  ];
  const system = named.find((reference) => reference.startsWith('system:'));
  return system
    ? system.slice(system.lastIndexOf('/') < 0 ? 'system:'.length : system.lastIndexOf('/') + 1)
    : null;
}

/** No service is spread wider; a hostile file names ten thousand. */
const MAX_FOLDERS = 200;

/** Folders of this repository that the code of an entity is in; without any, that of the file. */
function foldersOf(file: FormFile, reading: Reading): string[] {
  const locations: Path = ['datadog', 'codeLocations'];
  if (reading.count(locations) === 0) return [file.folder];
  const folders = reading.each(locations, (item) => {
    if (!isHere(reading.text([...item, 'repositoryURL']), file.repository)) {
      reading.note(item, 'this is code of another repository, so it is not used here');
      return null;
    }
    return reading.count([...item, 'paths']) === 0 ? [''] : globFolders(reading, [...item, 'paths']);
  });
  return [...new Set(folders.flat())].slice(0, MAX_FOLDERS);
}

const globFolders = (reading: Reading, paths: Path): string[] =>
  reading.each(paths, (item) => {
    const glob = reading.text(item);
    const folder = glob === null ? null : folderOfGlob(glob);
    if (glob !== null && folder === null)
      reading.note(item, 'only whole folders (such as web/**) are read here');
    return folder;
  });
