import type { ToldState } from '../../kernel/observation.ts';
import { tableMapping } from '../kit/declare/mappings.ts';
import { cwesLinked, linksOf, markdown, named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** Bugcrowd's export of submissions. Texts are Markdown of people outside. */
export const reader: Reader = {
  card: {
    id: 'bugcrowd',
    name: 'Bugcrowd',
    homepage: 'https://www.bugcrowd.com',
    aliases: [],
    kinds: ['manual'],
    phase: 'bug-bounty',
    produce: 'export the submissions of the programme as CSV',
    versions: ['2020'],
    goodAt: 'what skilled people find that no scanner does',
    misses: 'what is out of the programme’s scope',
    noise: 'submissions nobody has looked through yet',
  },
  recognise: bySigns({
    form: 'text',
    headers: ['reference_number', 'bounty_code', 'vrt_lineage', 'substate', 'bug_url'],
  }),
  mapping: tableMapping({
    fields: {
      kind: 'manual',
      rule: (told) => textOf('vrt_lineage', told) ?? 'Unclassified',
      title: ['title', 'caption'],
      message: paragraphs(
        markdown('description'),
        named('Target', 'target_name'),
        named('Kind of target', 'target_category'),
        named('Extra information', markdown('extra_info')),
        named('Reported by', 'username'),
        named('State', 'substate'),
        named('Reward', 'amount'),
      ),
      // Bugcrowd's priorities, P1 being the worst.
      severity: { of: 'priority', words: { 1: 'critical', 2: 'high', 3: 'medium', 4: 'low', 5: 'info' } },
      cwes: cwesLinked('vulnerability_references'),
      web: { url: 'bug_url' },
      externalId: 'reference_number',
      firstFoundAt: 'submitted_at',
      references: linksOf('vulnerability_references'),
      remediation: markdown('remediation_advice'),
      tags: 'target_category',
      told: toldState,
    },
  }),
};

const STATES: Readonly<Record<string, ToldState>> = {
  resolved: { state: 'fixed', reason: 'Resolved on Bugcrowd.' },
  duplicate: { state: 'suppressed', reason: 'A duplicate of another submission on Bugcrowd.' },
  not_applicable: { state: 'false-positive', reason: 'Not applicable, says Bugcrowd.' },
  not_reproducible: { state: 'false-positive', reason: 'Could not be reproduced, says Bugcrowd.' },
  out_of_scope: { state: 'suppressed', reason: 'Out of the programme’s scope, says Bugcrowd.' },
  wont_fix: { state: 'accepted', reason: 'Will not be fixed, says Bugcrowd.' },
  informational: { state: 'accepted', reason: 'Closed as informational on Bugcrowd.' },
};

function toldState(told: Told): ToldState | undefined {
  const word = (textOf('substate', told) ?? '')
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[\s-]+/g, '_');
  const known = own(STATES, word);
  if (known) return { ...known };
  return textOf('duplicate', told)?.toLowerCase() === 'true' ? { ...STATES['duplicate']! } : undefined;
}
