import { describe, expect, it } from 'vitest';
import { type ListedBeside, placeListed } from './place-listed.ts';

const HERE = 'connection-here';
const listed = (
  hostId: string,
  key: string,
  more: Partial<Pick<ListedBeside, 'own' | 'namesake'>> = {},
): ListedBeside => ({ hostId, key, own: null, namesake: null, ...more });
const row = (id: string, key = 'acme/old') => ({ id, key });
const namesake = (id: string, hostId: string | null, connectionId: string | null = HERE) => ({
  id,
  hostId,
  connectionId,
});

/** The name of the list each repository is in, and the row it is. */
function placeOf(one: ListedBeside, others: ListedBeside[] = [], gone: Set<string> | null = null) {
  const placed = placeListed(HERE, [one, ...others], gone);
  for (const [list, members] of Object.entries(placed)) {
    const found = members.find(({ hostId }: ListedBeside) => hostId === one.hostId);
    if (found) return { list, id: 'id' in found ? found.id : undefined };
  }
  return { list: 'nowhere', id: undefined };
}

describe('a repository of a code host’s list', () => {
  it('is a new one when neither its id nor its name is known', () => {
    expect(placeOf(listed('1', 'acme/new'))).toEqual({ list: 'added', id: undefined });
  });
  it('keeps its row under a new name', () => {
    expect(placeOf(listed('1', 'acme/new', { own: row('r1') }))).toEqual({ list: 'known', id: 'r1' });
  });
  it('is the row of that name which a report or an import made before', () => {
    const one = listed('1', 'acme/new', { namesake: namesake('r2', null, null) });
    expect(placeOf(one)).toEqual({ list: 'known', id: 'r2' });
  });
  it('goes on under its present name where both names are known', () => {
    const one = listed('1', 'acme/new', { own: row('r1'), namesake: namesake('r2', null, null) });
    expect(placeListed(HERE, [one], null).doubled).toMatchObject([{ id: 'r2', left: 'r1' }]);
  });
  it('stays with the connection that came first', () => {
    expect(placeOf(listed('1', 'acme/new', { namesake: namesake('r2', '1', 'another') })).list).toBe('taken');
  });
  it('may swap its name with another one of the page', () => {
    const a = listed('1', 'acme/b', { own: row('r1', 'acme/a'), namesake: namesake('r2', '2') });
    const b = listed('2', 'acme/a', { own: row('r2', 'acme/b'), namesake: namesake('r1', '1') });
    expect(placeOf(a, [b])).toEqual({ list: 'known', id: 'r1' });
    expect(placeOf(b, [a])).toEqual({ list: 'known', id: 'r2' });
  });
  it('waits when the row that has its name has to wait', () => {
    const a = listed('1', 'acme/b', { own: row('r1', 'acme/a'), namesake: namesake('r2', '2') });
    const b = listed('2', 'acme/c', { own: row('r2', 'acme/b'), namesake: namesake('r3', '3') });
    expect(placeOf(b, [a]).list).toBe('undecided');
    expect(placeOf(a, [b]).list).toBe('undecided');
    expect(placeOf(a, [b], new Set(['3']))).toEqual({ list: 'known', id: 'r1' });
  });
  it('waits for the whole list when its name is that of a row which may be renamed or gone', () => {
    const one = listed('9', 'acme/a', { namesake: namesake('r1', '1') });
    expect(placeOf(one).list).toBe('undecided');
    // Made anew under the same name: reports go on to the same row.
    expect(placeOf(one, [], new Set(['1']))).toEqual({ list: 'known', id: 'r1' });
    expect(placeOf(one, [], new Set(['2'])).list).toBe('undecided');
  });
});
