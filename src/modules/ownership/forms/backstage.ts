import type { ContactWish, Descriptor } from './descriptor.ts';
import { type Form, hasKey } from './form.ts';
import { describe, present, Reading } from './reading.ts';
import { lifecycleOf, typeOf } from './terms.ts';

/** Entities that describe people and the catalogue itself, not what is in the folder. */
const NOT_OF_THE_FOLDER = ['group', 'user', 'location', 'template'];

/**
 * `catalog-info.yaml`: several documents may follow each other; the first component speaks for the folder, else
 * the first entity that has an owner.
 * @see backstage.io, "Descriptor Format of Catalog Entities" and "Well-known Annotations on Catalog Entities"
 */
export const backstage: Form = {
  name: 'Backstage',
  step: 'catalogue',
  isFile: (path) => /(^|\/)catalog-info\.ya?ml$/.test(path),
  recognises: (value) =>
    hasKey(value, 'spec') && !NOT_OF_THE_FOLDER.includes(String(Reflect.get(value, 'kind')).toLowerCase()),
  read({ path, folder, trees }) {
    const readings = trees.map((tree) => new Reading(path, tree));
    const owned = readings.filter((reading) => reading.text(['spec', 'owner']) !== null);
    const isComponent = (reading: Reading) => String(reading.at(['kind'])).toLowerCase() === 'component';
    const speaker = owned.find(isComponent) ?? owned[0] ?? readings.find(isComponent) ?? readings[0]!;
    for (const other of owned)
      if (other.at(['spec', 'owner']) !== speaker.at(['spec', 'owner']))
        other.note(
          ['spec', 'owner'],
          'the first component of the file speaks for the folder, so this owner is not used',
        );
    return {
      descriptors: [descriptorOf(path, folder, speaker)],
      problems: unique(readings),
    };
  },
};

function descriptorOf(file: string, folder: string, reading: Reading): Descriptor {
  const wish = wishOf(reading);
  return describe(
    { form: 'Backstage', file, folder, claims: present(reading.claim(['spec', 'owner'], wish)), wish },
    {
      name: reading.text(['metadata', 'name']),
      title: reading.text(['metadata', 'title']),
      type: typeOf(reading.text(['spec', 'type'])),
      lifecycle: lifecycleOf(reading.text(['spec', 'lifecycle'])),
      system: reading.text(['spec', 'system']),
    },
  );
}

/** `pagerduty.com/integration-key` is left where it is: whoever has it can call people out of bed. */
function wishOf(reading: Reading): ContactWish {
  const annotation = (name: string) => reading.text(['metadata', 'annotations', name]) ?? undefined;
  return {
    jira: { project: annotation('jira/project-key'), component: annotation('jira/component') },
    oncall: { pagerduty: annotation('pagerduty.com/service-id') },
  };
}

/** A value that is looked at twice is told once. */
const unique = (readings: readonly Reading[]) => [
  ...new Map(
    readings.flatMap(({ problems }) => problems).map((problem) => [JSON.stringify(problem), problem]),
  ).values(),
];
