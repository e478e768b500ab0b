import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { all, textOf } from '../kit/declare/values.ts';
import { asRecord, text } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** Intigriti's submissions, from its API. Texts are HTML of people outside. */
export const reader: Reader = {
  card: {
    id: 'intigriti',
    name: 'Intigriti',
    homepage: 'https://www.intigriti.com',
    aliases: [],
    kinds: ['manual'],
    phase: 'bug-bounty',
    produce: 'export the submissions from the API, each with its detail',
    versions: ['2026'],
    goodAt: 'what skilled people find that no scanner does',
    misses: 'what is out of the programme’s scope',
    noise: 'submissions nobody has looked through yet',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['records'],
    all: [/"code"\s*:/, /"closeReason"\s*:|"originators"\s*:/, /"webLinks"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['records[]'],
    fields: {
      kind: 'manual',
      rule: (told) => textOf(['detail.report.type.name', 'detail.type.name'], told) ?? 'Unclassified',
      title: ['title', 'detail.title'],
      message: paragraphs(
        named('Type', typeOf),
        named('Asset', ['detail.report.domain.name', 'detail.domain.name']),
        named('Endpoint', 'detail.report.endpointVulnerableComponent'),
        named('Submission', 'code'),
        named('Reported by', ['submitter.userName', 'detail.submitter.userName']),
        named('State', 'state.status.value'),
        named('Proof of concept', 'detail.report.pocDescription'),
        named('Impact', 'detail.report.impact'),
        answers,
      ),
      severity: { of: ['severity.value', 'detail.severity.value'], words: { Exceptional: 'critical' } },
      vectors: ['severity.vector', 'detail.severity.vector'],
      cwes: 'detail.report.type.cwe',
      externalId: 'code',
      fingerprints: { submission: 'code' },
      firstFoundAt: 'createdAt',
      references: 'webLinks.details',
      remediation: 'detail.report.recommendedSolution',
      tags: 'tags',
      told: toldState,
    },
  }),
};

function typeOf(told: Told): string | undefined {
  const [name, category] = [
    textOf('detail.report.type.name', told),
    textOf('detail.report.type.category', told),
  ];
  return name !== undefined && category !== undefined ? `${name} (${category})` : (name ?? category);
}

/** What the programme asked and the finder answered. */
function answers(told: Told): { markdown: string } | undefined {
  const given = all('detail.report.questions[]', told).flatMap((one) => {
    const { question, answer } = asRecord(one);
    const asked = text(question);
    return asked === undefined ? [] : (named(asked, () => answer)(told)?.markdown ?? []);
  });
  return given.length > 0 ? { markdown: given.join('\n\n') } : undefined;
}

const STATES: readonly (readonly [RegExp, ToldState])[] = [
  [/duplicate/i, { state: 'suppressed', reason: 'A duplicate on Intigriti.' }],
  [/out of scope/i, { state: 'suppressed', reason: 'Out of the programme’s scope, says Intigriti.' }],
  [/spam|not applicable/i, { state: 'false-positive', reason: 'Not applicable, says Intigriti.' }],
  [/informative/i, { state: 'accepted', reason: 'Closed as informative on Intigriti.' }],
  [/accepted risk/i, { state: 'accepted', reason: 'The risk was accepted on Intigriti.' }],
  [/resolved/i, { state: 'fixed', reason: 'Resolved on Intigriti.' }],
];

function toldState(told: Told): ToldState | undefined {
  if (!/closed|archived/i.test(textOf('state.status.value', told) ?? '')) return undefined;
  const reason = textOf('state.closeReason.value', told) ?? '';
  return STATES.find(([pattern]) => pattern.test(reason))?.[1];
}
