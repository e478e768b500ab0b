import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../pure.ts';
import { checkPolicy } from './check.ts';
import { policyJsonSchema } from './json-schema.ts';

const policy = (rules: string, more = '') =>
  `apiVersion: lanekeeper.dev/policy/v1\npriority: ${rules}\ndeadlines: { standard: { P0: 1d, P1: 2d, P2: 3d, P3: 4d, P4: none } }\n${more}`;
const withCondition = (when: string) =>
  policy(`[{ id: a, when: '${when}', then: P1 }, { id: rest, when: 'true', then: P4 }]`);
const told = (text: string) => {
  const { problems, warnings } = checkPolicy(text);
  return {
    problems: problems.map(({ message }) => message),
    warnings: warnings.map(({ message }) => message),
  };
};

describe('the check of a policy', () => {
  it('has nothing to say against the shipped default', () => {
    expect(checkPolicy(DEFAULT_POLICY)).toMatchObject({ problems: [], warnings: [] });
  });

  it.each([
    ['intel.exploted', 'did you mean intel.exploited?'],
    ['intl.kev', 'did you mean intel?'],
    ['kev', 'did you mean intel.kev?'],
    ['finding.exposure == "internet"', 'did you mean service.exposure?'],
    ['service.tier == "1"', 'a whole number cannot be compared with a text'],
    ['service.compliance == "pci-dss"', 'a list is asked with in'],
    ['finding.kind', 'must be true or false, but this is a text'],
    ['finding.kind && true', 'both sides of && and || must be true or false'],
    ['intel.kev &&', 'the condition ends too early'],
    ['finding.kind == "code', 'its quotation mark is missing'],
    ['finding.kind in finding.rule', 'in needs a list on its right'],
    ['now() > 1', 'there is no such function here'],
  ])('refuses %s with a sentence that helps', (when, sentence) => {
    expect(told(withCondition(when)).problems).toEqual([expect.stringContaining(sentence)]);
  });

  it.each([
    ['exceptions: { mitigated: { by: [security], countersign: [security] } }', 'would countersign it too'],
    ['exceptions: { acceptedRisk: { by: [] } }', 'nobody could grant it'],
    ['escalation: [{ id: a, at: { share: 1 }, to: [] }]', 'nobody would be told'],
    ["routes: [{ when: 'true', to: { hold: until later } }]", 'every finding would be held'],
    ["routes: [{ when: 'intel.kev', to: { hold: x, review: none } }]", 'what is held is looked at again'],
    ["routes: [{ when: 'intel.kev', to: { hold: x, review: 3000d } }]", 'within a year'],
    ["routes: [{ when: 'intel.kev', to: { queue: A, hold: x } }]", 'is not a key we know'],
    [
      "routes: [{ id: a, when: 'intel.kev', to: owner }, { id: a, when: 'true', to: owner }]",
      'the id a is taken',
    ],
  ])('refuses %s', (section, sentence) => {
    const rest = "[{ id: rest, when: 'true', then: P4 }]";
    expect(told(policy(rest, section)).problems.join()).toContain(sentence);
  });

  it('refuses a clock that always stands still', () => {
    const stopped = DEFAULT_POLICY.replace(
      '  pauses:\n',
      "  pauses:\n    - { id: a, when: 'true', because: never }\n",
    );
    expect(told(stopped).problems).toEqual([expect.stringContaining('no clock would ever run')]);
  });

  it('has nothing to say against the example in docs/policy.md', () => {
    const [, example] = /## Document and backtest[\s\S]*?```yaml\n([\s\S]*?)```/.exec(
      readFileSync('docs/policy.md', 'utf8'),
    )!;
    expect(checkPolicy(example!)).toMatchObject({ problems: [], warnings: [] });
  });

  it('stands at the key that is not known', () => {
    const { problems } = checkPolicy(`${DEFAULT_POLICY}guardrail: []\n`);
    expect(problems).toEqual([
      {
        line: DEFAULT_POLICY.split('\n').length,
        column: 1,
        message: 'policy: guardrail is not a key we know; did you mean guardrails?',
      },
    ]);
  });
});

describe('warnings', () => {
  it.each([
    ['finding.severity == "hihg"', 'did you mean "high"?'],
    ['finding.kind in ["code", "wb"]', 'did you mean "web"?'],
    ['"piii" in service.data', 'did you mean "pii"?'],
    ['intel.epss > 95', 'intel.epss goes from 0 to 1'],
    ['95 < intel.epssPercentile', 'intel.epssPercentile goes from 0 to 1'],
    ['service.tier == 0', 'service.tier goes from 1 to 4'],
    ['finding.kind == "code" && finding.kind == "web"', 'cannot be "code" and "web" at once'],
    ['false', 'this can never hold'],
  ])('are told of %s', (when, sentence) => {
    const { problems, warnings } = told(withCondition(when));
    expect(problems).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(sentence)]);
  });

  it.each([
    'finding.kind == "code" || finding.kind == "web"',
    'finding.kind == "code" && finding.severity in ["high", "critical"]',
    'intel.epss >= 1.0',
    'service.tier <= 1',
    '!(intel.kev)',
    'finding.rule == "anything"',
  ])('are not told of %s', (when) => {
    expect(told(withCondition(when)).warnings).toEqual([]);
  });

  it('name the rules that are never reached, and the one before them', () => {
    const rules = "[{ id: all, when: 'true', then: P2 }, { id: late, when: 'intel.kev', then: P0 }]";
    expect(told(policy(rules)).warnings).toEqual(['priority.1: never reached: all before it always holds']);
    const twice =
      "[{ id: one, when: 'intel.kev', then: P2 }, { id: two, when: 'intel.kev', then: P0 }, { id: rest, when: 'true', then: P4 }]";
    expect(told(policy(twice)).warnings).toEqual(['priority.1: never reached: one asks the same before it']);
  });

  it('say what becomes of findings that no rule speaks of', () => {
    expect(told(policy("[{ id: a, when: 'intel.kev', then: P0 }]")).warnings).toEqual([
      expect.stringContaining('what none speaks of is P4, "no rule of the policy speaks of it"'),
    ]);
    expect(told(policy("[{ id: a, when: 'false', then: P0 }]")).warnings).toContainEqual(
      expect.stringContaining('no rule can ever hold'),
    );
  });
});

describe('the JSON Schema', () => {
  it('has every section that the document may have', () => {
    const { properties } = policyJsonSchema() as { properties: Record<string, unknown> };
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining([
        'priority',
        'deadlines',
        'routes',
        'exceptions',
        'pacing',
        'trust',
        'guardrails',
      ]),
    );
  });

  it('says of every key what it is for', () => {
    const silent: string[] = [];
    const look = (node: Shape, path: string) => {
      for (const [name, below] of Object.entries(node.properties ?? {})) {
        if (!below.description) silent.push(`${path}${name}`);
        look(below, `${path}${name}.`);
      }
      for (const shape of [node.items, ...(node.anyOf ?? [])]) if (shape) look(shape, path);
      if (typeof node.additionalProperties === 'object') look(node.additionalProperties, `${path}*.`);
    };
    look(policyJsonSchema() as Shape, '');
    expect(silent).toEqual([]);
  });
});

interface Shape {
  description?: string;
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | boolean;
  items?: Shape;
  anyOf?: Shape[];
}
