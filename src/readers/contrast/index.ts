import type { ToldState } from '../../kernel/observation.ts';
import { tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** What was decided in Contrast, by its words; Reported, Confirmed and Suspicious are open. */
const STATES: Record<string, ToldState> = {
  'Not a Problem': { state: 'false-positive', reason: 'Not a problem in Contrast' },
  Remediated: { state: 'fixed' },
  'Remediated - Auto-Verified': { state: 'fixed' },
  Fixed: { state: 'fixed' },
};

/** The table of vulnerabilities that Contrast Assess exports. */
export const reader: Reader = {
  card: {
    id: 'contrast',
    name: 'Contrast Assess',
    homepage: 'https://www.contrastsecurity.com',
    aliases: ['contrast_assess'],
    kinds: ['web'],
    phase: 'test',
    produce: 'export the vulnerabilities as CSV from their page',
    versions: ['3'],
    goodAt: 'what really happens in a running program, with few false alarms',
    misses: 'routes that no test calls',
    noise: 'the same weakness once for each route',
  },
  recognise: bySigns({
    form: 'text',
    headers: ['Vulnerability Name', 'Vulnerability ID', 'Rule Name', 'Application Name', 'Request URI'],
  }),
  mapping: tableMapping({
    fields: {
      kind: 'web',
      rule: 'Rule Name',
      title: 'Vulnerability Name',
      message: 'Vulnerability Name',
      severity: 'Severity',
      cwes: (told) => /(\d+)\.html$/.exec(textOf('CWE ID', told) ?? '')?.[1] ?? textOf('CWE ID', told),
      web: {
        method: 'Request Method',
        url: 'Request URI',
        parameter: (told) => /from "([^"]+)"/.exec(textOf('Vulnerability Name', told) ?? '')?.[1],
      },
      externalId: 'Vulnerability ID',
      firstFoundAt: 'First Seen Datetime',
      references: 'CWE ID',
      tags: 'Category',
      told: (told) => own(STATES, textOf('Status', told) ?? ''),
      ruleText: { name: 'Rule Name', references: 'CWE ID' },
    },
    // One weakness stands in a row for each request that showed it.
    once: 'Vulnerability ID',
    instance: (told) =>
      [textOf('Request Method', told), textOf('Request URI', told)].filter(Boolean).join(' ') || undefined,
  }),
};
