import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';

/** pip-audit's JSON: a list of packages in the first versions, an object with `dependencies` since 2.0. */
export const reader: Reader = {
  card: {
    id: 'pip-audit',
    name: 'pip-audit',
    homepage: 'https://github.com/pypa/pip-audit',
    aliases: [],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'pip-audit -r requirements.txt -f json --desc -o pip-audit.json',
    versions: ['1', '2'],
    goodAt: 'packages of Python, with the versions that are fixed',
    misses: 'how bad it is: no advisory is rated',
    noise: 'weaknesses of functions that nobody calls',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['dependencies'], all: [/"(?:vulns|skip_reason)"\s*:/] },
    { form: 'json-array', keys: ['name'], all: [/"version"\s*:/, /"vulns"\s*:/] },
  ),
  mapping: jsonMapping({
    each: ['dependencies[]', '[]'],
    within: ['vulns[]'],
    fields: {
      kind: 'dependency',
      rule: 'id',
      title: inPackage('id', '^name'),
      severity: { of: () => undefined, unrated: 'medium' },
      vulnerabilities: allOf('id', 'aliases[]'),
      path: '=requirements.txt',
      package: { type: '=pypi', name: '^name', version: '^version', fixed: 'fix_versions[]' },
      ruleText: { description: 'description' },
    },
  }),
};
