import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import { vulnerabilitiesIn } from '../kit/vulnerability-id.ts';
import type { Reader } from '../reader.ts';

/** YesWeHack's reports, from its API. Texts are HTML of people outside. */
export const reader: Reader = {
  card: {
    id: 'yeswehack',
    name: 'YesWeHack',
    homepage: 'https://www.yeswehack.com',
    aliases: ['ywh'],
    kinds: ['manual'],
    phase: 'bug-bounty',
    produce: 'export the reports of a programme from the API, each with its text',
    versions: ['2026'],
    goodAt: 'what skilled people find that no scanner does',
    misses: 'what is out of the programme’s scope',
    noise: 'reports nobody has looked through yet',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['items'],
    all: [/"bug_type"\s*:/, /"local_id"\s*:/, /"workflow_state"\s*:|"end_point"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['items[]'],
    fields: {
      kind: 'manual',
      rule: (told) => textOf(['bug_type.name', 'bug_type.slug'], told) ?? 'Unclassified',
      title: 'title',
      message: paragraphs(
        named('Report', 'local_id'),
        named('Bug type', 'bug_type.name'),
        named('Category', 'bug_type.category.name'),
        named('Scope', 'scope'),
        named('Endpoint', 'end_point'),
        named('Vulnerable part', 'vulnerable_part'),
        named('Reported by', ['hunter.username', 'hunter.slug']),
        named('State', ['status.title', 'status.workflow_state']),
        named('Description', 'description_html'),
        named('Technical information', 'technical_information_html'),
        named('Impact', 'impact'),
      ),
      severity: ['cvss.criticity', 'criticity'],
      score: 'cvss.score',
      vectors: 'cvss.vector',
      cwes: 'bug_type.cwe',
      vulnerabilities: (told) =>
        ['title', 'technical_information_html', 'description_html'].flatMap((name) =>
          vulnerabilitiesIn(textOf(name, told) ?? ''),
        ),
      web: { url: 'end_point', parameter: 'vulnerable_part' },
      externalId: 'id',
      firstFoundAt: 'created_at',
      fingerprints: { report: 'local_id' },
      tags: 'priority.name',
      told: toldState,
      ruleText: {
        description: 'bug_type.description',
        url: 'bug_type.link',
        help: 'bug_type.remediation_link',
      },
    },
  }),
};

const STATES: Readonly<Record<string, ToldState>> = {
  resolved: { state: 'fixed', reason: 'Resolved on YesWeHack.' },
  duplicate: { state: 'suppressed', reason: 'A duplicate on YesWeHack.' },
  out_of_scope: { state: 'suppressed', reason: 'Out of the programme’s scope, says YesWeHack.' },
  invalid: { state: 'false-positive', reason: 'Closed as invalid on YesWeHack.' },
  not_applicable: { state: 'false-positive', reason: 'Closed as not applicable on YesWeHack.' },
  spam: { state: 'false-positive', reason: 'Closed as spam on YesWeHack.' },
  rtfs: { state: 'false-positive', reason: 'Closed as against the rules on YesWeHack.' },
  informative: { state: 'accepted', reason: 'Closed as informative on YesWeHack.' },
  wont_fix: { state: 'accepted', reason: 'Will not be fixed, says YesWeHack.' },
};

function toldState(told: Told): ToldState | undefined {
  const known = own(STATES, textOf('status.workflow_state', told)?.toLowerCase() ?? '');
  return known && { ...known };
}
