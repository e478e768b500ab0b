import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { openGovulncheck } from './messages.ts';

/** govulncheck's stream of messages, also as one list, and the single document of its first versions. */
export const reader: Reader = {
  card: {
    id: 'govulncheck',
    name: 'govulncheck',
    homepage: 'https://pkg.go.dev/golang.org/x/vuln/cmd/govulncheck',
    aliases: [],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'govulncheck -format json ./... > govulncheck.json',
    versions: ['0.1', '1.0', '1.1'],
    goodAt: 'whether the weak function of a module is called',
    misses: 'calls by reflection; how bad it is, which nobody rates',
    noise: 'modules that are required and never imported, which we tell as info',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['Calls', 'Imports', 'Requires'] },
    { form: ['json-object', 'json-array'], keys: ['config'], all: [/"scanner_name"\s*:\s*"govulncheck"/] },
  ),
  mapping: { form: 'json', each: ['[]', 'Vulns[]'], lines: true, open: openGovulncheck },
};
