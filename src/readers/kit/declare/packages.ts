import type { FindingKind } from '../../../kernel/observation.ts';
import { parsePurl, purlType } from '../purl.ts';
import type { Spec } from './fields.ts';
import { readingOf } from './reading.ts';
import type { Told } from './told.ts';

const SYSTEM = new Set(['deb', 'rpm', 'apk']);

/**
 * Packages of a language are dependencies; what came with the system, and what has no known ecosystem (unless said
 * otherwise), belongs to the container. Takes a purl or the tool's word for the ecosystem.
 */
export const packageKind = (
  type: Spec,
  unknown: FindingKind = 'container',
): ((told: Told) => FindingKind) => {
  const reading = readingOf(type);
  return (told) => {
    const word = reading.text(told) ?? '';
    const known = word.startsWith('pkg:') ? parsePurl(word)?.type : purlType(word);
    if (known === undefined) return unknown;
    return SYSTEM.has(known) ? 'container' : 'dependency';
  };
};

/** A title for a vulnerability: `CVE-2099-1 in openssl 3.0.1`; without a version, words that name the package suffice. */
export const inPackage = (rule: Spec, name: Spec, version?: Spec): ((told: Told) => string) => {
  const [ids, names, versions] = [readingOf(rule), readingOf(name), readingOf(version)];
  return (told) => {
    const [id, held, installed] = [ids.text(told) ?? '', names.text(told), versions.text(told)];
    if (held === undefined || (version === undefined && id.includes(held))) return id;
    return installed === undefined ? `${id} in ${held}` : `${id} in ${held} ${installed}`;
  };
};

/** The name in a purl, with its namespace (`@acme/ui`); what is no purl is a name already. */
export const nameInPurl = (purl: Spec): ((told: Told) => string | undefined) => {
  const reading = readingOf(purl);
  return (told) => {
    const text = reading.text(told);
    const parts = text === undefined ? null : parsePurl(text);
    return parts === null ? text : [parts.namespace, parts.name].filter(Boolean).join('/');
  };
};
