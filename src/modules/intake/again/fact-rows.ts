import type { FindingDecision } from '../../../contract/decision.ts';
import type { Basis, Facts } from '../../policy/pure.ts';

type FactRow = FindingDecision['facts'][number];

/** The facts of a decision in words, each with whoever says so; null = not assessed. Pure. */
export function factRows(facts: Facts, basis: Basis): FactRow[] {
  const { finding, owner } = facts;
  const of =
    (group: FactRow['group']) =>
    (name: string, value: Value, source: string | null = null): FactRow => ({
      group,
      name,
      value: valueWords(value),
      source,
    });
  const [own, served, owned, told, trusted] = (
    ['finding', 'service', 'owner', 'intelligence', 'trust'] as const
  ).map(of) as [Tell, Tell, Tell, Tell, Tell];
  const { intel, service, trust } = basis;
  const from = (feed: string) => sourceOf(feed, intel.sources);
  return [
    own('kind', finding.kind),
    own('severity', finding.severity),
    own('fix available', finding.fixAvailable),
    ...(finding.kind === 'secret' ? [own('credential tried and it works', finding.verified)] : []),
    own('CVSS score', finding.score),
    ...(finding.waitsFor === null ? [] : [own('waits for', finding.waitsFor)]),
    served('service', service.name),
    served('exposure', service.exposure),
    served('tier', service.tier),
    served('data', service.data),
    served('compliance', service.compliance),
    owned('team', owner.team),
    owned('unowned', owner.unowned),
    told('known exploited (KEV)', intel.kev, from('kev')),
    ...(intel.kev ? [told('in KEV since', intel.kevSince, from('kev'))] : []),
    told('EPSS', share(intel.epss), from('epss')),
    told('EPSS percentile', share(intel.epssPercentile), from('epss')),
    told('exploitation (SSVC)', intel.exploitation, from('ssvc')),
    told('automatable (SSVC)', intel.automatable, from('ssvc')),
    told('technical impact (SSVC)', intel.technicalImpact, from('ssvc')),
    trusted('how loud its rule may be', trust.mode),
    ...(trust.demoted === null ? [] : [trusted('its rule lost its voice', trust.demoted)]),
  ];
}

type Value = string | number | boolean | readonly string[] | null;
type Tell = (name: string, value: Value, source?: string | null) => FactRow;

function valueWords(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return value.length > 0 ? value.join(', ') : 'none';
}

const share = (value: number | null): string | null =>
  value === null ? null : `${Math.floor(value * 1000) / 10} %`;

/** Sources name their feed, with version and date. */
export const sourceOf = (feed: string, sources: readonly string[]): string | null =>
  sources.filter((source) => source.toLowerCase().includes(feed)).join('; ') || null;
