import type { Probe, Reader } from '../reader.ts';
import { openSarif } from './results.ts';

/** SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const reader: Reader = {
  card: {
    id: 'sarif',
    name: 'SARIF',
    homepage: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/',
    aliases: ['sarif_2_1_0', 'github_sarif', 'snyk_code'],
    kinds: ['code', 'config', 'dependency', 'container', 'secret', 'web'],
    phase: 'build',
    produce: 'codeql database analyze DB --format=sarif-latest --output=report.sarif',
    versions: ['2.1.0'],
    goodAt: 'one format for hundreds of analysers',
    misses: 'what the tool itself misses',
    noise: 'depends on the tool; levels are often all the same',
  },
  recognise: isSarif,
  mapping: { form: 'json', each: ['runs[].results[]'], open: openSarif },
};

/** `runs` beside a 2.x version or the SARIF schema; other formats have `version` too, but no `runs`. */
function isSarif({ form, topKeys, head }: Probe): boolean {
  if (form !== 'json-object') return false;
  const schema = /"\$schema"\s*:\s*"[^"]*sarif/i.test(head);
  const version = /"version"\s*:\s*"2\.\d/.test(head);
  return (topKeys.includes('runs') && version) || (schema && (topKeys.includes('runs') || version));
}
