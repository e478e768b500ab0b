import type { Probe, Reader } from '../reader.ts';
import { openSemgrep } from './results.ts';

/** Semgrep's JSON (code, secrets and supply chain), and the supply-chain list of its platform (`vulns`). */
export const reader: Reader = {
  card: {
    id: 'semgrep',
    name: 'Semgrep',
    homepage: 'https://semgrep.dev/docs/semgrep-appsec-platform/json-and-sarif',
    aliases: ['semgrep_json_report'],
    kinds: ['code', 'secret', 'dependency', 'config'],
    phase: 'build',
    produce: 'semgrep scan --json --output semgrep.json',
    versions: ['0.96', '1.30', '1.100'],
    goodAt: 'patterns of code in some thirty languages, rules of one’s own',
    misses: 'flows over several files in the free edition',
    noise: 'rules written for audits flag every use of a function',
  },
  recognise: isSemgrep,
  mapping: { form: 'json', each: ['results[]', 'vulns[]'], open: openSemgrep },
};

function isSemgrep({ form, topKeys, head }: Probe): boolean {
  if (form !== 'json-object') return false;
  if (topKeys.includes('vulns')) return /"matchedDependency"\s*:/.test(head);
  if (!topKeys.includes('results')) return false;
  if (/"check_id"\s*:/.test(head) && /"extra"\s*:/.test(head)) return true;
  return topKeys.includes('errors') && (topKeys.includes('skipped_rules') || /"scanned"\s*:/.test(head));
}
