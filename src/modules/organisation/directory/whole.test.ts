import { describe, expect, it } from 'vitest';
import type { DirectoryTeam } from '../../../connectors/connector.ts';
import { checkWhole, LIMITS, Whole } from './whole.ts';

const team = (id: string, parent: string | null, members: string[] = []): DirectoryTeam => ({
  id,
  key: id,
  name: id,
  parent,
  aliases: [],
  mail: null,
  members: members.map((person) => ({ person, role: 'developer' })),
});
const group = (id: string, parent: string | null) => ({ id, key: id, name: id, parent, aliases: [] });
const person = (id: string) => ({ id, email: null, name: id, userName: null, active: true });
const parentsOf = (teams: DirectoryTeam[]) => {
  const whole = new Whole();
  whole.add({ people: [], teams });
  return Object.fromEntries(whole.content().teams.map(({ id, parent }) => [id, parent]));
};

describe('the pieces of a directory', () => {
  it('make each person and team once, with everybody in it', () => {
    const whole = new Whole();
    whole.add({ people: [person('a'), person('a')], teams: [team('t', null, ['a'])] });
    whole.add({ people: [person('b')], teams: [team('t', null, ['b'])], notes: ['n'] });
    expect(whole.counts).toEqual({ people: 2, teams: 1, memberships: 2 });
    expect(whole.content().teams[0]!.members).toHaveLength(2);
    expect(whole.notes).toEqual(['n']);
  });

  it('lose circles among parents and parents that nobody tells of, and nothing else', () => {
    expect(parentsOf([team('a', 'b'), team('b', 'c'), team('c', null)])).toEqual({ a: 'b', b: 'c', c: null });
    expect(parentsOf([team('a', 'a'), team('b', 'gone')])).toEqual({ a: null, b: null });
    const circle = parentsOf([team('x', 'a'), team('a', 'b'), team('b', 'c'), team('c', 'a')]);
    expect(circle['x']).toBe('a');
    expect([circle['a'], circle['b'], circle['c']].filter((parent) => parent === null)).toHaveLength(1);
    const long = Array.from({ length: 20_000 }, (_, i) => team(`t${i}`, `t${(i + 1) % 20_000}`));
    expect(Object.values(parentsOf(long)).filter((parent) => parent === null)).toHaveLength(1);
  });

  it('keep a parent that is a group and no team, and what is above that, too', () => {
    const whole = new Whole();
    whole.add({ people: [], teams: [team('a', 'g')], groups: [group('h', 'gone')] });
    whole.add({ people: [], teams: [], groups: [group('g', 'h')] });
    const { teams, groups } = whole.content();
    expect(teams.map(({ parent }) => parent)).toEqual(['g']);
    expect(groups).toMatchObject([
      { id: 'h', parent: null },
      { id: 'g', parent: 'h' },
    ]);
    expect(whole.counts.teams).toBe(1);
    const full = new Whole({ ...LIMITS, teams: 2 });
    const more = { people: [], teams: [team('a', null)], groups: [group('g', null), group('h', null)] };
    expect(() => full.add(more)).toThrow('2 teams');
  });

  it('that never end are refused before they fill the memory', () => {
    const whole = new Whole({ ...LIMITS, people: 3, pieces: 5 });
    whole.add({ people: ['a', 'b', 'c'].map(person), teams: [] });
    expect(() => whole.add({ people: [person('d')], teams: [] })).toThrow('more than 3 people');
    const empty = new Whole({ ...LIMITS, pieces: 5 });
    expect(() => {
      for (let i = 0; i < 6; i++) empty.add({ people: [], teams: [] });
    }).toThrow('narrow');
  });
});

describe('an answer', () => {
  const taken = (now: [number, number], before: [number, number]) => {
    try {
      checkWhole({ people: now[0], teams: now[1] }, { people: before[0], teams: before[1] });
      return true;
    } catch {
      return false;
    }
  };
  it('that is empty, or less than half of the last one, is not taken for the whole', () => {
    expect(taken([0, 0], [0, 0])).toBe(true);
    expect(taken([0, 1], [1, 1])).toBe(false);
    expect(taken([1, 0], [1, 1])).toBe(false);
    expect(taken([2, 5], [4, 10])).toBe(true);
    expect(taken([1, 5], [3, 5])).toBe(false);
    expect(taken([30, 4], [20, 9])).toBe(false);
  });
});
