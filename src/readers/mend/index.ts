import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { finding, vulnerability } from './fields.ts';

/** Mend (once WhiteSource): findings of the platform's API 3, and the older report on vulnerabilities. */
export const reader: Reader = {
  card: {
    id: 'mend',
    name: 'Mend',
    homepage: 'https://www.mend.io/sca/',
    aliases: ['whitesource'],
    kinds: ['dependency'],
    phase: 'build',
    produce:
      'curl -H "Authorization: Bearer $TOKEN" "$MEND/api/v3.0/projects/$PROJECT/dependencies/findings/security"',
    versions: ['API 1.3', 'API 3.0'],
    goodAt: 'libraries of many ecosystems, also files that were copied in',
    misses: 'the file that names the library',
    noise: 'libraries found by similar files',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['response', 'supportToken'] },
    { form: 'json-object', keys: ['response'], all: [/"findingInfo"\s*:/] },
    { form: 'json-object', keys: ['vulnerabilities'], all: [/"library"\s*:/, /"keyUuid"\s*:/] },
  ),
  mapping: jsonMapping({
    each: ['response[]', 'vulnerabilities[]'],
    fields: ({ from }) => (from === 'response[]' ? finding : vulnerability),
  }),
};
