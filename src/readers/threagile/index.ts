import type { ToldState } from '../../kernel/observation.ts';
import { facts } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';
import { WEAKNESSES } from './weaknesses.ts';

const STATES: Readonly<Record<string, ToldState['state']>> = {
  accepted: 'accepted',
  'false-positive': 'false-positive',
  mitigated: 'fixed',
};

/** Risks that Threagile derives from a model of the architecture (risks.json). */
export const reader: Reader = {
  card: {
    id: 'threagile',
    name: 'Threagile',
    homepage: 'https://threagile.io',
    aliases: ['Threagile risks report'],
    kinds: ['manual'],
    phase: 'threat-model',
    produce: 'threagile -model threagile.yaml -output out && ls out/risks.json',
    versions: ['1.0'],
    goodAt: 'risks of an architecture before any code is written',
    misses: 'whatever the model does not tell',
    noise: 'risks of parts that are out of scope but not marked so',
  },
  recognise: bySigns({ form: 'json-array', keys: ['category', 'risk_status', 'synthetic_id'] }),
  mapping: jsonMapping({
    each: ['[]'],
    fields: {
      kind: 'manual',
      rule: 'category',
      title: (told) => textOf('title', told)?.replace(/<\/?b>/g, ''),
      message: facts(
        {
          Likelihood: 'exploitation_likelihood',
          Impact: 'exploitation_impact',
          'Breach of data': 'data_breach_probability',
          'Data asset': 'most_relevant_data_asset',
          'Communication link': 'most_relevant_communication_link',
        },
        'title',
      ),
      severity: { of: 'severity', words: { elevated: 'high' } },
      cwes: (told) => own(WEAKNESSES, textOf('category', told) ?? ''),
      resource: {
        id: [
          'most_relevant_technical_asset',
          'most_relevant_trust_boundary',
          'most_relevant_shared_runtime',
          'most_relevant_communication_link',
          'most_relevant_data_asset',
        ],
      },
      externalId: 'synthetic_id',
      tags: (told) => [`status:${textOf('risk_status', told) ?? 'unchecked'}`],
      fingerprints: { threagile: 'synthetic_id' },
      told: stateOf,
    },
  }),
};

function stateOf(told: Told): ToldState | undefined {
  const state = own(STATES, textOf('risk_status', told) ?? '');
  return state && { state };
}
