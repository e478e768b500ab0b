import { hasPublicId } from '../deciding/facts.ts';
import type { PublishedRegime } from './regime.ts';

/**
 * Requirement 6.3.3: patches for critical vulnerabilities within one month of their release, all others in a time that
 * the entity determines. What is critical is the entity's ranking (6.3.1): critical severity, or P0 by the policy.
 */
export const PCI_DSS: PublishedRegime = {
  id: 'pci-dss-4.0.1',
  title: 'PCI DSS 4.0.1',
  source: {
    name: 'PCI Security Standards Council, Payment Card Industry Data Security Standard, requirement 6.3.3',
    version: '4.0.1',
    url: 'https://www.pcisecuritystandards.org/document_library/',
  },
  clock: 'fix-available',
  reads: [],
  needsFix: true,
  answer({ finding }, { priority }) {
    const critical = finding.severity === 'critical' || priority === 'P0';
    if (critical && hasPublicId(finding.kind))
      return { length: { months: 1 }, duties: [], why: 'critical, within one month of release', assumed: [] };
    const what = critical ? 'what is no patch of others' : 'what is not critical';
    return { length: 'standard', duties: [], why: `it leaves ${what} to the house standard`, assumed: [] };
  },
};
