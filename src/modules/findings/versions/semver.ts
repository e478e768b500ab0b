import { compare, parse } from 'semver';
import type { Scheme } from './order.ts';

/**
 * npm and Cargo: Semantic Versioning 2 (https://semver.org/#spec-item-11). Reports shorten versions, so
 * missing numbers are filled with zeros. Below 1.0 a new minor version may break as a major one does:
 * what `^0.3.1` allows ends there.
 */
export const semver: Scheme = {
  parses: (version) => parse(filled(version)) !== null,
  compare: (a, b) => compare(filled(a), filled(b)),
  major: (version) => {
    const { major, minor } = parse(filled(version))!;
    return major === 0 ? `0.${minor}` : String(major);
  },
};

const filled = (version: string): string =>
  version.replace(/^v?(\d+)(?=$|[-+])/, '$1.0.0').replace(/^v?(\d+\.\d+)(?=$|[-+])/, '$1.0');
