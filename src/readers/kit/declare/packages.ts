import type { FindingKind } from '../../../kernel/observation.ts';
import { purlType } from '../purl.ts';
import type { Spec } from './fields.ts';
import type { Told } from './told.ts';
import { textOf } from './values.ts';

const SYSTEM = new Set(['deb', 'rpm', 'apk']);

/**
 * For scanners of images: packages of a language are dependencies; what came with the system, and what has no
 * known ecosystem, belongs to the container.
 */
export const packageKind =
  (type: Spec) =>
  (told: Told): FindingKind => {
    const known = purlType(textOf(type, told) ?? '');
    return known === undefined || SYSTEM.has(known) ? 'container' : 'dependency';
  };

/** A title for a vulnerability that has none: `CVE-2099-1 in openssl 3.0.1`. */
export const inPackage =
  (rule: Spec, name: Spec, version: Spec) =>
  (told: Told): string => {
    const [id, held] = [textOf(rule, told), textOf(name, told)];
    return held === undefined
      ? (id ?? '')
      : [id, 'in', held, textOf(version, told)].filter(Boolean).join(' ');
  };
