import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOrganisation, registryOf } from '../../organisation/pure.ts';
import { readDescriptor } from '../forms/forms.ts';
import { adminTeamEvidence, codeownersEvidence, descriptorEvidence } from './claims.ts';
import { type Commit, committerEvidence } from './committers.ts';
import { draftAbout } from './draft.ts';
import { type Claim, type Evidence, NO_EVIDENCE, plain, together } from './evidence.ts';
import { knownPeople } from './known-people.ts';
import { manifestFacts } from './manifest.ts';
import { propose } from './propose.ts';

const NOW = new Date('2026-06-30T12:00:00Z');
const { document } = parseOrganisation(
  'teams.yaml',
  'teams:\n  - { key: ledger, github: ["@acme/ledger", "@acme/books"] }\n  - { key: core, github: ["@acme/core"] }\n',
  null,
);
const registry = registryOf(document!);
const people = knownPeople([
  { email: 'ann@acme.example', name: 'Ann Arbor', teams: ['ledger'] },
  { email: 'bo@acme.example', name: 'Bo Bot', teams: ['ledger', 'core'] },
  { email: 'cy@acme.example', name: 'Cy Young', teams: ['core'] },
]);
const noFacts = { name: null, type: null };
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 60 * 60 * 1000);
const work = (who: string, from: number, days: number): Commit[] =>
  Array.from({ length: days }, (_, i) => ({
    name: who.replace(/ <.*/, ''),
    email: /<(.*)>/.exec(who)![1]!,
    at: daysAgo(from + i),
  }));
const committers = (commits: Commit[], known: typeof people | null = people, shallow = false) =>
  committerEvidence({ commits, shallow }, known, NOW);
const strengths = ({ claims }: Evidence) =>
  Object.fromEntries(claims.map((each) => [each.owner, each.strength]));
const claim = (
  owner: string,
  strength: number,
  source: Claim['source'] = 'CODEOWNERS',
  known: boolean | null = true,
) => ({ owner, strength, source, known, why: `${owner} by ${source}` }) satisfies Claim;
const proposed = (...claims: Claim[]) => propose({ claims, remarks: [] });

describe('combining the evidence', () => {
  it('believes sources that agree more than each alone, and is never sure', () => {
    const one = proposed(claim('ledger', 0.6));
    const two = proposed(claim('ledger', 0.6), claim('ledger', 0.6, 'committers'));
    expect(one.owner?.confidence).toBe(0.6);
    expect(two.owner?.confidence).toBe(0.84);
    expect(proposed(claim('ledger', 1), claim('ledger', 1, 'admin team')).owner?.confidence).toBe(0.95);
  });

  it('does not take two lines of one file for two witnesses', () => {
    expect(proposed(claim('ledger', 0.6), claim('ledger', 0.5)).owner?.confidence).toBe(0.6);
  });

  it('loses confidence by a rival, and tells it', () => {
    const { owner, alternatives } = proposed(claim('ledger', 0.9), claim('core', 0.4, 'committers'));
    expect(owner).toMatchObject({ owner: 'ledger', confidence: 0.72 });
    expect(alternatives).toMatchObject([{ owner: 'core', confidence: 0.22 }]);
  });

  it('names nobody when two are about equal, or the best is only a hunch', () => {
    const equal = proposed(claim('ledger', 0.8), claim('core', 0.78, 'admin team'));
    expect(equal).toMatchObject({ owner: null, alternatives: [{ owner: 'ledger' }, { owner: 'core' }] });
    expect(equal.remarks).toEqual(['ledger and core are about equally likely: you know which it is']);
    expect(proposed(claim('ledger', 0.3)).remarks).toEqual([
      'ledger is only a guess at 0.3; 0.4 is the least we propose',
    ]);
    expect(propose(NO_EVIDENCE)).toMatchObject({
      owner: null,
      remarks: ['nothing names a team that could be written here'],
    });
  });

  it('never proposes a team that the list does not have', () => {
    const { owner, alternatives } = proposed(claim('@acme/old', 0.9, 'CODEOWNERS', false));
    expect(owner).toBeNull();
    expect(alternatives).toMatchObject([{ owner: '@acme/old', known: false }]);
  });

  it('takes @acme/ledger and ledger for one team only where there is no list', () => {
    const said = (known: boolean | null) =>
      proposed(claim('@acme/ledger', 0.6, 'CODEOWNERS', known), claim('ledger', 0.4, 'descriptor', known));
    expect(said(null).owner).toMatchObject({ owner: '@acme/ledger', confidence: 0.76 });
    expect(said(true)).toMatchObject({
      owner: { owner: '@acme/ledger' },
      alternatives: [{ owner: 'ledger' }],
    });
  });

  it('gives the same answer in whatever order the evidence comes, within 0 and 1', () => {
    const anyClaim = fc.record({
      owner: fc.constantFrom('a', 'b', 'c', '@x/a'),
      source: fc.constantFrom<Claim['source']>('CODEOWNERS', 'committers', 'admin team'),
      strength: fc.double({ min: 0, max: 1, noNaN: true }),
      known: fc.constantFrom(true, false, null),
      why: fc.constantFrom('x', 'y'),
    });
    const knownOf = (claims: Claim[]) => claims.map((each) => ({ ...each, known: each.owner !== 'c' }));
    fc.assert(
      fc.property(fc.array(anyClaim, { maxLength: 8 }), fc.integer({ min: 0, max: 7 }), (claims, turn) => {
        const all = knownOf(claims);
        const forth = proposed(...all);
        expect(proposed(...all.slice(turn), ...all.slice(0, turn))).toEqual(forth);
        for (const { confidence } of [...forth.alternatives, ...(forth.owner ? [forth.owner] : [])])
          expect(confidence >= 0 && confidence <= 0.95).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('evidence of CODEOWNERS', () => {
  const file = (content: string) => [{ path: '.github/CODEOWNERS', content }];

  it('weighs a team by its share of the files, all its handles together, and names the line', () => {
    const { claims } = codeownersEvidence(
      file('* @acme/ledger\n/b/ @acme/books\n/c/ @acme/core\n'),
      ['x', 'a/x', 'b/x', 'c/x'],
      registry,
    );
    expect(claims).toMatchObject([
      {
        owner: 'ledger',
        known: true,
        strength: 0.9 * 0.75,
        why: '.github/CODEOWNERS:1 names @acme/ledger for 75 % of 4 files',
      },
      { owner: 'core', known: true, strength: 0.9 * 0.25 },
    ]);
  });

  it('does not take a person for a team, nor a line without owners for anything', () => {
    const { claims, remarks } = codeownersEvidence(file('* @ann\n/free/\n'), ['x', 'free/y'], registry);
    expect(claims).toEqual([]);
    expect(remarks).toEqual(['.github/CODEOWNERS:1 names @ann, a person, for 50 % of 2 files']);
  });

  it('keeps handles that the list does not know apart, and as they are without a list', () => {
    expect(codeownersEvidence(file('* @acme/gone'), ['x'], registry).claims).toMatchObject([
      { owner: '@acme/gone', known: false },
    ]);
    expect(codeownersEvidence(file('* @acme/gone'), ['x'], null).claims).toMatchObject([
      { owner: '@acme/gone', known: null },
    ]);
    expect(codeownersEvidence([], ['x'], null)).toEqual(NO_EVIDENCE);
  });
});

describe('evidence of the code host and of catalogues', () => {
  it('believes one admin team more than three', () => {
    expect(strengths(adminTeamEvidence(['@acme/core'], registry))).toEqual({ core: 0.6 });
    expect(adminTeamEvidence(['@acme/core', '@acme/ledger', '@x/y'], registry).claims).toMatchObject([
      { owner: 'core', strength: expect.closeTo(0.2) },
      { owner: 'ledger' },
      { owner: '@x/y', known: false },
    ]);
  });

  it('takes the owner of a catalogue file, if the list knows it', () => {
    const files = (owner: string) => [
      {
        path: 'catalog-info.yaml',
        content: `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: x }\nspec: { type: service, lifecycle: production, owner: "${owner}" }\n`,
      },
    ];
    expect(descriptorEvidence(files('group:default/ledger'), registry).claims).toMatchObject([
      { owner: 'ledger', source: 'descriptor' },
    ]);
    expect(descriptorEvidence(files('group:default/nobody'), registry)).toEqual(NO_EVIDENCE);
  });
});

describe('evidence of the history', () => {
  it('counts a day of a person once, and a young day more than an old one', () => {
    const many = Array.from({ length: 200 }, () => work('Cy <cy@acme.example>', 1, 1)[0]!);
    const { ledger, core } = strengths(committers([...many, ...work('Ann <ann@acme.example>', 1, 9)]));
    expect(ledger! > core!).toBe(true);
    const old = strengths(
      committers([...work('Cy <cy@acme.example>', 1, 10), ...work('Ann <ann@acme.example>', 150, 10)]),
    );
    expect(old['core']! > 3 * old['ledger']!).toBe(true);
  });

  it('looks back 180 days, and not into the future', () => {
    const { claims, remarks } = committers([
      ...work('Ann <ann@acme.example>', 181, 9),
      ...work('Ann <ann@acme.example>', -400, 1),
    ]);
    expect(claims).toEqual([]);
    expect(remarks).toEqual([
      'commits dated in the future were left out: 1',
      'nobody committed in the last 180 days',
    ]);
  });

  it('leaves out programs, but no person of the list, whatever their name', () => {
    const { claims, remarks } = committers([
      ...work('dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>', 1, 20),
      ...work('renovate <bot@renovateapp.com>', 1, 20),
      ...work('acme-ci <ci@acme.example>', 1, 20),
      ...work('Bo Bot <bo@acme.example>', 1, 5),
    ]);
    expect(claims.map(({ owner, why }) => [owner, why])).toEqual([
      ['core', 'its people did 50 % of the work of the last 180 days: Bo Bot (5 days)'],
      ['ledger', 'its people did 50 % of the work of the last 180 days: Bo Bot (5 days)'],
    ]);
    expect(remarks).toEqual(['commits of programs were left out: 60']);
  });

  it('knows a hidden address by a name that one person alone has', () => {
    const hidden = work('ann  arbor <1+ann@users.noreply.github.com>', 1, 12);
    expect(Object.keys(strengths(committers(hidden)))).toEqual(['ledger']);
    const twins = knownPeople(
      [1, 2].map((i) => ({ email: `${i}@x.example`, name: 'Ann Arbor', teams: ['core'] })),
    );
    expect(committers(hidden, twins).claims).toEqual([]);
  });

  it('says who works here that no team has, and by names only', () => {
    const { claims, remarks } = committers([
      ...work('Ann <ann@acme.example>', 1, 10),
      ...work('Zoe <zoe@else.example>', 1, 10),
    ]);
    expect(claims).toMatchObject([{ owner: 'ledger', strength: 0.75 * 0.5 * 0.8 }]);
    expect(remarks).toEqual(['50 % of the work is of people in no team of the list: Zoe (10 days)']);
    expect(committers(work('Zoe <zoe@else.example>', 1, 1), null)).toEqual({
      claims: [],
      remarks: ['who committed of late: Zoe (1 day); with a list of teams (--teams) their team would count'],
    });
  });

  it('believes a clone with a part of the history half', () => {
    const commits = work('Ann <ann@acme.example>', 1, 10);
    const [whole, part] = [committers(commits), committers(commits, people, true)];
    expect(part.claims[0]!.strength).toBe(whole.claims[0]!.strength / 2);
    expect(part.remarks).toEqual([expect.stringContaining('a part of the history')]);
  });
});

describe('the draft', () => {
  it('is an about.yaml with its evidence as comments', () => {
    const evidence = together(
      { claims: [claim('ledger', 0.9), claim('core', 0.2, 'admin team')], remarks: ['x'] },
      NO_EVIDENCE,
    );
    const facts = manifestFacts(
      new Map([
        ['go.mod', 'module a/pay\n'],
        ['Dockerfile', 'EXPOSE 80\n'],
      ]),
    );
    const text = draftAbout(propose(evidence), facts);
    expect(text).toBe(`# Proposed by lanekeeper about propose; nothing is decided until you commit it.
# Owner ledger, confidence 0.81:
# - CODEOWNERS: ledger by CODEOWNERS (0.90)
# It could also be core (0.11):
# - admin team: core by admin team (0.20)
# Note: x.
apiVersion: lanekeeper.dev/v1
owner: ledger
name: pay # go.mod
type: service # Dockerfile, EXPOSE 80
`);
    expect(readDescriptor('about.yaml', text)).toMatchObject({ form: 'about.yaml v1', problems: [] });
  });

  it('without an owner is not valid before somebody writes it', () => {
    const text = draftAbout(propose(NO_EVIDENCE), noFacts);
    expect(readDescriptor('about.yaml', text).problems).toMatchObject([{ level: 'error', line: 4 }]);
    expect(readDescriptor('about.yaml', text.replace(/^owner:/m, 'owner: ledger')).problems).toEqual([]);
  });

  it('stays one valid file with one owner, whatever people and teams are called', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'x\nowner: evil',
        'x\r\nowner: evil',
        'a\u2028owner: evil',
        '\u202Eevil',
        '*a',
        '&a',
        '!!x',
        '@a/b',
        '# x',
        '- x',
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, email, handle) => {
        const known = knownPeople([{ email, name, teams: ['ledger'] }]);
        const commits = Array.from({ length: 20 }, (_, i) => ({ name, email, at: daysAgo(i) }));
        const strangers = commits.map((each) => ({ ...each, email: `${email}!`, name: `${name}!` }));
        const evidence = together(
          committers([...commits, ...strangers], known),
          adminTeamEvidence([handle], null),
          { claims: [claim('ledger', 0.9)], remarks: [] },
        );
        const text = draftAbout(propose(evidence), noFacts);
        const { descriptors, problems } = readDescriptor('about.yaml', text);
        expect(problems).toEqual([]);
        expect(descriptors).toHaveLength(1);
        expect(text.match(/^(?!#).*/gm)).toEqual(['apiVersion: lanekeeper.dev/v1', 'owner: ledger', '']);
      }),
    );
  });

  it('shows names as one short plain line', () => {
    expect(plain('a\u0000\nb\u202E c')).toBe('a b c');
    expect(plain('é'.repeat(200))).toBe(`${'é'.repeat(79)}…`);
  });
});
