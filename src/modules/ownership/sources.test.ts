import { describe, expect, it } from 'vitest';
import { parseOrganisation, registryOf } from '../organisation/pure.ts';
import { type HostFacts, hostFactsOf } from './code-host.ts';
import { compileOwnership, type OwnerRegistry } from './compile.ts';
import type { OverrideFacts } from './override.ts';
import { resolveOwner } from './resolve.ts';

const TEAMS = `
teams:
  - { key: payments, queue: PAY, jira: PAY, channel: "#pay", github: ["@acme/payments"] }
  - { key: ledger, queue: LED, allowedQueues: [LEDGER-OPS], allowedChannels: ["#ledger-alerts"], aliases: [books] }
  - { key: old-books, queue: BOOKS, jira: BOOKS, aliases: ["@acme/books"] }
`;
const document = parseOrganisation('teams.yaml', TEAMS, null).document!;

/** `old-books` is retired, and ledger has its name where it is told so. */
function registryWith(heir: boolean): OwnerRegistry {
  const registry = registryOf(document);
  const teams = registry.teams.map((team) => ({
    ...team,
    retiredAt: team.key === 'old-books' ? '2026-03-01T09:00:00.000Z' : null,
    aliases: heir && team.key === 'ledger' ? [...team.aliases, 'old-books'] : team.aliases,
  }));
  return { ...registry, teams, byKey: new Map(teams.map((team) => [team.key, team])) };
}

interface Given {
  files?: Record<string, string>;
  overrides?: Partial<OverrideFacts>[];
  host?: Partial<HostFacts>;
  heir?: boolean;
  dialect?: 'github' | 'gitlab' | null;
}

const mapOf = ({ files = {}, overrides = [], host = {}, heir = false, dialect = null }: Given) =>
  compileOwnership({
    repository: { key: 'acme/shop', unitKey: null, host: hostFactsOf(host), dialect },
    registry: registryWith(heir),
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    overrides: overrides.map((override) => ({
      pattern: '',
      team: 'ledger',
      reason: 'they built it',
      madeBy: 'ann@acme.example',
      madeAt: '2026-05-01T10:00:00.000Z',
      expiresAt: '2026-08-01T10:00:00.000Z',
      ...override,
    })),
  });
const ask = (given: Given, path: string | null = 'src/x.ts') => resolveOwner(mapOf(given), path);
const about = (rest: string) => ({ 'about.yaml': `apiVersion: lanekeeper.dev/v1\n${rest}` });

describe('several CODEOWNERS', () => {
  it.each([
    ['github', '.github/CODEOWNERS'],
    ['gitlab', 'docs/CODEOWNERS'],
    [null, '.github/CODEOWNERS'],
  ] as const)('on %s count in the order of that host', (dialect, first) => {
    const places = ['.gitlab/CODEOWNERS', 'docs/CODEOWNERS', '.github/CODEOWNERS'];
    const files = Object.fromEntries(places.map((place) => [place, '* @acme/payments']));
    expect(ask({ files, dialect })).toMatchObject({ team: 'payments' });
    const unused = mapOf({ files, dialect }).problems.filter(({ code }) => code === 'not-used');
    expect(unused.map(({ file }) => file)).toEqual(places.filter((place) => place !== first).sort());
  });

  it('of another host count where its own are not there', () => {
    const files = { '.github/CODEOWNERS': '* @acme/payments' };
    expect(ask({ files, dialect: 'gitlab' })).toMatchObject({ team: 'payments' });
  });
});

describe('a person’s override', () => {
  const files = about('owner: payments\npaths: [{ match: "/src/**", owner: payments }]');

  it('comes before every file, and says who said so, until when and why', () => {
    expect(ask({ files, overrides: [{ pattern: '/src/' }] })).toMatchObject({
      team: 'ledger',
      source: 'override',
      unowned: false,
      because: ['ledger, because ann@acme.example said so of "/src/" until 2026-08-01: they built it'],
      contact: { queue: 'LED' },
    });
    expect(ask({ files, overrides: [{ pattern: '/src/' }] }, 'lib/x.ts')).toMatchObject({ team: 'payments' });
    expect(ask({ files, overrides: [{ pattern: '/src/' }] }, null)).toMatchObject({ team: 'payments' });
  });

  it('of the whole repository answers for it and for each path, unless one says more closely', () => {
    const overrides = [{ pattern: '' }, { pattern: '/src/x.ts', team: 'payments' }];
    expect(ask({ overrides }, null)).toMatchObject({ team: 'ledger', source: 'override' });
    expect(ask({ overrides }, 'src/y.ts')).toMatchObject({ team: 'ledger' });
    expect(ask({ overrides }, 'src/x.ts')).toMatchObject({ team: 'payments' });
  });

  it('of two on one place the later counts, in whatever order they come', () => {
    const [first, second] = [
      { pattern: '/src/', madeAt: '2026-05-01T10:00:00.000Z' },
      { pattern: '/src/', madeAt: '2026-05-02T10:00:00.000Z', team: 'payments' },
    ];
    expect(ask({ overrides: [first, second] }).team).toBe('payments');
    expect(ask({ overrides: [second, first] }).team).toBe('payments');
  });

  it('for a team that is gone, or a place that cannot be read, leaves the answer to the files', () => {
    expect(ask({ files, overrides: [{ team: 'old-books' }] })).toMatchObject({
      team: 'payments',
      because: [expect.any(String), expect.stringContaining('old-books was retired on 2026-03-01')],
    });
    const map = mapOf({ files, overrides: [{ pattern: '/src/[a].ts' }] });
    expect(resolveOwner(map, 'src/[a].ts').team).toBe('payments');
    expect(map.problems).toMatchObject([{ code: 'bad-pattern', level: 'warning' }]);
  });

  it('tells a reason of many lines in one', () => {
    const [because] = ask({ overrides: [{ reason: 'a\n\n# b\tc' }] }).because;
    expect(because).toMatch(/: a # b c$/);
  });
});

describe('the code host', () => {
  it.each<[string, Partial<HostFacts>, string, string]>([
    [
      'a property',
      { properties: { Owner: 'payments', x: 'ledger' } },
      'payments',
      'property Owner "payments"',
    ],
    [
      'the property owner before team',
      { properties: { team: 'ledger', owner: 'payments' } },
      'payments',
      'property owner',
    ],
    [
      'a property before a topic',
      { properties: { team: ['ledger'] }, topics: ['team-payments'] },
      'ledger',
      'property team',
    ],
    ['a topic', { topics: ['java', 'owner-ledger'] }, 'ledger', 'topic "ledger"'],
    ['two topics of one team', { topics: ['owner-ledger', 'team-books'] }, 'ledger', 'topic "ledger"'],
    [
      'the admin team we know',
      { adminTeams: ['acme/everyone', 'acme/payments'] },
      'payments',
      'admin team @acme/payments',
    ],
  ])('answers by %s', (_, host, team, why) => {
    const found = ask({ host }, null);
    expect(found).toMatchObject({ team, source: 'code host', unowned: false });
    expect(found.because[0]).toContain(why);
  });

  it.each<[string, Partial<HostFacts>, string]>([
    ['two topics', { topics: ['team-ledger', 'team-payments'] }, 'ledger and payments'],
    ['two admin teams', { adminTeams: ['ledger', '@acme/payments'] }, 'ledger and payments administer it'],
    ['a name we do not know', { properties: { owner: 'ledgr' } }, 'did you mean ledger?'],
    ['a retired team', { topics: ['team-old-books'] }, 'old-books was retired on 2026-03-01'],
  ])('does not answer by %s, and says why', (_, host, why) => {
    const found = ask({ host });
    expect(found).toMatchObject({ source: 'security triage', unowned: true });
    expect(found.because[1]).toContain(why);
  });

  it('comes after the files', () => {
    expect(
      ask({ host: { topics: ['team-ledger'] }, files: { CODEOWNERS: '* @acme/payments' } }),
    ).toMatchObject({
      source: 'CODEOWNERS',
    });
  });

  it.each([null, 'x', [], { topics: 'x', properties: { owner: 3, team: ['a', 1] }, adminTeams: [1] }])(
    'takes what is stored as %j for nothing said',
    (stored) => {
      expect(hostFactsOf(stored)).toEqual({ topics: [], properties: {}, adminTeams: [] });
    },
  );
});

describe('queues and channels', () => {
  const told = (rest: string) => mapOf({ files: about(`owner: ledger\n${rest}`) });

  it('may be chosen by a file among those the registry allows, as the registry writes them', () => {
    const map = told('jira: { project: ledger-ops }\nslack: { channel: ledger-alerts }');
    expect(resolveOwner(map, 'x').contact).toMatchObject({ queue: 'LEDGER-OPS', channel: '#ledger-alerts' });
    expect(map.problems).toEqual([]);
  });

  it('that are not allowed fall back to the registry’s, and the file’s people are told', () => {
    const map = told('jira: { project: PAY }\nslack: { channel: "#pay" }');
    expect(resolveOwner(map, 'x').contact).toMatchObject({ queue: 'LED', channel: null });
    expect(map.problems).toMatchObject([
      { code: 'not-used', line: 2, message: expect.stringContaining('PAY') },
      { code: 'not-used', line: 2, message: expect.stringContaining('no channel') },
    ]);
  });
});

describe('a retired team', () => {
  it('never answers: the next source is asked, and the trail says since when', () => {
    const found = ask({
      files: { ...about('owner: old-books'), CODEOWNERS: '* @acme/books @acme/payments' },
    });
    expect(found).toMatchObject({ team: 'payments', source: 'CODEOWNERS' });
    expect(found.because[1]).toBe('about.yaml:2 owner "old-books": old-books was retired on 2026-03-01');
  });

  it('is told to the people of the file, with the team that has its name now', () => {
    expect(mapOf({ files: about('owner: old-books'), heir: true }).problems).toMatchObject([
      { level: 'error', code: 'retired-team', line: 2, suggestion: 'ledger' },
    ]);
    expect(mapOf({ files: about('owner: old-books') }).problems).toMatchObject([{ suggestion: null }]);
    const gordon = 'version: 1\norganization: acme\njira_id: BOOKS\npagerduty_id: P9\n';
    expect(mapOf({ files: { 'about.yaml': gordon } }).problems).toMatchObject([
      { code: 'retired-team', line: 3 },
    ]);
  });

  it('leaves its handles to a team that took them over', () => {
    const registry = registryWith(false);
    const teams = registry.teams.map((team) =>
      team.key === 'ledger' ? { ...team, aliases: ['@acme/books'] } : team,
    );
    const map = compileOwnership({
      repository: { key: '', unitKey: null },
      registry: { ...registry, teams },
      files: [{ path: 'CODEOWNERS', content: '* @acme/books' }],
    });
    expect(resolveOwner(map, 'x')).toMatchObject({ team: 'ledger', unowned: false });
  });
});
