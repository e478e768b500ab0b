import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';

/** Retire.js: files, the libraries found in them, and what is wrong with those. */
export const reader: Reader = {
  card: {
    id: 'retirejs',
    name: 'Retire.js',
    homepage: 'https://retirejs.github.io/retire.js/',
    aliases: ['retire'],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'retire --outputformat json --outputpath retire.json',
    versions: ['1', '2', '4', '5'],
    goodAt: 'libraries of JavaScript that were copied into a project',
    misses: 'libraries that were bundled beyond recognition',
    noise: 'copies inside of other packages, and minified twins',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['version', 'start', 'data'], all: [/"data"\s*:\s*\[/] },
    { form: 'json-array', keys: ['file', 'results'], all: [/"component"\s*:/, /"detection"\s*:/] },
  ),
  mapping: jsonMapping({
    each: ['data[]', '[]'],
    within: ['results[]', 'vulnerabilities[]'],
    fields: {
      kind: 'dependency',
      rule: [
        'identifiers.CVE[]',
        'identifiers.githubID',
        'identifiers.retid',
        'identifiers.summary',
        'info[0]',
      ],
      title: inPackage(['identifiers.summary', 'identifiers.CVE[]', 'info[0]'], '^component'),
      severity: { of: 'severity', unrated: 'medium' },
      cwes: 'cwe[]',
      vulnerabilities: allOf(
        'identifiers.CVE[]',
        'identifiers.githubID',
        'identifiers.GHSA',
        'identifiers.retid',
      ),
      path: '^^file',
      package: { type: '=npm', name: ['^npmname', '^component'], version: '^version', fixed: 'below' },
      references: 'info[]',
      tags: '^detection',
      ruleText: { name: 'identifiers.summary' },
    },
  }),
};
