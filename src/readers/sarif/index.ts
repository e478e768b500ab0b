import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { openSarif } from './results.ts';

const SCHEMA = /"\$schema"\s*:\s*"[^"]*sarif/i;
const VERSION = /"version"\s*:\s*"2\.\d/;

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
  recognise: bySigns(
    // Other formats have `version` too, but no `runs`.
    { form: 'json-object', keys: ['runs'], any: [VERSION, SCHEMA] },
    { form: 'json-object', keys: ['version', '$schema'], all: [VERSION, SCHEMA] },
  ),
  mapping: { form: 'json', each: ['runs[].results[]'], open: openSarif },
};
