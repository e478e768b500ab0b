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

/**
 * The worst case over all ids of a vulnerability. A report that says "exploited" counts as active
 * exploitation; its EPSS score is taken only where no feed has one.
 */
export function intelOf(ids: readonly string[], map: IntelMap, told: ToldIntel = {}): Intel {
  let worst = NO_INTEL;
  for (const id of ids) {
    const found = map.get(id.toUpperCase());
    if (found) worst = worst === NO_INTEL ? found : worseOf(worst, found);
  }
  if (told.exploited !== true && (told.epss === undefined || worst.epss !== null)) return worst;
  return {
    ...worst,
    exploitation: told.exploited ? 'active' : worst.exploitation,
    epss: worst.epss ?? told.epss ?? null,
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
