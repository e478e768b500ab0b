import type { ContactWish, OwnerClaim } from './descriptor.ts';
import { type Form, hasKey } from './form.ts';
import { lastPart, slackOf } from './links.ts';
import { describe, type Path, present, Reading } from './reading.ts';
import { lifecycleOf, tierOf, typeOf } from './terms.ts';

/**
 * Service definitions of Datadog, 2.2 and those before it; each document is one service of the folder. Its team
 * owns it; else an address among its contacts may be a team's.
 * @see docs.datadoghq.com, "Service Definition Schema v2.2"
 */
export const datadogService: Form = {
  name: 'Datadog service',
  step: 'catalogue',
  isFile: (path) => /(^|\/)(service|entity)\.datadog\.ya?ml$/.test(path),
  recognises: (value) => hasKey(value, 'dd-service') && hasKey(value, 'schema-version'),
  read({ path: file, folder, trees }) {
    const readings = trees.map((tree) => new Reading(file, tree));
    const descriptors = readings.map((reading) => {
      const wish = contactsOf(reading, ['contacts'], {
        pagerduty: lastPart(reading.text(['integrations', 'pagerduty', 'service-url'])),
        opsgenie: lastPart(reading.text(['integrations', 'opsgenie', 'service-url'])),
      });
      const team = reading.claim(['team'], wish) ?? reading.claim(['dd-team'], wish);
      return describe(
        {
          form: 'Datadog service',
          file,
          folder,
          claims: [...present(team), ...addresses(reading, ['contacts'], wish)],
          wish,
        },
        {
          name: reading.text(['dd-service']),
          system: reading.text(['application']),
          type: typeOf(reading.text(['type'])),
          lifecycle: lifecycleOf(reading.text(['lifecycle'])),
          tier: tierOf(reading.text(['tier'])),
        },
      );
    });
    return { descriptors, problems: readings.flatMap(({ problems }) => problems) };
  },
};

/** What a list of contacts (`type`, `contact`) says of channels and mail. */
export function contactsOf(reading: Reading, list: Path, oncall: ContactWish['oncall']): ContactWish {
  const ofType = (type: string) =>
    reading.each(list, (item) =>
      reading.text([...item, 'type'])?.toLowerCase() === type ? reading.text([...item, 'contact']) : null,
    );
  const slack = ofType('slack')
    .map(slackOf)
    .find((found) => found !== undefined);
  const mail = ofType('email')[0];
  return { ...(slack && { slack }), ...(mail && { mail }), oncall };
}

/** Addresses that may be those of a team. */
export const addresses = (reading: Reading, list: Path, wish: ContactWish): OwnerClaim[] =>
  reading.each(list, (item) =>
    reading.text([...item, 'type'])?.toLowerCase() === 'email'
      ? reading.claim([...item, 'contact'], wish, { perhaps: true })
      : null,
  );
