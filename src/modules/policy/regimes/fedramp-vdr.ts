import type { Facts } from '../deciding/facts.ts';
import { isLikelyExploitable, isReachable, painOf } from './fedramp-facts.ts';
import { LEVELS, type Level, type PublishedRegime } from './regime.ts';

type Pain = 1 | 2 | 3 | 4 | 5;
/** Days for: internet-reachable and likely exploitable; likely exploitable only; not likely exploitable. */
type Row = readonly [number, number, number];

/** Days from evaluation, by impact level and potential adverse impact (N5 … N2); N1 has none. As published. */
const DAYS: Record<Level, Record<Exclude<Pain, 1>, Row>> = {
  low: { 5: [4, 8, 32], 4: [8, 32, 64], 3: [32, 64, 192], 2: [96, 160, 192] },
  moderate: { 5: [2, 4, 16], 4: [4, 8, 64], 3: [16, 32, 128], 2: [48, 128, 192] },
  high: { 5: [0.5, 1, 8], 4: [2, 8, 32], 3: [8, 16, 64], 2: [24, 96, 192] },
};

/**
 * From which impact on FedRAMP says that a finding should be treated as an incident: by level, for what is
 * reachable from the internet and for what is not (VDR-TFR-IRI, VDR-TFR-NRI). Where it only may be, nothing is asked.
 */
const INCIDENT_FROM: Record<Level, readonly [Pain | null, Pain | null]> = {
  low: [null, null],
  moderate: [4, null],
  high: [4, 5],
};

const BY_DIRECTIVE = "it is known exploited: keep the dates of CISA's directive (BOD 26-04) as well";

/** Potential adverse impact, reachability and likelihood follow from facts as `fedramp-facts.ts` says. */
export const FEDRAMP_VDR: PublishedRegime = {
  id: 'fedramp-vdr',
  title: 'FedRAMP VDR',
  source: {
    name: 'FedRAMP Vulnerability Detection and Response, VDR-TFR-PVR',
    version: '0.9.43-beta',
    url: 'https://www.fedramp.gov/docs/',
  },
  clock: 'evaluated',
  reads: ['finding.reachable'],
  needsFix: false,
  answer(facts, rated) {
    const level = levelOf(facts, rated.level);
    const pain = painOf(facts);
    const reachable = isReachable(facts);
    const likely = isLikelyExploitable(facts);
    const column = !likely.held ? 2 : reachable.held ? 0 : 1;
    const days = pain.held === 1 ? null : DAYS[level.held][pain.held][column];
    const incident = likely.held ? INCIDENT_FROM[level.held][reachable.held ? 0 : 1] : null;
    const duties = [
      ...(incident !== null && pain.held >= incident
        ? [`treat it as a security incident until its impact is mitigated below N${incident}`]
        : []),
      ...(facts.intel.kev ? [BY_DIRECTIVE] : []),
    ];
    return {
      length: days === null ? null : { days, working: false },
      duties,
      why: [
        level.held,
        `N${pain.held}`,
        reachable.held ? 'internet-reachable' : 'not internet-reachable',
        likely.held ? 'likely exploitable' : 'not likely exploitable',
        ...(days === null ? ['so it goes along with routine work'] : []),
      ].join(', '),
      assumed: [level, pain, reachable, likely].flatMap(({ assumed }) => assumed ?? []),
    };
  },
};

/** The policy's word, else the highest that the service states. */
function levelOf({ service }: Facts, written: Level | null): { held: Level; assumed: string | null } {
  if (written) return { held: written, assumed: null };
  const stated = LEVELS.findLast((level) => service.compliance.includes(`fedramp-${level}`));
  return stated
    ? { held: stated, assumed: null }
    : { held: 'high', assumed: 'the impact level is not stated, so it counts as high' };
}
