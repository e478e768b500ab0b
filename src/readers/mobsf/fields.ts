import type { Severity } from '../../kernel/severity.ts';
import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { markdownOfHtml } from '../kit/html.ts';

const WORDS: Readonly<Record<string, Severity>> = { hotspot: 'info', suspicious: 'low' };

const skipGood =
  (severity: string) =>
  (told: Told): string | undefined =>
    /^(?:good|secure)$/.test(textOf(severity, told) ?? '')
      ? 'Checks that passed are not findings.'
      : undefined;

/** A rule of mobsfscan with the places it found; where a safeguard is missing altogether there is no place. */
export const scanned: Fields = {
  kind: 'code',
  rule: '^#',
  title: '^#',
  message: '^metadata.description',
  // INFO tells of safeguards that are missing: little, but not nothing.
  severity: { of: '^metadata.severity', words: { info: 'low' } },
  cwes: '^metadata.cwe',
  path: 'file_path',
  line: 'match_lines[0]',
  endLine: 'match_lines[1]',
  snippet: 'match_string',
  references: '^metadata.reference',
  tags: ['^metadata.masvs'],
  ruleText: { name: '^#', description: '^metadata.description', url: '^metadata.reference' },
};

const QUOTED = /["']([^"']{4,})["']/;

/** What stands in quotes there is a password or a key. */
export const scannedSecret: Fields = {
  ...scanned,
  kind: 'secret',
  secret: { value: (told) => QUOTED.exec(textOf('match_string', told) ?? '')?.[1] },
};

/** A rule of MobSF in one file: `{ "shop/Key.java": "23,47" }`. */
export const code: Fields = {
  kind: 'code',
  rule: '^#',
  title: '^metadata.description',
  message: '^metadata.description',
  severity: { of: '^metadata.severity', words: WORDS },
  score: '^metadata.cvss',
  cwes: '^metadata.cwe',
  path: '#',
  line: (told) => textOf('.', told)?.split(',')[0],
  references: '^metadata.ref',
  tags: ['^metadata.masvs'],
  ruleText: { name: '^metadata.description', url: '^metadata.ref' },
  skip: skipGood('^metadata.severity'),
};

export const permission: Fields = {
  kind: 'config',
  rule: '#',
  title: '#',
  message: (told) => [textOf('info', told), textOf('description', told)].filter(Boolean).join('\n\n'),
  severity: { of: 'status', words: { dangerous: 'high', normal: 'info', signature: 'info' } },
  cwes: () => 250,
  tags: 'status',
};

const plain = (spec: string) => (told: Told) =>
  markdownOfHtml(textOf(spec, told) ?? '').replaceAll(/[*`\\]/g, '');

export const manifest: Fields = {
  kind: 'config',
  rule: ['rule', 'name', 'title'],
  title: plain('title'),
  message: ['description', 'desc'],
  severity: { of: ['severity', 'stat'], words: WORDS },
  path: '=AndroidManifest.xml',
  symbol: ['component[0]', 'component'],
  ruleText: { name: plain('title') },
  skip: skipGood('severity'),
};

/** What the compiler should have added to a library: of each library, or of the app itself. */
export const hardening: Fields = {
  kind: 'code',
  rule: '#',
  title: ['detailed_desc', 'description'],
  message: ['detailed_desc', 'description'],
  severity: { of: 'severity', words: WORDS },
  score: 'cvss',
  cwes: 'cwe',
  path: '^name',
  tags: 'masvs',
  skip: skipGood('severity'),
};

/** `[severity, description, title]` of what signs the app. */
export const certificate: Fields = {
  kind: 'config',
  rule: ['[2]', '[1]'],
  title: ['[2]', '[1]'],
  message: '[1]',
  severity: { of: '[0]', words: WORDS },
  skip: skipGood('[0]'),
};

export const network: Fields = {
  kind: 'config',
  rule: ['issue', 'description'],
  title: ['issue', 'description'],
  message: 'description',
  severity: { of: 'severity', words: WORDS },
  symbol: ['scope[0]', 'scope'],
  skip: skipGood('severity'),
};
