import type { Intel } from '../deciding/facts.ts';

/** What is known by CVE id (upper case); an id without an entry was not assessed. */
export type IntelMap = ReadonlyMap<string, Intel>;

export const NO_INTEL: Intel = Object.freeze({
  kev: null,
  kevSince: null,
  published: null,
  ransomware: null,
  epss: null,
  epssPercentile: null,
  exploitation: null,
  automatable: null,
  technicalImpact: null,
  sources: [],
});

/** What the report itself says of the vulnerability. */
interface ToldIntel {
  epss?: number | undefined;
  exploited?: boolean | undefined;
}

/** From the least to the worst answer of each question of SSVC (https://certcc.github.io/SSVC/). */
const WORSE = {
  exploitation: ['none', 'public poc', 'poc', 'active'],
  automatable: ['no', 'yes'],
  technicalImpact: ['partial', 'total'],
} as const;

/** What was put together before: equal words have to be one object, since decisions are told apart by it. */
const gathered = new WeakMap<IntelMap, Map<string, Intel>>();

/**
 * The worst case over all ids of a vulnerability. A report that says "exploited" counts as active
 * exploitation; its EPSS score is taken only where no feed has one.
 * @returns the same object for the same ids of one map
 */
export function intelOf(ids: readonly string[], map: IntelMap, told: ToldIntel = {}): Intel {
  let first: Intel | undefined;
  let several = false;
  for (const id of ids) {
    const found = map.get(id.toUpperCase());
    if (!found || found === first) continue;
    if (first) several = true;
    else first = found;
  }
  const alone = first ?? NO_INTEL;
  const counts = told.exploited === true || (told.epss !== undefined && (several || alone.epss === null));
  if (!several && !counts) return alone;
  const known = gathered.get(map) ?? new Map<string, Intel>();
  gathered.set(map, known);
  const key = `${told.exploited === true} ${told.epss} ${ids.join(' ')}`;
  let one = known.get(key);
  if (!one) {
    one = withTold(worstOf(ids, map), told);
    known.set(key, one);
  }
  return one;
}

function worstOf(ids: readonly string[], map: IntelMap): Intel {
  let worst = NO_INTEL;
  for (const id of ids) {
    const found = map.get(id.toUpperCase());
    if (found) worst = worst === NO_INTEL ? found : worseOf(worst, found);
  }
  return worst;
}

function withTold(worst: Intel, { exploited, epss }: ToldIntel): Intel {
  const taken = worst.epss === null && epss !== undefined;
  if (exploited !== true && !taken) return worst;
  return {
    ...worst,
    exploitation: exploited ? 'active' : worst.exploitation,
    epss: taken ? epss : worst.epss,
    sources: [
      ...worst.sources,
      ...(exploited ? ['the report says that it is exploited'] : []),
      ...(taken ? ['EPSS as the report tells it'] : []),
    ],
  };
}

function worseOf(a: Intel, b: Intel): Intel {
  return {
    kev: either(a.kev, b.kev),
    kevSince: earliest(a.kevSince, b.kevSince),
    published: earliest(a.published, b.published),
    ransomware: either(a.ransomware, b.ransomware),
    epss: highest(a.epss, b.epss),
    epssPercentile: highest(a.epssPercentile, b.epssPercentile),
    exploitation: worseAnswer('exploitation', a, b),
    automatable: worseAnswer('automatable', a, b),
    technicalImpact: worseAnswer('technicalImpact', a, b),
    sources: [...new Set([...a.sources, ...b.sources])],
  };
}

const either = (a: boolean | null, b: boolean | null) => (a || b ? true : (a ?? b));
const highest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));
const earliest = (a: string | null, b: string | null) => (a === null ? b : b === null || a < b ? a : b);

function worseAnswer(question: keyof typeof WORSE, a: Intel, b: Intel): string | null {
  const rank = (answer: string | null) => (WORSE[question] as readonly (string | null)[]).indexOf(answer);
  return rank(a[question]) >= rank(b[question]) ? a[question] : b[question];
}
