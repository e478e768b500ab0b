import { describe, expect, it } from 'vitest';
import { parseOrganisation } from './parse-organisation.ts';
import { registryOf } from './registry.ts';

const nothing = { units: [], teams: [] };
const problemsOf = (text: string, known: typeof nothing | null = nothing) =>
  parseOrganisation('o.yaml', text, known).problems;

describe('organisation.yaml', () => {
  it('needs nothing but the key of a team', () => {
    const { document, problems } = parseOrganisation('o.yaml', 'teams:\n  - key: ledger\n', nothing);
    expect(problems).toEqual([]);
    expect(document?.teams).toMatchObject([{ key: 'ledger', name: 'ledger', kind: 'team', queue: 'LEDGER' }]);
  });

  it('may be a plain list of teams', () => {
    const { document } = parseOrganisation('o.yaml', '- key: ledger\n  jira: LED\n', nothing);
    expect(document?.teams).toMatchObject([{ key: 'ledger', queue: 'LED' }]);
  });

  it.each([
    [
      'teams:\n  - key: a\n    chanel: x\n',
      { line: 3, column: 5, code: 'unknown-key', suggestion: 'channel' },
    ],
    [
      'teams:\n  - key: a\n    kind: securty\n',
      { line: 3, column: 11, code: 'wrong-value', suggestion: 'security' },
    ],
    ['teams:\n  - name: a\n', { line: 2, column: 5, code: 'missing-key' }],
    [
      'businessUnits: [{key: shop, name: Shop}]\nteams:\n  - key: a\n    unit: shp\n',
      { line: 4, column: 11, code: 'unknown-unit', suggestion: 'shop' },
    ],
    [
      'people:\n  - email: a@b.example\n    name: A\n    teams: [{ team: a }]\n',
      { line: 4, column: 21, code: 'unknown-team' },
    ],
    ['teams:\n  - key: a\n  - key: b\n    aliases: [A]\n', { line: 3, column: 10, code: 'duplicate-name' }],
    [
      'businessUnits:\n  - { key: a, name: A, parent: b }\n  - { key: b, name: B, parent: c }\n  - { key: c, name: C }\n  - { key: d, name: D, parent: d }\n',
      { line: 5, column: 32, code: 'unit-cycle' },
    ],
    [
      'businessUnits:\n  - { key: a, name: A, parent: shp }\n  - { key: shop, name: B }\n',
      { line: 2, column: 32, code: 'unknown-unit', suggestion: 'shop' },
    ],
    ['teams:\n\t- key: a\n', { line: 2, column: 1, code: 'syntax' }],
    ['teams: [{key: "a\\0"}]', { line: 1, code: 'wrong-value' }],
  ])('says where %j is wrong and what was meant', (text, problem) => {
    expect(problemsOf(text)).toMatchObject([problem]);
    expect(parseOrganisation('o.yaml', text, nothing).document).toBeNull();
  });

  it('refuses a unit that a document known before already put into this one', () => {
    const known = { units: [{ key: 'shop', parent: 'acme' }], teams: [] };
    expect(
      parseOrganisation('o.yaml', 'businessUnits: [{ key: acme, name: A, parent: shop }]', known).problems,
    ).toMatchObject([
      { line: 1, column: 47, code: 'unit-cycle', message: 'acme would lie in itself: shop, acme' },
    ]);
  });

  it('says where in a plain list of teams, too', () => {
    expect(problemsOf('- key: a\n- key: a\n')).toMatchObject([
      { line: 2, column: 8, code: 'duplicate-name' },
    ]);
  });

  it('without a registry takes any unit and warns of keys it does not know', () => {
    const text = 'teams:\n  - key: a\n    unit: nowhere\n    mascot: fox\n';
    const { document, problems } = parseOrganisation('o.yaml', text, null);
    expect(document?.teams).toMatchObject([{ key: 'a', unit: 'nowhere' }]);
    expect(problems).toMatchObject([{ level: 'warning', code: 'unknown-key', line: 4 }]);
  });

  it('keeps no key that would reach a prototype', () => {
    expect(problemsOf('__proto__: { teams: [] }')).toMatchObject([{ code: 'unknown-key' }]);
  });
});

describe('the registry of a document', () => {
  const of = (text: string) => registryOf(parseOrganisation('o.yaml', text, null).document!);

  it('always has a triage team', () => {
    expect(of('teams: []').triage).toMatchObject({ key: 'security-triage', kind: 'security', queue: 'SEC' });
  });

  it('gives a unit the team that works on its fallback queue, of several its own, and else triage', () => {
    const registry = of(`
businessUnits:
  - { key: shop, name: Shop, fallbackQueue: OPS }
  - { key: post, name: Post, fallbackQueue: NOBODY }
teams:
  - { key: elsewhere, queue: OPS }
  - { key: shop-ops, queue: OPS, unit: shop }
`);
    expect(registry.unitFallback.get('shop')?.key).toBe('shop-ops');
    expect(registry.unitFallback.get('post')?.key).toBe('security-triage');
  });
});
