import type { FindingKind } from '../../../kernel/observation.ts';
import { purlType } from '../purl.ts';
import type { Spec } from './fields.ts';
import { readingOf } from './reading.ts';
import type { Told } from './told.ts';

const SYSTEM = new Set(['deb', 'rpm', 'apk']);

/**
 * For scanners of images: packages of a language are dependencies; what came with the system, and what has no
 * known ecosystem, belongs to the container.
 */
export const packageKind = (type: Spec): ((told: Told) => FindingKind) => {
  const reading = readingOf(type);
  return (told) => {
    const known = purlType(reading.text(told) ?? '');
    return known === undefined || SYSTEM.has(known) ? 'container' : 'dependency';
  };
};

/** A title for a vulnerability that has none: `CVE-2099-1 in openssl 3.0.1`. */
export const inPackage = (rule: Spec, name: Spec, version: Spec): ((told: Told) => string) => {
  const [ids, names, versions] = [readingOf(rule), readingOf(name), readingOf(version)];
  return (told) => {
    const [id, held, installed] = [ids.text(told) ?? '', names.text(told), versions.text(told)];
    if (held === undefined) return id;
    return installed === undefined ? `${id} in ${held}` : `${id} in ${held} ${installed}`;
  };
};
