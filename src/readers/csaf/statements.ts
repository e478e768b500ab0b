import { isJustification, type Observation, type ToldState } from '../../kernel/observation.ts';
import { cvssVectors } from '../kit/cvss.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { packageKind } from '../kit/declare/packages.ts';
import { links } from '../kit/links.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, type Json, num, str, strings } from '../kit/values.ts';
import { vulnerabilityIds } from '../kit/vulnerability-id.ts';
import type { JsonElement, Sink } from '../reader.ts';
import { productsOf } from './products.ts';

/** Lists of a vulnerability's `product_status`, and what they say: open where nothing stands. */
const STATUSES: readonly [list: string, state: ToldState['state'] | undefined][] = [
  ['known_affected', undefined],
  ['first_affected', undefined],
  ['last_affected', undefined],
  ['under_investigation', undefined],
  ['known_not_affected', 'false-positive'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
];

/** One observation for each vulnerability and product that the document makes a statement on. */
export function openCsaf(shell: unknown, sink: Sink): (element: JsonElement) => void {
  const document = asRecord(shell);
  const products = productsOf(document);
  const kind = packageKind('type', 'dependency');
  return ({ value }) => {
    const vulnerability = asRecord(value);
    const base = baseOf(vulnerability, document);
    sink.rule({
      id: base.rule,
      name: base.title,
      description: noteOf(vulnerability, /description|summary/),
      references: base.references,
      cwes: base.cwes,
    });
    const seen = new Set<string>();
    for (const [list, state] of STATUSES) {
      for (const id of strings(asRecord(vulnerability['product_status'])[list])) {
        if (seen.has(id)) continue;
        seen.add(id);
        const component = products.get(id) ?? { name: id, fixedVersions: [] };
        const observation: Observation = {
          ...base,
          kind: kind({ value: component, up: null, shell, key: undefined, from: '' }),
          title: `${base.title} in ${component.name}`,
          ...ratingOf(vulnerability, id),
          place: {},
          component: { ...component, fixedVersions: [] },
          remediation: adviceOf(vulnerability, id),
          tags: [list],
          told: state && toldOf(state, vulnerability, id),
        };
        sink.observation(observation);
      }
    }
  };
}

type Base = Pick<Observation, 'rule' | 'title' | 'cwes' | 'vulnerabilities' | 'references' | 'message'>;

function baseOf(vulnerability: Json, document: Json): Base {
  const own = asList(vulnerability['ids']).map((id) => str(asRecord(id)['text']));
  const tracking = asRecord(asRecord(document['document'])['tracking']);
  const vulnerabilities = vulnerabilityIds(str(vulnerability['cve']), ...own);
  const rule = vulnerabilities[0] ?? str(tracking['id']) ?? 'unnamed';
  const cwes = [vulnerability['cwe'], ...asList(vulnerability['cwes'])];
  return {
    rule,
    title: str(vulnerability['title']) ?? rule,
    message: noteOf(vulnerability, /description|summary/),
    cwes: cweNumbers(cwes.map((cwe) => asRecord(cwe)['id'])),
    vulnerabilities,
    references: links(asList(vulnerability['references']).map((one) => asRecord(one)['url'])),
  };
}

const noteOf = (vulnerability: Json, category: RegExp): string | undefined => {
  const notes = asList(vulnerability['notes']).map(asRecord);
  return str(notes.find((note) => category.test(str(note['category']) ?? ''))?.['text']);
};

/** Entries of a list that speak of a product, or of all of them. */
const about = (list: unknown, product: string): Json[] =>
  asList(list)
    .map(asRecord)
    .filter((one) => {
      const named = strings(one['product_ids'] ?? one['products']);
      return named.includes(product) || (named.length === 0 && one['group_ids'] === undefined);
    });

/** `scores` of version 2.0, `metrics` of 2.1; unrated is medium, not harmless. */
function ratingOf(
  vulnerability: Json,
  product: string,
): Pick<Observation, 'severity' | 'severityTold' | 'score' | 'vectors'> {
  const scores = [
    ...about(vulnerability['scores'], product),
    ...about(vulnerability['metrics'], product).map((metric) => asRecord(metric['content'])),
  ];
  const ratings: Json[] = scores.flatMap((score) =>
    ['cvss_v4', 'cvss_v3', 'cvss_v2'].flatMap((name) =>
      score[name] === undefined ? [] : [asRecord(score[name])],
    ),
  );
  const severityTold = ratings
    .map(({ baseSeverity }) => str(baseSeverity))
    .find((word) => word !== undefined);
  return {
    severity: severityOfWord(severityTold) ?? 'medium',
    severityTold,
    score: ratings.map(({ baseScore }) => num(baseScore)).find((score) => score !== undefined),
    vectors: cvssVectors(ratings.map(({ vectorString }) => str(vectorString))),
  };
}

function adviceOf(vulnerability: Json, product: string): string | undefined {
  const advice = about(vulnerability['remediations'], product).flatMap(({ details }) => str(details) ?? []);
  return advice.length > 0 ? advice.join('\n\n') : undefined;
}

/** Makers justify with a flag (`component_not_present`), or in words of a threat to nobody. */
function toldOf(state: ToldState['state'], vulnerability: Json, product: string): ToldState {
  const flags = about(vulnerability['flags'], product).flatMap(({ label }) => str(label) ?? []);
  const labels = flags.map((label) => label.replaceAll('_', ' '));
  const words = about(vulnerability['threats'], product)
    .filter(({ category }) => category === 'impact')
    .flatMap(({ details }) => str(details) ?? []);
  const reason = state === 'false-positive' ? [...labels, ...words].join(': ') : '';
  if (reason === '') return { state };
  const justification = flags.find(isJustification);
  return { state, reason, ...(justification && { justification }) };
}
