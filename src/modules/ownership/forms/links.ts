import type { ContactWish } from './descriptor.ts';

/** `https://acme.slack.com/archives/C0123ABCD`, by id or by name; null where it leads elsewhere. */
export function slackOf(address: string | null): ContactWish['slack'] {
  const name = /^https:\/\/[\w.-]+\.slack\.com\/(?:archives|messages)\/([\w-]{1,80})/.exec(
    address ?? '',
  )?.[1];
  if (name === undefined) return undefined;
  return /^[CG][A-Z0-9]{7,}$/.test(name) ? { id: name } : { channel: `#${name}` };
}

/** The last part of an address of PagerDuty's or Opsgenie's, which is the id there. */
export const lastPart = (address: string | null): string | undefined =>
  /\/([\w-]{1,80})\/?$/.exec(address ?? '')?.[1];

/**
 * Whether what a catalogue says of a repository is about the one that the file is in.
 * @param named `acme/payments` or any address of it; null: nothing is said, so it is
 * @param repository as the registry calls it; '' when not known
 */
export function isHere(named: string | null, repository: string): boolean {
  if (named === null || repository === '') return true;
  const plain = named
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const key = repository.toLowerCase();
  return plain === key || plain.endsWith(`/${key}`) || plain.endsWith(`:${key}`);
}

/** The folder that a glob of a catalogue means: `services/cart/**`, `/services/cart/`; null for any other. */
export function folderOfGlob(glob: string): string | null {
  const plain = glob.replace(/^\.?\//, '').replace(/(^|\/)(\*\*(\/\*)?)?$/, '');
  const isFolder = plain
    .split('/')
    .every((name) => name !== '.' && name !== '..' && !/[*?[\]{}!\\]/.test(name));
  return isFolder && !(plain !== '' && plain.split('/').includes('')) ? plain : null;
}
