import { describe, expect, it } from 'vitest';
import type { Team } from '../../organisation/pure.ts';
import { arbiterOf, objectionToDeciding, objectionToOpening } from './dispute-rules.ts';

const unit = (key: string, parent: string | null, leader: string | null) =>
  [key, { key, name: key.toUpperCase(), parent, leader, fallbackQueue: null }] as const;
const units = new Map([
  unit('acme', null, 'ann@acme.example'),
  unit('shop', 'acme', null),
  unit('pay', 'shop', 'pia@acme.example'),
  unit('cart', 'shop', 'cal@acme.example'),
  unit('alone', null, null),
]);
const team = (key: string, unitKey: string | null) => ({ key, unitKey }) as Team;

describe('the arbiter between two teams', () => {
  it('is the leader of the lowest unit that holds both, and it is said why', () => {
    expect(arbiterOf({ units }, team('a', 'pay'), team('b', 'pay'))).toEqual({
      arbiter: 'pia@acme.example',
      because: ['pia@acme.example decides: leader of PAY, the lowest unit that holds a and b'],
    });
  });

  it('is the next leader above where that unit has none', () => {
    expect(arbiterOf({ units }, team('a', 'pay'), team('b', 'cart'))).toEqual({
      arbiter: 'ann@acme.example',
      because: [
        'ann@acme.example decides: leader of ACME, which also holds a and b',
        'SHOP has no leader in the registry',
      ],
    });
  });

  it.each([
    [team('a', 'pay'), null, 'no other team is named'],
    [team('a', null), team('b', 'pay'), 'a belongs to no business unit'],
    [team('a', 'pay'), team('b', 'alone'), 'no business unit holds both a and b'],
    [team('a', 'alone'), team('b', 'alone'), 'no unit above both has a leader'],
  ])('is security where no leader is above both (%#)', (from, to, why) => {
    const { arbiter, because } = arbiterOf({ units }, from, to);
    expect([arbiter, because[0]]).toEqual(['security', `security decides: ${why}`]);
  });
});

describe('who may say what', () => {
  const somebody = (label: string, ...teams: string[]) => ({ label, forAll: false, teams: new Set(teams) });
  const security = { label: 'sec@acme.example', forAll: true, teams: new Set<string>() };
  const dispute = { arbiter: 'pia@acme.example', openedBy: 'dev@acme.example', from: 'a', to: 'b' };

  it('lets the owner, security and of what nobody owns everybody say that it is not theirs', () => {
    expect(objectionToOpening(somebody('x', 'a'), { key: 'a', unowned: false })).toBeNull();
    expect(objectionToOpening(security, { key: 'a', unowned: false })).toBeNull();
    expect(objectionToOpening(somebody('x'), { key: 'a', unowned: true })).toBeNull();
    expect(objectionToOpening(somebody('x', 'b'), { key: 'a', unowned: false })).toContain('a');
  });

  it.each([
    ['arbiter', somebody('PIA@acme.example'), ['moved', 'stays', 'withdrawn']],
    ['security', security, ['moved', 'stays', 'withdrawn']],
    ['member of the asked team', somebody('x', 'b'), ['moved']],
    ['member of the owner', somebody('x', 'a'), ['withdrawn']],
    ['who opened it', somebody('dev@acme.example'), ['withdrawn']],
    ['leader of something else', somebody('cal@acme.example', 'c'), []],
  ])('lets the %s decide what is theirs to decide', (_, speaker, allowed) => {
    const outcomes = ['moved', 'stays', 'withdrawn'] as const;
    const may = outcomes.filter((outcome) => objectionToDeciding(speaker, dispute, outcome, 'b') === null);
    expect(may).toEqual(allowed);
  });

  it('lets nobody take it for a team that was not asked', () => {
    expect(objectionToDeciding(somebody('x', 'c'), dispute, 'moved', 'c')).not.toBeNull();
    expect(objectionToDeciding(somebody('x', 'b'), dispute, 'moved', 'c')).not.toBeNull();
  });
});
