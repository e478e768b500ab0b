import { didYouMean, suggest } from '../../organisation/pure.ts';
import type { PublishedRegime } from './regime.ts';
import { publishedRegime, REGIMES } from './registry.ts';

interface Written {
  own?: unknown;
  level?: unknown;
}

/** The published table that a policy means, or what is wrong with naming it. */
export function knownRegime(
  name: string,
  { own, level }: Written,
): { published: PublishedRegime | null; problem: string | null } {
  const ids = REGIMES.map(({ id }) => id);
  const published = own === undefined ? publishedRegime(name) : null;
  if (name === 'standard')
    return { published, problem: 'standard is the name of the house standard: take another one' };
  if (own === undefined && !published) {
    const hint = didYouMean(suggest(name, ids));
    const known = `the published ones are ${ids.join(', ')}; one of your own needs a table under own`;
    return { published, problem: `no regime is called ${name.slice(0, 60)}${hint} (${known})` };
  }
  if (level !== undefined && published?.id !== 'fedramp-vdr')
    return { published, problem: 'only fedramp-vdr has impact levels: leave level out' };
  return { published, problem: null };
}
