import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
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
  recognise: bySigns(
    { form: 'json-object', keys: ['vulns'], all: [/"matchedDependency"\s*:/] },
    { form: 'json-object', keys: ['results'], all: [/"check_id"\s*:/, /"extra"\s*:/] },
    { form: 'json-object', keys: ['results', 'errors', 'skipped_rules'] },
    { form: 'json-object', keys: ['results', 'errors'], all: [/"scanned"\s*:/] },
  ),
  mapping: { form: 'json', each: ['results[]', 'vulns[]'], open: openSemgrep },
};
