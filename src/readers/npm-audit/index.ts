import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { openNpmAudit } from './results.ts';

/** npm 7 and later (`auditReportVersion` 2), and the older form with `advisories`, which pnpm and newer yarn write too. */
export const reader: Reader = {
  card: {
    id: 'npm-audit',
    name: 'npm audit',
    homepage: 'https://docs.npmjs.com/cli/commands/npm-audit',
    aliases: ['npm_audit_7_plus', 'pnpm_audit'],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'npm audit --json > npm-audit.json',
    versions: ['6', '7', '8', '9', '10', '11'],
    goodAt: 'packages of npm, with the way they came in',
    misses: 'whether the weak function is reached',
    noise: 'weaknesses of tools that run only while building',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['auditReportVersion'] },
    { form: 'json-object', keys: ['advisories', 'muted'] },
    {
      form: 'json-object',
      keys: ['advisories'],
      all: [/"(?:patched_versions|module_name|totalDependencies)"\s*:/],
    },
  ),
  mapping: { form: 'json', each: ['vulnerabilities{}', 'advisories{}'], open: openNpmAudit },
};
