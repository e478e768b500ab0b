import type { ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { baseScore, baseVector, LEVELS } from './levels.ts';

const stateOf = (status: string | undefined): ToldState | undefined =>
  status === 'Fixed' ? { state: 'fixed' } : undefined;

const CVSS = ['CVSS3.1 Base', 'CVSS3 Base', 'CVSS Base'];

/** What Qualys found on a host; title, severity and CVEs follow from the glossary. */
export const host: Fields = {
  kind: 'host',
  rule: 'QID',
  message: 'RESULT',
  resource: {
    id: ['^IP', '^DNS'],
    host: ['FQDN', '^DNS', '^NETBIOS'],
    port: 'PORT',
    protocol: 'PROTOCOL',
  },
  firstFoundAt: 'FIRST_FOUND',
  tags: ['TYPE'],
  told: (told) => stateOf(textOf('VULN_STATUS', told)),
};

/** A row of the CSV, which repeats the glossary. */
export const row: Fields = {
  kind: 'host',
  rule: 'QID',
  title: 'Title',
  message: ['Results', 'Threat'],
  severity: { of: 'Severity', words: LEVELS },
  score: (told: Told) => baseScore(textOf(CVSS, told)),
  vectors: (told: Told) => baseVector(textOf(CVSS, told)),
  vulnerabilities: (told) => (textOf('CVE ID', told) ?? '').split(/[,\s]+/),
  resource: {
    id: ['IP', 'DNS'],
    host: ['FQDN', 'DNS', 'NetBIOS'],
    port: 'Port',
    protocol: 'Protocol',
  },
  firstFoundAt: 'First Detected',
  remediation: 'Solution',
  tags: ['Category'],
  ruleText: { name: 'Title', description: 'Threat', help: 'Solution' },
  told: (told) => stateOf(textOf('Vuln Status', told)),
};
