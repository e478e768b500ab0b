import type { FindingKind } from '../../../kernel/observation.ts';
import { parsePurl, purlType } from '../purl.ts';
import type { Spec } from './fields.ts';
import type { Told } from './told.ts';
import { textOf } from './values.ts';

const SYSTEM = new Set(['deb', 'rpm', 'apk']);

/**
 * Packages of a language are dependencies; what came with the system, and what has no known ecosystem (unless said
 * otherwise), belongs to the container. Takes a purl or the tool's word for the ecosystem.
 */
export const packageKind =
  (type: Spec, unknown: FindingKind = 'container') =>
  (told: Told): FindingKind => {
    const word = textOf(type, told) ?? '';
    const known = word.startsWith('pkg:') ? parsePurl(word)?.type : purlType(word);
    if (known === undefined) return unknown;
    return SYSTEM.has(known) ? 'container' : 'dependency';
  };

/** A title for a vulnerability: `CVE-2099-1 in openssl 3.0.1`; without a version, words that name the package suffice. */
export const inPackage =
  (rule: Spec, name: Spec, version?: Spec) =>
  (told: Told): string => {
    const [id = '', held] = [textOf(rule, told), textOf(name, told)];
    if (held === undefined || (version === undefined && id.includes(held))) return id;
    return [id, 'in', held, textOf(version, told)].filter(Boolean).join(' ');
  };
