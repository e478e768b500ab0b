import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { asList, asRecord, type Json, num, str } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** The model names packages, licences and resolutions by their position in lists of the document. */
function listed(told: Told, list: string, position: string): Json {
  const at = num(textOf(position, told));
  return at === undefined ? {} : asRecord(asList(asRecord(told.shell)[list])[at]);
}

const packageOf = (told: Told): Json => listed(told, 'packages', 'pkg');

/** `Maven:org.acme:archive:1.4`: kind, namespace, name, version. */
const coordinates = (told: Told): string[] => (str(packageOf(told)['id']) ?? '').split(':');

const violation: Fields = {
  kind: 'license',
  rule: 'rule',
  title: 'message',
  message: 'message',
  severity: { of: 'severity', words: { HINT: 'low' } },
  path: (told) => packageOf(told)['definition_file_path'],
  package: {
    name: (told) => coordinates(told)[2],
    version: (told) => coordinates(told)[3],
    purl: (told) => packageOf(told)['purl'],
  },
  remediation: 'how_to_fix',
  tags: (told) => [
    ...textsOf('license_source', told),
    ...[listed(told, 'licenses', 'license')['id']].flatMap((id) => str(id) ?? []),
  ],
  told: (told) => {
    const resolution = listed(told, 'rule_violation_resolutions', 'resolutions[0]');
    if (Object.keys(resolution).length === 0) return undefined;
    const reason = [resolution['reason'], resolution['comment']].filter(Boolean).join(': ');
    return { state: 'accepted', ...(reason !== '' && { reason }) };
  },
};

const vulnerability: Fields = {
  ...violation,
  kind: 'dependency',
  rule: 'id',
  title: ['summary', 'id'],
  message: 'description',
  severity: { of: 'references[].severity_rating', unrated: 'medium' },
  score: 'references[].score',
  vectors: 'references[].vector',
  vulnerabilities: 'id',
  references: 'references[].url',
  told: (told) => (textOf('resolutions[0]', told) === undefined ? undefined : { state: 'accepted' }),
};

const CONTENT = /"_id"\s*:|"packages"\s*:/;

/** The evaluated model of the OSS Review Toolkit: what its rules object to, and weaknesses its advisor knows. */
export const reader: Reader = {
  card: {
    id: 'ort',
    name: 'OSS Review Toolkit',
    homepage: 'https://oss-review-toolkit.org',
    aliases: ['ort_evaluated_model'],
    kinds: ['license', 'dependency'],
    phase: 'build',
    produce: 'ort report -f EvaluatedModel -i evaluation-result.yml -o ort',
    versions: ['evaluated model of 2020 and later'],
    goodAt: 'licences against rules of your own',
    misses: 'weaknesses, unless its advisor runs as well',
    noise: 'packages that are only used for tests',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['path_excludes', 'scope_excludes'], all: [CONTENT] },
    { form: 'json-object', keys: ['rule_violations', 'dependency_trees'], all: [CONTENT] },
  ),
  mapping: jsonMapping({
    each: ['rule_violations[]', 'vulnerabilities[]'],
    fields: ({ from }) => (from === 'rule_violations[]' ? violation : vulnerability),
  }),
};
