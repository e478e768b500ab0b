import { compare, parse } from 'semver';
import type { Scheme } from './order.ts';

/**
 * Go modules: Semantic Versioning with a leading `v` (https://go.dev/ref/mod#versions). Pseudo-versions are
 * pre-releases by date, `+incompatible` takes no part. Versions of Go itself (`go1.21rc2`), which tools name
 * for its standard library, are put into the same form. A path names its major version, so 0.x is one.
 */
export const go: Scheme = {
  parses: (version) => parse(canonical(version)) !== null,
  compare: (a, b) => compare(canonical(a), canonical(b)),
  major: (version) => String(parse(canonical(version))!.major),
};

const canonical = (version: string): string =>
  version
    .replace(/^(?:go|v)(?=\d)/, '')
    .replace(
      /^(\d+)\.(\d+)(?:\.(\d+))?(rc|beta)(\d+)$/,
      (_, major, minor, patch, word, number) => `${major}.${minor}.${patch ?? 0}-${word}.${number}`,
    )
    .replace(/^(\d+)(?=$|[-+])/, '$1.0.0')
    .replace(/^(\d+\.\d+)(?=$|[-+])/, '$1.0');
