import { type Form, hasKey } from './form.ts';
import { describe, present, Reading } from './reading.ts';
import { lifecycleOf, tierOf, typeOf } from './terms.ts';

/**
 * `opslevel.yml`: a service (in newer files a component) or the repository itself, by aliases of OpsLevel.
 * @see docs.opslevel.com, "Config as Code (opslevel.yml)"
 */
export const opslevel: Form = {
  name: 'OpsLevel',
  step: 'catalogue',
  isFile: (path) => /(^|\/)opslevel\.ya?ml$/.test(path),
  recognises: (value) => hasKey(value, 'service', 'component', 'repository'),
  read({ path: file, folder, trees }) {
    const readings = trees.map((tree) => new Reading(file, tree));
    const descriptors = readings.map((reading) => {
      const root = ['service', 'component', 'repository'].find((key) => reading.at([key]) !== undefined)!;
      return describe(
        { form: 'OpsLevel', file, folder, claims: present(reading.claim([root, 'owner'], {})) },
        {
          // A repository's name there is the code host's, not a service's.
          name: root === 'repository' ? null : reading.text([root, 'name']),
          type: typeOf(reading.text([root, 'type'])),
          lifecycle: lifecycleOf(reading.text([root, 'lifecycle'])),
          tier: tierOf(reading.text([root, 'tier'])),
          system: reading.text([root, 'system']) ?? reading.text([root, 'product']),
        },
      );
    });
    return { descriptors, problems: readings.flatMap(({ problems }) => problems) };
  },
};
