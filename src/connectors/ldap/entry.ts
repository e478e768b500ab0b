import type { Attribute } from 'ldapts';
import { AppError } from '../../kernel/errors.ts';
import { normalDn } from './dn.ts';

/** What a directory holds under one name. */
export interface Entry {
  /** As the directory writes it. */
  dn: string;
  /** By the attribute's name, whatever its case. */
  values: ReadonlyMap<string, readonly Buffer[]>;
}

export function entryOf({ dn, attributes }: { dn: string; attributes: readonly Attribute[] }): Entry {
  return { dn, values: new Map(attributes.map((one) => [one.type.toLowerCase(), one.parsedBuffers])) };
}

/** The first value; null when there is none, or an empty one. */
export function text(entry: Entry, attribute: string): string | null {
  const value = entry.values.get(attribute.toLowerCase())?.[0]?.toString('utf8').trim();
  return value === undefined || value === '' ? null : value;
}

/**
 * All values.
 * @throws AppError LK-CONNECTION when the server keeps some back (Active Directory, above 1,500 values)
 */
export function texts(entry: Entry, attribute: string): string[] {
  const name = attribute.toLowerCase();
  for (const key of entry.values.keys())
    if (key.startsWith(`${name};range=`))
      throw new AppError(
        'LK-CONNECTION',
        `the directory tells only some of the values of ${attribute} of ${entry.dn}: use memberOf of people instead`,
      );
  return (entry.values.get(name) ?? []).map((value) => value.toString('utf8'));
}

/** What stays when the entry is renamed or moved; without one, its name. */
export function idOf(entry: Entry, attribute: string): string {
  const value = entry.values.get(attribute.toLowerCase())?.[0];
  if (!value || value.length === 0) return normalDn(entry.dn);
  // Active Directory's are 16 bytes of anything.
  return attribute.toLowerCase() === 'objectguid' ? value.toString('hex') : value.toString('utf8');
}
