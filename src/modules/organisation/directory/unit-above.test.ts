import { describe, expect, it } from 'vitest';
import type { DirectoryGroup } from '../../../connectors/connector.ts';
import { Notes } from './content.ts';
import { unitAbove } from './unit-above.ts';

const unit = (key: string, name = key) => ({ id: `id-of-${key}`, key, name });
const group = (id: string, parent: string | null, more: Partial<DirectoryGroup> = {}): DirectoryGroup => ({
  id,
  key: id,
  name: id,
  parent,
  aliases: [],
  ...more,
});
const UNITS = [unit('retail', 'Retail & Stores'), unit('bank')];

function unitOf(team: string, told: DirectoryGroup[], units = UNITS) {
  const notes = new Notes();
  const found = unitAbove(units, told, notes)(told.find(({ id }) => id === team)!);
  return { unit: found?.key ?? null, notes: notes.list };
}

describe('the unit of a team that a directory tells of', () => {
  it.each([
    ['key', { key: 'Retail' }],
    ['key, as a name makes it', { key: '17', name: 'Bank', aliases: [] }, 'bank'],
    ['name', { key: 'cn=rs', name: 'retail & stores' }],
    ['alias', { key: '17', name: 'x', aliases: ['@acme/rs', 'Retail'] }],
  ])('is the one that the group above it means by %s', (_, above, key = 'retail') => {
    expect(unitOf('cart', [group('cart', 'above'), group('above', null, above)]).unit).toBe(key);
  });

  it('is that of the nearest group that means one, however far above', () => {
    const chain = [group('cart', 'squads'), group('squads', 'retail'), group('retail', 'bank')];
    expect(unitOf('cart', [...chain, group('bank', null)]).unit).toBe('retail');
    expect(unitOf('retail', [...chain, group('bank', null)]).unit).toBe('bank');
  });

  it('is none for a team with nothing above it, though it is called as a unit is', () => {
    expect(unitOf('retail', [group('retail', null)]).unit).toBeNull();
    expect(unitOf('cart', [group('cart', 'gone')]).unit).toBeNull();
  });

  it('is none where the name could be several units, and that is told', () => {
    const told = [group('cart', 'x'), group('x', 'bank', { name: 'Same' }), group('bank', null)];
    const found = unitOf('cart', told, [unit('a', 'Same'), unit('b', 'same'), unit('bank')]);
    expect(found).toEqual({
      unit: null,
      notes: ['Same could be the unit a or b; new teams below it get none.'],
    });
  });

  it('is none in a circle, and found in chains of any length in no time', () => {
    expect(unitOf('a', [group('a', 'b'), group('b', 'c'), group('c', 'b')]).unit).toBeNull();
    const long = Array.from({ length: 50_000 }, (_, i) => group(`t${i}`, i === 0 ? 'retail' : `t${i - 1}`));
    const ask = unitAbove(UNITS, [...long, group('retail', null)], new Notes());
    const begun = performance.now();
    expect(long.reverse().every((team) => ask(team)?.key === 'retail')).toBe(true);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
