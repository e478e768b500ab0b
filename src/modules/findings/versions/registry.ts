import { apk } from './apk.ts';
import { composer } from './composer.ts';
import { deb } from './deb.ts';
import { gem } from './gem.ts';
import { go } from './go.ts';
import { maven } from './maven.ts';
import { nuget } from './nuget.ts';
import { type Scheme, VERSION_LENGTH, type VersionOrder } from './order.ts';
import { plain } from './plain.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm.ts';
import { semver } from './semver.ts';

/** By the type of a package URL (https://github.com/package-url/purl-spec). */
const SCHEMES: Record<string, Scheme> = {
  apk,
  cargo: semver,
  composer,
  deb,
  gem,
  golang: go,
  maven,
  npm: semver,
  nuget,
  pypi,
  rpm,
};

const orderBy = (scheme: Scheme): VersionOrder => {
  const parses = (version: string) => version.length <= VERSION_LENGTH && scheme.parses(version);
  return {
    parses,
    compare: (a, b) => {
      const [x, y] = [parses(a), parses(b)];
      if (x && y) return scheme.compare(a, b);
      return x === y ? plain.compare(a, b) : x ? 1 : -1;
    },
    major: (version) => (parses(version) ? scheme.major(version) : null),
  };
};

const ORDERS = new Map(Object.entries(SCHEMES).map(([type, scheme]) => [type, orderBy(scheme)]));
const PLAIN = orderBy(plain);

/** The ecosystem's own order of versions; plain dotted order for types that are not known, or none. */
export const orderOf = (purlType: string | null): VersionOrder => ORDERS.get(purlType ?? '') ?? PLAIN;

/** Those with an order of their own. */
export const ORDERED_TYPES: readonly string[] = [...ORDERS.keys()];
