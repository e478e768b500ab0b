import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { xml } from './detailed-report.ts';
import { json } from './findings.ts';

const FINDING = [/"scan_type"\s*:\s*"(?:STATIC|DYNAMIC|SCA|MANUAL)"/, /"finding_details"\s*:/];

/** Veracode: the detailed XML report, and the findings of its REST API. */
export const reader: Reader = {
  card: {
    id: 'veracode',
    name: 'Veracode',
    homepage: 'https://www.veracode.com',
    aliases: [],
    kinds: ['code', 'web', 'dependency', 'manual'],
    phase: 'build',
    produce:
      'http --auth-type veracode_hmac "https://api.veracode.com/appsec/v2/applications/GUID/findings" > veracode.json',
    versions: ['1.5', '2'],
    goodAt: 'flaws in compiled programs, without their source',
    misses: 'the text of the flagged line',
    noise: 'flaws that were mitigated and are shown all the same',
  },
  recognise: bySigns(
    { form: 'xml', root: 'detailedreport', all: [/veracode/i] },
    { form: 'json-object', keys: ['findings'], all: FINDING },
    { form: 'json-object', keys: ['_embedded'], all: FINDING },
  ),
  mapping: [xml, json],
};
