import { blocksMapping } from '../kit/declare/blocks.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** bundler-audit's text, one block for each advisory. */
export const reader: Reader = {
  card: {
    id: 'bundler-audit',
    name: 'bundler-audit',
    homepage: 'https://github.com/rubysec/bundler-audit',
    aliases: [],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'bundle-audit check --update > bundler-audit.txt',
    versions: ['0.6', '0.9'],
    goodAt: 'gems of a lock file, and sources without encryption',
    misses: 'gems that are not in the lock file',
    noise: 'gems of test and development groups',
  },
  recognise: bySigns(
    { form: 'text', all: [/^\s*No vulnerabilities found\s*$/] },
    {
      form: 'text',
      all: [/^Name: \S+$/m, /^Version: \S+$/m, /^(?:Advisory|CVE|GHSA): \S+$/m],
    },
  ),
  mapping: blocksMapping({
    fields: {
      kind: 'dependency',
      rule: ['advisory', 'cve', 'ghsa'],
      title: 'title',
      message: 'title',
      severity: { of: 'criticality', words: { Unknown: 'medium' }, otherwise: 'medium' },
      vulnerabilities: (told) => ['advisory', 'cve', 'ghsa'].flatMap((name) => textsOf(name, told)),
      path: '=Gemfile.lock',
      package: { type: '=gem', name: 'name', version: 'version', fixed: fixedVersions },
      references: 'url',
      remediation: 'solution',
    },
  }),
};

/** `upgrade to ~> 1.6.11, >= 2.0.6`: lower bounds are versions that are fixed; upper ones (`< 3.0.0`) are not. */
function fixedVersions(told: Told): string[] {
  const solution = textOf('solution', told) ?? '';
  return [...solution.matchAll(/(?:~>|>=)\s*'?([\w.-]+)/g)].map(([, version]) => version!);
}
