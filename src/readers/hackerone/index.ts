import type { ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { markdown, named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** The API's reports: everything about them stands in `attributes` and `relationships`. */
const API: Fields = {
  kind: 'manual',
  rule: (told) => textOf('relationships.weakness.data.attributes.name', told) ?? 'Unclassified',
  title: 'attributes.title',
  message: paragraphs(
    markdown('attributes.vulnerability_information'),
    named('Asset', 'relationships.structured_scope.data.attributes.asset_identifier'),
    named('Reporter', 'relationships.reporter.data.attributes.username'),
    named('Assigned To', [
      'relationships.assignee.data.attributes.username',
      'relationships.assignee.data.attributes.name',
    ]),
    named('State', 'attributes.state'),
  ),
  severity: 'relationships.severity.data.attributes.rating',
  score: 'relationships.severity.data.attributes.score',
  vectors: 'relationships.severity.data.attributes.cvss_vector_string',
  cwes: 'relationships.weakness.data.attributes.external_id',
  vulnerabilities: 'attributes.cve_ids[]',
  externalId: 'id',
  firstFoundAt: ['attributes.created_at', 'attributes.submitted_at'],
  references: (told) => [addressOf(told), textOf('attributes.issue_tracker_reference_url', told)],
  told: (told) => toldState(textOf('attributes.state', told)),
  ruleText: { description: 'relationships.weakness.data.attributes.description' },
};

/** The export of a programme's reports, flat and without their texts. */
const EXPORT: Fields = {
  kind: 'manual',
  rule: (told) => textOf('weakness', told) ?? 'Unclassified',
  title: 'title',
  message: paragraphs(
    named('Weakness Category', 'weakness'),
    named('Asset', 'structured_scope'),
    named('Reporter', 'reporter'),
    named('Assigned To', 'assigned'),
    named('State', 'substate'),
    named('Bounty', 'bounty'),
  ),
  severity: 'severity_rating',
  score: (told) => (textOf('severity_score', told) === '0.0' ? undefined : textOf('severity_score', told)),
  vulnerabilities: (told) => textsOf('cve_ids', told).flatMap((text) => text.split(/[\s,;]+/)),
  externalId: 'id',
  firstFoundAt: 'reported_at',
  references: (told) => [addressOf(told), textOf('reference_url', told)],
  told: (told) => toldState(textOf('substate', told), textOf('original_report_id', told)),
};

/** HackerOne's reports, from its API or its export. Texts are Markdown of people outside. */
export const reader: Reader = {
  card: {
    id: 'hackerone',
    name: 'HackerOne',
    homepage: 'https://www.hackerone.com',
    aliases: ['h1'],
    kinds: ['manual'],
    phase: 'bug-bounty',
    produce: 'curl -u "$ID:$TOKEN" "https://api.hackerone.com/v1/reports?filter[program][]=acme" -o h1.json',
    versions: ['API v1', 'export of 2024'],
    goodAt: 'what skilled people find that no scanner does',
    misses: 'what is out of the programme’s scope',
    noise: 'reports nobody has looked through yet',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['data'],
      all: [/"type"\s*:\s*"report"/, /"vulnerability_information"\s*:|"last_reporter_activity_at"\s*:/],
    },
    { form: 'json-object', keys: ['data', 'links'], all: [/api\.hackerone\.com/] },
    {
      form: 'json-object',
      keys: ['findings'],
      all: [/"severity_rating"\s*:/, /"substate"\s*:/, /"structured_scope"\s*:|"first_response_at"\s*:/],
    },
  ),
  mapping: jsonMapping({
    each: ['data[]', 'findings[]'],
    fields: ({ from }) => (from === 'findings[]' ? EXPORT : API),
  }),
};

const addressOf = (told: Told): string | undefined => {
  const id = textOf('id', told);
  return id !== undefined && /^\d+$/.test(id) ? `https://hackerone.com/reports/${id}` : undefined;
};

function toldState(word: string | undefined, original?: string): ToldState | undefined {
  switch (word?.toLowerCase().replaceAll('_', '-')) {
    case 'resolved':
      return { state: 'fixed', reason: 'Resolved on HackerOne.' };
    case 'duplicate':
      return {
        state: 'suppressed',
        reason:
          original === undefined
            ? 'A duplicate on HackerOne.'
            : `A duplicate of report ${original} on HackerOne.`,
      };
    case 'not-applicable':
      return { state: 'false-positive', reason: 'Closed as not applicable on HackerOne.' };
    case 'spam':
      return { state: 'false-positive', reason: 'Closed as spam on HackerOne.' };
    case 'informative':
      return { state: 'accepted', reason: 'Closed as informative on HackerOne.' };
    default:
      return undefined;
  }
}
