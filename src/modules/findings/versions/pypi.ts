import { compare, explain, valid } from '@renovatebot/pep440';
import type { Scheme } from './order.ts';

/** PyPI: PEP 440 (https://packaging.python.org/specifications/version-specifiers/). */
export const pypi: Scheme = {
  // Longer numbers would be rounded.
  parses: (version) => !/\d{16}/.test(version) && valid(version) !== null,
  compare,
  major: (version) => {
    const { epoch, release } = explain(version)!;
    return epoch === 0 ? String(release[0]) : `${epoch}!${release[0]}`;
  },
};
