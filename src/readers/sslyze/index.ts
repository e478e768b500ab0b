import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { json } from './json.ts';
import { xml } from './xml.ts';

/** SSLyze's JSON (versions 3 to 6) and XML (versions 1 and 2). */
export const reader: Reader = {
  card: {
    id: 'sslyze',
    name: 'SSLyze',
    homepage: 'https://github.com/nabla-c0d3/sslyze',
    aliases: ['SSLyze Scan (JSON)', 'Sslyze Scan', 'SSLyze 3 Scan (JSON)'],
    kinds: ['host'],
    phase: 'production',
    produce: 'sslyze --json_out=sslyze.json shop.example.com',
    versions: ['1', '3', '5'],
    goodAt: 'protocols, cipher suites, certificates and known attacks on TLS',
    misses: 'everything behind the connection',
    noise: 'suites that only very old clients ask for',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['server_scan_results'] },
    { form: 'json-object', keys: ['sslyze_version', 'invalid_server_strings'] },
    { form: 'xml', root: 'document', all: [/\bSSLyzeVersion="/] },
  ),
  mapping: [json, xml],
};
