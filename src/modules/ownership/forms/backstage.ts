import type { ContactWish, Descriptor } from './descriptor.ts';
import { type Form, hasKey, wordOf } from './form.ts';
import { describe, present, Reading } from './reading.ts';
import { lifecycleOf, typeOf } from './terms.ts';

/** Entities that describe people and the catalogue itself, not what is in the folder. */
const NOT_OF_THE_FOLDER = ['group', 'user', 'location', 'template'];

/**
 * `catalog-info.yaml`: several documents may follow each other, of which components come before other entities.
 * @see backstage.io, "Descriptor Format of Catalog Entities" and "Well-known Annotations on Catalog Entities"
 */
export const backstage: Form = {
  name: 'Backstage',
  step: 'catalogue',
  isFile: (path) => /(^|\/)catalog-info\.ya?ml$/.test(path),
  recognises: (value) => hasKey(value, 'spec') && !NOT_OF_THE_FOLDER.includes(wordOf(value, 'kind')),
  read({ path, folder, trees }) {
    const readings = trees.map((tree) => new Reading(path, tree));
    const isComponent = (reading: Reading) => reading.word(['kind']) === 'component';
    const components = readings.filter(isComponent);
    const others = readings.filter((reading) => !isComponent(reading));
    return {
      descriptors: [...components, ...others].map((reading) => descriptorOf(path, folder, reading)),
      problems: readings.flatMap(({ problems }) => problems),
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
