import { compareDigits, compareLists, type Scheme } from './order.ts';

/**
 * Composer: up to four numbers, then how stable it is (https://getcomposer.org/doc/articles/versions.md);
 * dev before alpha, beta, RC, the release, and patches of it last. Names of branches are no versions.
 */
export const composer: Scheme = {
  parses: (version) => PATTERN.test(version),
  compare: (a, b) => {
    const [x, y] = [split(a), split(b)];
    return (
      compareLists(x.numbers, y.numbers, '0', compareDigits) ||
      x.stability - y.stability ||
      compareLists(x.of, y.of, '', compareDigits) ||
      x.released - y.released
    );
  },
  major: (version) => split(version).numbers[0]!.replace(/^0+(?=\d)/, ''),
};

const PATTERN =
  /^v?(\d+(?:\.\d+){0,3})(?:[._-]?(alpha|a|beta|b|rc|stable|patch|pl|p)((?:[.-]?\d+(?:[.-]\d+)*)?))?([.-]?dev)?(?:\+\S*)?$/i;

const STABILITY: Record<string, number> = {
  a: 1,
  alpha: 1,
  b: 2,
  beta: 2,
  rc: 3,
  stable: 4,
  p: 5,
  pl: 5,
  patch: 5,
};

function split(version: string) {
  const [, numbers = '0', word, of = '', dev] = PATTERN.exec(version) ?? [];
  const stability = word ? STABILITY[word.toLowerCase()]! : 4;
  return {
    numbers: numbers.split('.'),
    // `1.0-dev` leads to 1.0 and to all its pre-releases; `1.0-beta2-dev` leads to that beta.
    stability: dev && !word ? 0 : stability,
    of: of.match(/\d+/g) ?? [],
    released: dev ? 0 : 1,
  };
}
