import { type Facts, hasPublicId } from '../deciding/facts.ts';
import { type Answer, ON_UPGRADE, type PublishedRegime } from './regime.ts';

type Outcome = '3 days, forensics' | '3 days' | '14 days' | '60 days' | 'upgrade';

const FORENSICS = 'forensic investigation';

const OUTCOMES: Record<Outcome, { days: number | null; duties: readonly string[] }> = {
  '3 days, forensics': { days: 3, duties: [FORENSICS] },
  '3 days': { days: 3, duties: [] },
  '14 days': { days: 14, duties: [] },
  '60 days': { days: 60, duties: [] },
  upgrade: { days: null, duties: [ON_UPGRADE] },
};

/**
 * The sixteen rows, as published: by "in KEV" and "publicly exposed" (y, n), then by "automatable" and "technical
 * impact" (t = total, p = partial).
 */
const ROWS: Record<string, Outcome> = {
  'n n np': 'upgrade',
  'n n nt': 'upgrade',
  'n n yp': '60 days',
  'n n yt': '60 days',
  'n y np': '60 days',
  'n y nt': '14 days',
  'n y yp': '14 days',
  'n y yt': '3 days',
  'y n np': '14 days',
  'y n nt': '14 days',
  'y n yp': '14 days',
  'y n yt': '3 days, forensics',
  'y y np': '14 days',
  'y y nt': '3 days, forensics',
  'y y yp': '3 days',
  'y y yt': '3 days, forensics',
};

/**
 * What nobody has assessed counts as the worse answer: a directive is not met by not looking. The catalogue is the
 * exception: it is a list of what is known, so what it was not asked about is not in it.
 */
export const BOD_26_04: PublishedRegime = {
  id: 'bod-26-04',
  title: 'BOD 26-04',
  source: {
    name: 'CISA Binding Operational Directive 26-04, decision table published by CERT/CC SSVC',
    version: '1.0.0',
    url: 'https://certcc.github.io/SSVC/howto/cisa_response/',
  },
  clock: 'detected',
  reads: [],
  needsFix: false,
  answer(facts) {
    const { finding, service, intel } = facts;
    if (!isPublished(facts))
      return {
        length: null,
        duties: [],
        assumed: [],
        why: `it speaks of published vulnerabilities, and a ${finding.kind} finding is none`,
      };
    const listed = intel.kev === true;
    const exposed = service.exposure === null || service.exposure === 'internet';
    const automatable = intel.automatable !== 'no';
    const total = intel.technicalImpact !== 'partial';
    const yes = (held: boolean) => (held ? 'y' : 'n');
    const outcome = OUTCOMES[ROWS[`${yes(listed)} ${yes(exposed)} ${yes(automatable)}${total ? 't' : 'p'}`]!];
    return {
      length: outcome.days === null ? null : { days: outcome.days, working: false },
      // What enters the catalogue later cannot have been late before.
      ...(listed ? { clock: 'kev-added' as const } : {}),
      duties: outcome.duties,
      why: [
        listed ? 'known exploited' : 'not in KEV',
        exposed ? 'exposed' : 'not exposed',
        automatable ? 'automatable' : 'not automatable',
        total ? 'total impact' : 'partial impact',
      ].join(', '),
      assumed: assumed(facts),
    } satisfies Answer;
  },
};

/** CISA speaks of vulnerabilities with a public id; of what is ours alone nobody has published anything. */
const isPublished = ({ finding, intel }: Facts): boolean =>
  hasPublicId(finding.kind) ||
  [intel.kev, intel.automatable, intel.technicalImpact].some((told) => told !== null);

function assumed({ service, intel }: Facts): string[] {
  return [
    ...(intel.kev === null ? ['KEV was not asked, so it counts as not listed'] : []),
    ...(service.exposure === null ? ['its exposure is not stated, so it counts as exposed'] : []),
    ...(['yes', 'no'].includes(intel.automatable ?? '')
      ? []
      : ['not assessed whether it can be automated, so it counts as automatable']),
    ...(['total', 'partial'].includes(intel.technicalImpact ?? '')
      ? []
      : ['its technical impact is not assessed, so it counts as total']),
  ];
}
