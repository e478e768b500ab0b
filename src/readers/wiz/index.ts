import { tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { issue } from './issue.ts';
import { vulnerability } from './vulnerability.ts';

/** Wiz' CSV exports: issues, and findings about vulnerabilities. */
export const reader: Reader = {
  card: {
    id: 'wiz',
    name: 'Wiz',
    homepage: 'https://www.wiz.io',
    aliases: ['wiz_issues', 'wiz_vulnerabilities'],
    kinds: ['cloud', 'dependency', 'host'],
    phase: 'production',
    produce: 'export to CSV from the page of the issues or of the vulnerability findings',
    versions: ['issues of 2023', 'vulnerability findings of 2024'],
    goodAt: 'how settings, rights and weaknesses of a cloud add up to a way in',
    misses: 'code that is not deployed',
    noise: 'one weakness told for every machine that has it',
  },
  recognise: bySigns(
    {
      form: 'text',
      headers: ['Created At', 'Title', 'Severity', 'Status', 'Control ID', 'Issue ID', 'Wiz URL'],
    },
    { form: 'text', headers: ['ID', 'WizURL', 'Name', 'FindingStatus', 'DetailedName', 'DetectionMethod'] },
  ),
  mapping: tableMapping({
    fields: (told) => (textOf('DetailedName', told) === undefined ? issue : vulnerability),
  }),
};
