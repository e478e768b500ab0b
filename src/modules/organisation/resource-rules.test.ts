import { describe, expect, it } from 'vitest';
import { parseOrganisation } from './parse-organisation.ts';

const parse = (text: string, known = true) =>
  parseOrganisation(
    'company/teams.yaml',
    text,
    known ? { units: [], teams: ['payments-core'], repositories: ['acme/pay'] } : null,
  );
const problem = (entry: string) => {
  const { document, problems } = parse(`resources:\n  - ${entry}\n`);
  expect(document).toBeNull();
  return problems[0];
};

describe('the list of rules on what is no path', () => {
  it('is read with the place of each, and the team of the same document counts', () => {
    const { document, problems } = parse(`teams: [{ key: new-team }]
resources:
  - { kind: cloud-account, provider: AWS, pattern: "1234*", owner: payments-core }
  - { kind: image, tags: { team: pay }, owner: new-team }
  - { kind: image, pattern: registry.example/pay/*, repository: acme/pay }
`);
    expect(problems).toEqual([]);
    expect(document?.resources).toMatchObject([
      {
        kind: 'cloud-account',
        provider: 'aws',
        pattern: '1234*',
        owner: 'payments-core',
        origin: 'teams.yaml:3',
      },
      { tags: { team: 'pay' }, origin: 'teams.yaml:4' },
      { repository: 'acme/pay', origin: 'teams.yaml:5' },
    ]);
  });

  it('absent is not the same as empty', () => {
    expect(parse('teams: []').document?.resources).toBeUndefined();
    expect(parse('resources: []').document?.resources).toEqual([]);
  });

  it.each([
    ['{ kind: clowd-account, pattern: a, owner: payments-core }', 'wrong-value', 13, 'cloud-account'],
    ['{ kind: network, pattern: 10.1.2.3/8, owner: payments-core }', 'bad-pattern', 31, '10.0.0.0/8'],
    ['{ kind: host, pattern: a, owner: payment-core }', 'unknown-team', 38, 'payments-core'],
    ['{ kind: host, pattern: a, repository: acme/pai }', 'unknown-repository', 43, 'acme/pay'],
    ['{ kind: host, pattern: a }', 'missing-key', 13, null],
    ['{ kind: host, pattern: a, owner: payments-core, repository: acme/pay }', 'missing-key', 13, null],
    ['{ kind: host, owner: payments-core }', 'missing-key', 13, null],
    ['{ kind: host, pattern: a, owner: payments-core, ownr: x }', 'unknown-key', 53, 'owner'],
  ])('tells a slip with line, column and what was meant: %s', (entry, code, column, suggestion) =>
    expect(problem(entry)).toMatchObject({ line: 2, column, code, suggestion, level: 'error' }),
  );
});

describe('kinds of findings that a team takes', () => {
  it('are for security teams', () => {
    const { document } = parse('teams: [{ key: cloud-sec, kind: security, takes: [cloud, host] }]');
    expect(document?.teams[0]?.takes).toEqual(['cloud', 'host']);
    expect(parse('teams: [{ key: web, takes: [cloud] }]').problems).toMatchObject([
      { message: expect.stringContaining('only a team of kind security'), line: 1, column: 28 },
    ]);
    expect(parse('teams: [{ key: a, kind: security, takes: [clowd] }]').problems).toMatchObject([
      { suggestion: 'cloud' },
    ]);
  });
});

describe('kinds of asks that a team takes', () => {
  it('are for security teams', () => {
    const { document } = parse(
      'teams: [{ key: product-sec, kind: security, takesAsks: [review, quick-test] }]',
    );
    expect(document?.teams[0]?.takesAsks).toEqual(['review', 'quick-test']);
    expect(parse('teams: [{ key: web, takesAsks: [review] }]').problems).toMatchObject([
      { message: expect.stringContaining('only a team of kind security') },
    ]);
    expect(parse('teams: [{ key: a, kind: security, takesAsks: [reveiw] }]').problems).toMatchObject([
      { suggestion: 'review' },
    ]);
  });
});
