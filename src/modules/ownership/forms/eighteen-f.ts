import { type Form, hasKey } from './form.ts';
import { describe, Reading } from './reading.ts';
import { lifecycleOf, typeOf } from './terms.ts';

/**
 * `.about.yml` of 18F, at the root. Its `team` is a list of people; an address among its contacts may be a team's.
 * @see github.com/18F/about_yml, "schema.json"
 */
export const eighteenF: Form = {
  name: '18F',
  step: 'catalogue',
  isFile: (path) => /^\.about\.ya?ml$/.test(path),
  recognises: (value) => hasKey(value, 'full_name', 'owner_type', 'stage'),
  read({ path: file, folder, trees }) {
    const reading = new Reading(file, trees[0]!);
    const mails = reading.each(['contact'], (item) => {
      const path = typeof reading.at(item) === 'string' ? item : [...item, 'url'];
      const mail = /^mailto:([^?]+)/i.exec(reading.text(path) ?? '')?.[1];
      return mail === undefined ? null : { mail, path };
    });
    const wish = mails[0] ? { mail: mails[0].mail } : {};
    const descriptor = describe(
      {
        form: '18F',
        file,
        folder,
        claims: mails.map(({ mail, path }) => ({
          by: 'name',
          name: mail,
          perhaps: true,
          pattern: null,
          place: reading.place(path),
          what: `contact "${mail}"`,
          source: 'catalogue',
          wish,
        })),
        wish,
      },
      {
        name: reading.text(['name']),
        title: reading.text(['full_name']),
        type: typeOf(reading.text(['type'])),
        lifecycle: lifecycleOf(reading.text(['stage'])),
        system: reading.text(['parent']),
      },
    );
    return { descriptors: [descriptor], problems: reading.problems };
  },
};
