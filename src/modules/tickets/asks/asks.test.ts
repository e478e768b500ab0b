import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASK_DIRECTIONS, ASK_KINDS, mayGo } from '../../../contract/ask-kinds.ts';
import { ASK_SIDES } from '../../../contract/asks.ts';
import { type Act, begin, type Course, isClosed, isQuestion, step } from './course.ts';
import { guessKind } from './guess-kind.ts';
import { type AskTeam, type AskToRoute, routeAsk } from './route-ask.ts';
import { objection, type Standing, sideOf } from './sides.ts';
import { cleanText, titleOf } from './text.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

const by = fc.constantFrom(...ASK_SIDES, null);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant('comment' as const),
    by,
    text: fc.constantFrom('Done?', 'On it.', '> really?'),
  }),
  fc.record({
    act: fc.constant('state' as const),
    by,
    state: fc.constantFrom('open', 'in-progress', 'done', 'declined', 'withdrawn'),
    because: fc.constantFrom('not ours', null),
  }),
  fc.record({ act: fc.constant('turn' as const), to: fc.constantFrom(...ASK_SIDES) }),
  fc.record({ act: fc.constant('moved' as const), because: fc.constant('cloud') }),
);
const story = fc.array(fc.tuple(act, fc.nat(1000)), { maxLength: 30 });

/** Every step with what was before it. */
function walk(acts: [Act, number][]): { before: Course; act: Act; after: Course; now: Date }[] {
  let [course, ms] = [begin(NOW), 0];
  return acts.map(([one, gap]) => {
    ms += gap;
    const [before, now] = [course, later(ms)];
    course = step(before, one, now);
    return { before, act: one, after: course, now };
  });
}

describe('the course of an ask', () => {
  it('counts the waiting from when the turn changed or it was opened again, from nothing else', () => {
    fc.assert(
      fc.property(story, (acts) => {
        for (const { before, after, now } of walk(acts)) {
          const handed = after.waitsFor !== before.waitsFor;
          const reopened = isClosed(before.state) && !isClosed(after.state);
          expect(after.waitsSince).toEqual(handed || reopened ? now : before.waitsSince);
        }
      }),
    );
  });

  it('has an end exactly while it is closed, and a reason only then', () => {
    fc.assert(
      fc.property(story, (acts) => {
        for (const { after } of walk(acts)) {
          expect(after.closedAt !== null).toBe(isClosed(after.state));
          if (!isClosed(after.state) || after.state === 'done') expect(after.because).toBeNull();
        }
      }),
    );
  });

  it('takes the same act twice as once', () => {
    fc.assert(
      fc.property(story, act, (acts, last) => {
        const at = walk(acts).at(-1)?.after ?? begin(NOW);
        const once = step(at, last, later(1e6));
        expect(step(once, last, later(2e6))).toEqual(once);
      }),
    );
  });

  it('is not turned by words once it is closed', () => {
    fc.assert(
      fc.property(story, by, (acts, side) => {
        const at = walk(acts).at(-1)?.after ?? begin(NOW);
        const said = step(at, { act: 'comment', by: side, text: 'And now?' }, later(1e6));
        if (isClosed(at.state)) expect(said).toEqual(at);
      }),
    );
  });

  it('hands the turn over by a question back, by the answer, and by the end', () => {
    let course = begin(NOW);
    const go = (one: Act, ms: number) => {
      course = step(course, one, later(ms));
      return [course.state, course.waitsFor, course.waitsSince.getTime() - NOW.getTime()];
    };
    expect(go({ act: 'comment', by: 'from', text: 'It is urgent.' }, 1)).toEqual(['open', 'to', 0]);
    expect(go({ act: 'state', by: 'to', state: 'in-progress', because: null }, 2)).toEqual([
      'in-progress',
      'to',
      0,
    ]);
    expect(go({ act: 'comment', by: 'to', text: 'Reading it.' }, 3)).toEqual(['in-progress', 'to', 0]);
    expect(go({ act: 'comment', by: 'to', text: 'Which branch?' }, 4)).toEqual(['in-progress', 'from', 4]);
    expect(go({ act: 'comment', by: null, text: 'Who knows?' }, 5)).toEqual(['in-progress', 'from', 4]);
    expect(go({ act: 'comment', by: 'from', text: 'main' }, 6)).toEqual(['in-progress', 'to', 6]);
    expect(go({ act: 'state', by: 'to', state: 'done', because: null }, 7)).toEqual(['done', 'from', 7]);
    expect(go({ act: 'state', by: 'from', state: 'open', because: null }, 8)).toEqual(['open', 'to', 8]);
    expect(go({ act: 'state', by: 'to', state: 'declined', because: 'no' }, 9)).toEqual([
      'declined',
      'from',
      9,
    ]);
  });
});

it.each([
  ['Which branch?', true],
  ['Is this (the new one?) fine', true],
  ['See https://a.example/?q=1 please', false],
  ['`a ? b : c` is wrong', false],
  ['> Which branch?\nmain', false],
  ['', false],
])('a question back is one that the writer asks: %j', (text, asks) => expect(isQuestion(text)).toBe(asks));

describe('the kind of an ask', () => {
  it.each([
    ['Please review our design of the new login', 'of-security', 'review'],
    ['Can you pen-test the checkout before Friday?', 'of-security', 'quick-test'],
    ['Please update the threat model of payments', 'of-team', 'threat-model'],
    ['Please review the numbers', 'of-team', 'other'],
    ['Is the endpoint public?', 'of-team', 'question'],
    ['need help', 'of-security', 'advice'],
    ['', 'of-security', 'other'],
    ['latest contest', 'of-security', 'other'],
  ] as const)('is read from the words: %s', (text, direction, kind) => {
    expect(guessKind(text, direction).kind).toBe(kind);
  });

  it('is always one that may go that way, whatever the words, and says why', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...ASK_DIRECTIONS), (text, direction) => {
        const { kind, because } = guessKind(text, direction);
        expect(mayGo(kind, direction)).toBe(true);
        expect(because).not.toBe('');
      }),
    );
  });
});

const team = (key: string, more: Partial<AskTeam> = {}): AskTeam => ({
  id: key,
  key,
  name: key,
  kind: 'team',
  queue: key.toUpperCase(),
  takesAsks: [],
  retiredAt: null,
  ...more,
});
const security = (key: string, ...takesAsks: AskTeam['takesAsks'][number][]) =>
  team(key, { kind: 'security', takesAsks });

describe('the way of an ask', () => {
  const [pay, triage] = [team('pay'), security('triage')];
  const product = security('product', 'review', 'quick-test');
  const cloud = security('cloud', 'access', 'review');
  const rest = security('rest');
  const way = (more: Partial<AskToRoute>, teams: AskTeam[]) => {
    const ask: AskToRoute = {
      from: pay,
      kind: 'review',
      named: null,
      owner: null,
      partnersTeams: [],
      ...more,
    };
    const routed = routeAsk(ask, [pay, triage, ...teams], triage);
    return 'refused' in routed ? routed.refused : `${routed.direction} ${routed.to.key}: ${routed.because}`;
  };

  it('leads a team to who takes the kind, else to who takes the rest, else to triage', () => {
    expect(way({ kind: 'quick-test' }, [product, cloud, rest])).toMatch(
      /^of-security product: .*a quick test/,
    );
    expect(way({ kind: 'advice' }, [product, cloud, rest])).toMatch(
      /^of-security rest: nobody in security is named/,
    );
    expect(way({ kind: 'advice' }, [product, cloud])).toMatch(/^of-security triage: .*passes it on/);
    expect(way({ kind: 'advice' }, [rest, security('rest-2')])).toMatch(/^of-security triage/);
    expect(way({ kind: 'access' }, [{ ...cloud, retiredAt: 'then' }])).toMatch(/^of-security triage/);
  });

  it('leads among several to where the team’s partner works', () => {
    expect(way({}, [product, cloud])).toMatch(/^of-security cloud: cloud is the first of 2/);
    expect(way({ partnersTeams: ['product'] }, [product, cloud])).toMatch(
      /^of-security product: the partner of pay/,
    );
  });

  it('leads security to the team that is named or owns what it is about', () => {
    const ask = { from: product, kind: 'question' as const };
    expect(way({ ...ask, owner: pay }, [product])).toBe('of-team pay: pay owns what it is about');
    expect(way({ ...ask, named: pay }, [product])).toBe('of-team pay: pay was named');
    expect(way(ask, [product])).toBe('Say which team is asked.');
  });

  it('does not lead from a team to a team, to itself, to who works no more, or with what is not asked that way', () => {
    expect(way({ named: team('search') }, [])).toMatch(/between security and a team/);
    expect(way({ named: pay, from: pay }, [])).toMatch(/itself/);
    expect(way({ named: team('gone', { retiredAt: 'then' }) }, [])).toMatch(/retired/);
    expect(way({ from: product, named: pay, kind: 'review' }, [])).toMatch(
      /Security does not ask a team for a review/,
    );
  });

  it('always ends at a team of security for a team, whatever teams there are', () => {
    const teams = fc.array(
      fc
        .tuple(fc.string({ minLength: 1 }), fc.subarray([...ASK_KINDS]), fc.boolean())
        .map(([key, takes, works]) => ({
          ...security(`s-${key}`, ...takes),
          retiredAt: works ? null : 'then',
        })),
    );
    fc.assert(
      fc.property(teams, fc.constantFrom(...ASK_KINDS), (others, kind) => {
        const ask: AskToRoute = { from: pay, kind, named: null, owner: null, partnersTeams: [] };
        const routed = routeAsk(ask, [pay, triage, ...others], triage);
        expect(routed).toMatchObject({ direction: 'of-security', to: { kind: 'security', retiredAt: null } });
      }),
    );
  });
});

describe('who speaks for whom', () => {
  const nobody: Standing = { inFrom: false, inTo: false, security: false, all: false };
  it('is security for security, even in the team that asks', () => {
    expect(sideOf({ ...nobody, inFrom: true, security: true }, false, true)).toBe('to');
    expect(sideOf({ ...nobody, inTo: true, security: true }, true, false)).toBe('from');
    expect(sideOf({ ...nobody, inTo: true }, true, false)).toBe('to');
    expect(sideOf({ ...nobody, inFrom: true, security: true }, true, true)).toBe('from');
    expect(sideOf(nobody, false, true)).toBeNull();
  });

  it('decides what they may change', () => {
    const asker = { ...nobody, inFrom: true };
    const asked = { ...nobody, inTo: true };
    expect(objection(nobody, null, { title: 'x' }, 'open')).toMatch(/between the two teams/);
    expect(objection(asker, 'from', { title: 'x', state: 'withdrawn' }, 'open')).toBeNull();
    expect(objection(asker, 'from', { sprint: 'x' }, 'open')).toMatch(/sprint/);
    expect(objection(asker, 'from', { state: 'declined' }, 'open')).toMatch(/takes it back/);
    expect(objection(asker, 'from', { state: 'in-progress' }, 'open')).toMatch(/begun/);
    expect(objection(asked, 'to', { state: 'withdrawn' }, 'open')).toMatch(/declines/);
    expect(objection(asked, 'to', { sprint: 'x', state: 'declined' }, 'open')).toBeNull();
    expect(objection({ ...nobody, all: true }, null, { state: 'withdrawn', sprint: 'x' }, 'open')).toBeNull();
  });
});

describe('words from outside', () => {
  it('keep nothing that a column does not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const clean = cleanText(text, 300);
        expect(clean.isWellFormed()).toBe(true);
        expect(/[^\P{Cc}\n\t]/u.test(clean)).toBe(false);
        const title = titleOf(clean);
        expect(title.length).toBeGreaterThan(0);
        expect(title.length).toBeLessThanOrEqual(120);
        expect(title).not.toContain('\n');
      }),
    );
  });

  it('are called by their first line', () => {
    expect(titleOf('\n## Review of the login\n\nIt is new.')).toBe('Review of the login');
    expect(titleOf('word '.repeat(100))).toMatch(/^word .*word…$/);
  });
});
