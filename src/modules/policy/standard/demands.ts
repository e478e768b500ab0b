import type { Standard } from '../../../contract/standard.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import { describeLength } from '../deadlines/length.ts';
import { conditionFacts, type Facts, factsSchema } from '../deciding/facts.ts';
import type { CompiledRegime, Policy } from '../document/compile.ts';
import { plainWords } from '../document/plain-words.ts';
import type { PolicyDocument } from '../document/schema.ts';
import type { Clock } from '../document/sections/deadlines.ts';
import type { PublishedRegime } from '../regimes/regime.ts';

export type Demand = Standard['demands'][number];
type Service = Facts['service'];

const COUNTS: Record<Clock, string> = {
  detected: 'the day it was detected',
  evaluated: 'the day somebody evaluated it',
  published: 'the day the vulnerability was published',
  'fix-available': 'the day a fix appeared',
  'kev-added': 'the day it entered the catalogue of exploited vulnerabilities',
};

/**
 * By when something is due here: the house standard, and each regime that applies or may apply.
 * @param service null for the house as a whole: then every regime of the policy is told, with when it applies
 */
export function demandsOf(policy: Policy, document: PolicyDocument, service: Service | null): Demand[] {
  const { standard, regimes } = policy.deadlines;
  const house: Demand = {
    name: 'standard',
    title: 'House standard',
    because: 'it applies to everything',
    source: null,
    counts: COUNTS[standard.clock],
    rows: ownRows(standard),
  };
  return [house, ...regimes.flatMap((regime) => regimeDemand(policy, document, regime, service))];
}

function regimeDemand(
  policy: Policy,
  document: PolicyDocument,
  regime: CompiledRegime,
  service: Service | null,
): Demand[] {
  const { appliesTo, own, published, name } = regime;
  const text = document.deadlines.regimes[name]?.appliesTo ?? '';
  const words = `it applies where ${plainWords(appliesTo.ast, text)}`;
  const ofService = appliesTo.reads.every((fact) => fact.startsWith('service.'));
  if (service && ofService && !appliesTo.holds(conditionFacts(factsWith(service)))) return [];
  const because = service && ofService ? `it applies here: ${plainWords(appliesTo.ast, text)}` : words;
  if (own)
    return [
      {
        name,
        title: name,
        because,
        source: null,
        counts: COUNTS[regime.clock ?? own.clock],
        rows: ownRows(own),
      },
    ];
  if (!published) return [];
  return [
    {
      name,
      title: published.title,
      because,
      source: published.source,
      counts: COUNTS[regime.clock ?? published.clock],
      rows: publishedRows(policy, published, regime.level ?? null, service),
    },
  ];
}

const ownRows = (
  table: Policy['deadlines']['standard'] | NonNullable<CompiledRegime['own']>,
): Demand['rows'] =>
  PRIORITIES.map((priority) => {
    const length = table[priority];
    return { what: priority, by: length ? describeLength(length) : 'no date: it goes along with other work' };
  });

/** A table has some dozens of rows at most; what asks the same stands once. */
const MOST_ROWS = 40;

/** The published table, asked with every answer that it looks at: what it says here is what decisions will say. */
function publishedRows(
  policy: Policy,
  regime: PublishedRegime,
  level: CompiledRegime['level'] | null,
  service: Service | null,
): Demand['rows'] {
  const rows = new Map<string, string>();
  for (const facts of questions(service)) {
    for (const priority of ['P0', 'P2'] as const) {
      const { length, duties, why } = regime.answer(facts, { priority, level: level ?? null });
      const standard = policy.deadlines.standard[priority];
      const by =
        length === null
          ? duties.length > 0
            ? null
            : 'no date of its own'
          : length === 'standard'
            ? `as the house standard says${standard ? '' : ': no date'}`
            : describeLength(length);
      rows.set(why, [by, ...duties].filter((part) => part !== null).join('; '));
    }
  }
  return [...rows].slice(0, MOST_ROWS).map(([what, by]) => ({ what, by }));
}

function* questions(service: Service | null): Iterable<Facts> {
  const services: Partial<Service>[] = service
    ? [service]
    : [{ exposure: 'internet' }, { exposure: 'internal' }];
  for (const where of services) {
    const place = factsWith(where);
    for (const kev of [true, false])
      for (const automatable of ['yes', 'no'] as const)
        for (const technicalImpact of ['total', 'partial'] as const)
          for (const severity of SEVERITIES)
            yield {
              ...place,
              finding: { ...place.finding, severity },
              intel: {
                ...place.intel,
                kev,
                automatable,
                technicalImpact,
                exploitation: kev ? 'active' : 'none',
                epssPercentile: 0.1,
              },
            };
  }
}

const factsWith = (service: Partial<Service>): Facts =>
  factsSchema.parse({ finding: { kind: 'dependency', severity: 'high', fixAvailable: true }, service });
