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
export function describeFacts({ finding, intel, service }: Facts): string[] {
  const told = [`${finding.severity} severity`, describeFix(finding)];
  if (finding.kind === 'secret') told.push(describeCredential(finding.verified));
  const exploited = describeExploitation(finding, intel);
  if (exploited !== null) told.push(exploited);
  const likely = describeLikelihood(intel);
  if (likely !== null) told.push(likely);
  told.push(describeEdge(service));
  return told;
}

function describeFix(finding: Facts['finding']): string {
  const available = hasFix(finding);
  if (available) return `a fix is available: ${FIX_WORDS[finding.kind]}`;
  return available === false ? 'no fix is available yet' : 'it is not known whether a fix exists';
}

function describeCredential(verified: boolean | null): string {
  if (verified === null) return 'nobody has tried whether the credential works';
  return verified ? 'the credential works' : 'the credential was tried and refused';
}

function describeExploitation({ kind }: Facts['finding'], intel: Facts['intel']): string | null {
  if (intel.kev) {
    const since = intel.kevSince ? `KEV since ${intel.kevSince}` : 'KEV';
    return `known exploited (${since}${intel.ransomware ? ', used by ransomware' : ''})`;
  }
  if (intel.exploitation === 'active') return 'known exploited (reported as active)';
  if (intel.kev === false) return 'not known to be exploited';
  return hasPublicId(kind) ? 'not assessed whether it is exploited' : null;
}

function describeLikelihood({ epss, epssPercentile }: Facts['intel']): string | null {
  if (isShare(epssPercentile))
    return `more likely to be exploited than ${percent(epssPercentile)} of all vulnerabilities (EPSS)`;
  return isShare(epss) ? `${percent(epss)} chance to be exploited within 30 days (EPSS)` : null;
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
