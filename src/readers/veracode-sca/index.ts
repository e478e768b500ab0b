import { jsonMapping, tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { issue, row } from './fields.ts';

/** Veracode Software Composition Analysis by agents: the issues of its API, and the CSV of its page. */
export const reader: Reader = {
  card: {
    id: 'veracode-sca',
    name: 'Veracode SCA',
    homepage: 'https://docs.veracode.com/r/Veracode_SCA_Agent_Based_Scans',
    aliases: ['sourceclear', 'srcclr'],
    kinds: ['dependency', 'license'],
    phase: 'build',
    produce:
      'curl (signed) "https://api.veracode.com/srcclr/v3/workspaces/$WORKSPACE/issues?project_id=$PROJECT"',
    versions: ['API 3', 'CSV of 2022'],
    goodAt: 'libraries of many languages, and whether a weak method is called',
    misses: 'the file that names the library',
    noise: 'libraries that are merely old',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['_embedded'],
      all: [/"issues"\s*:/, /"issue_status"\s*:/, /"library"\s*:/],
    },
    { form: 'json-object', keys: ['_links'], all: [/\/srcclr\/v3\//] },
    { form: 'text', headers: ['Issue ID', 'Issue type', 'Package manager', 'Coordinate 1', 'Coordinate 2'] },
  ),
  mapping: [jsonMapping({ each: ['_embedded.issues[]'], fields: issue }), tableMapping({ fields: row })],
};
