import type { FindingKind } from '../../../kernel/observation.ts';
import { type Facts, hasFix, hasPublicId } from './facts.ts';

/** What fixing means, by kind. */
const FIX_WORDS: Record<FindingKind, string> = {
  dependency: 'upgrade',
  container: 'upgrade the package or rebuild on a newer base image',
  host: 'install the update',
  code: 'edit the code',
  config: 'change the configuration',
  cloud: 'change the configuration',
  secret: 'rotate the credential',
  web: 'edit the code or the configuration behind it',
  license: 'replace the package or agree on the license',
  manual: 'mend what was reported, then ask its finder for a retest',
};

/** The five answers the decision rests on, in plain words and always in the same order. */
export function describeFacts(facts: Facts): string[] {
  return [
    `${facts.finding.severity} severity`,
    describeFix(facts.finding),
    ...describeCredential(facts.finding),
    ...describeExploitation(facts),
    describeEdge(facts.service),
  ];
}

function describeFix(finding: Facts['finding']): string {
  const available = hasFix(finding);
  if (available) return `a fix is available: ${FIX_WORDS[finding.kind]}`;
  return available === false ? 'no fix is available yet' : 'it is not known whether a fix exists';
}

function describeCredential({ kind, verified }: Facts['finding']): string[] {
  if (kind !== 'secret') return [];
  if (verified === null) return ['nobody has tried whether the credential works'];
  return [verified ? 'the credential works' : 'the credential was tried and refused'];
}

function describeExploitation({ finding, intel }: Facts): string[] {
  const told: string[] = [];
  if (intel.kev) {
    const since = intel.kevSince ? `KEV since ${intel.kevSince}` : 'KEV';
    told.push(`known exploited (${since}${intel.ransomware ? ', used by ransomware' : ''})`);
  } else if (intel.exploitation === 'active') told.push('known exploited (reported as active)');
  else if (intel.kev === false) told.push('not known to be exploited');
  else if (hasPublicId(finding.kind)) told.push('not assessed whether it is exploited');
  const { epss, epssPercentile } = intel;
  if (isShare(epssPercentile))
    told.push(`more likely to be exploited than ${percent(epssPercentile)} of all vulnerabilities (EPSS)`);
  else if (isShare(epss)) told.push(`${percent(epss)} chance to be exploited within 30 days (EPSS)`);
  return told;
}

const isShare = (value: number | null): value is number => value !== null && value >= 0 && value <= 1;
// Rounded down, so that nothing is told as 100 %.
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

function describeEdge({ exposure, name }: Facts['service']): string {
  const service = name ? ` service ${name}` : ' service';
  switch (exposure) {
    case 'internet':
      return `on our edge: internet-facing${service}`;
    case 'partner':
      return `open to partners:${service}`;
    case 'internal':
      return `inside our network:${service}`;
    case 'none':
      return `not reachable by network:${service}`;
    default:
      return 'it is not stated from where the service can be reached';
  }
}
