import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Operation, patched } from './patch.ts';

const user = () => ({
  id: 'per_1',
  userName: 'cho@acme.example',
  name: { givenName: 'Cho', familyName: 'Kim' },
  active: true,
  emails: [{ value: 'cho@acme.example', type: 'work', primary: true }],
});
const group = () => ({ displayName: 'Payments', members: [{ value: 'a' }, { value: 'b' }, { value: 'c' }] });
const membersAfter = (...operations: Operation[]) =>
  (patched(group(), operations)['members'] as { value: string }[] | undefined)?.map(({ value }) => value);

describe('a PATCH of a user', () => {
  it('deactivates in every form that providers send', () => {
    const forms: Operation[] = [
      { op: 'replace', value: { active: false } },
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'REPLACE', path: 'urn:ietf:params:scim:schemas:core:2.0:User:active', value: false },
      { op: 'add', path: 'Active', value: false },
    ];
    for (const form of forms)
      expect(String(patched(user(), [form])['active']).toLowerCase(), JSON.stringify(form)).toBe('false');
  });

  it('changes parts by path, by an object, and by keys that are paths', () => {
    const family = [
      { op: 'Replace', path: 'name.familyName', value: 'Lee' },
      { op: 'replace', value: { name: { familyName: 'Lee' } } },
      { op: 'Add', value: { 'name.familyName': 'Lee' } },
      { op: 'replace', path: 'name', value: { familyName: 'Lee' } },
    ];
    for (const form of family)
      expect(patched(user(), [form])['name'], JSON.stringify(form)).toEqual({
        givenName: 'Cho',
        familyName: 'Lee',
      });
  });

  it('changes an email by its type, and adds it where there is none', () => {
    const operation = { op: 'Add', path: 'emails[type eq "work"].value', value: 'new@acme.example' };
    expect(patched(user(), [operation])['emails']).toEqual([
      { value: 'new@acme.example', type: 'work', primary: true },
    ]);
    expect(patched({ userName: 'x' }, [operation])['emails']).toEqual([
      { value: 'new@acme.example', type: 'work' },
    ]);
  });

  it('leaves what it cannot know: extensions, and read-only attributes that are only repeated', () => {
    const value = {
      id: 'other',
      schemas: [],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Sales' },
      displayName: 'Cho',
    };
    expect(patched(user(), [{ op: 'replace', value }])).toEqual({ ...user(), displayName: 'Cho' });
  });

  it.each([
    [{ op: 'move', path: 'active' }, 'invalidSyntax'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'replace', value: 'text' }, 'invalidSyntax'],
    [{ op: 'replace', path: 'a b', value: 1 }, 'invalidPath'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'replace', path: 'emails[value co "zz"].value', value: 'x' }, 'noTarget'],
  ])('%j is refused as %s', (operation, scimType) => {
    expect(() => patched(user(), [operation])).toThrow(expect.objectContaining({ status: 400, scimType }));
  });
});

describe('a PATCH of the members of a group', () => {
  it('adds each once', () => {
    expect(membersAfter({ op: 'Add', path: 'members', value: [{ value: 'C' }, { value: 'd' }] })).toEqual([
      'a',
      'b',
      'C',
      'd',
    ]);
    expect(membersAfter({ op: 'add', value: { members: [{ value: 'd' }] } })).toEqual(['a', 'b', 'c', 'd']);
  });

  it('removes by a filter, by a list, by one value, and all of them', () => {
    expect(membersAfter({ op: 'remove', path: 'members[value eq "b"]' })).toEqual(['a', 'c']);
    expect(membersAfter({ op: 'Remove', path: 'members', value: [{ value: 'a' }, { value: 'c' }] })).toEqual([
      'b',
    ]);
    expect(membersAfter({ op: 'remove', path: 'members', value: 'a' })).toEqual(['b', 'c']);
    expect(membersAfter({ op: 'remove', path: 'members', value: [] })).toEqual(['a', 'b', 'c']);
    expect(membersAfter({ op: 'remove', path: 'members' })).toBeUndefined();
    expect(membersAfter({ op: 'remove', path: 'members[value eq "unknown"]' })).toEqual(['a', 'b', 'c']);
  });

  it('replaces all of them', () => {
    expect(membersAfter({ op: 'replace', path: 'members', value: [{ value: 'z' }] })).toEqual(['z']);
  });

  it('of ten thousand is done at once', () => {
    const members = Array.from({ length: 10_000 }, (_, i) => ({ value: `m${i}` }));
    const begun = performance.now();
    const after = patched({ members }, [
      { op: 'add', path: 'members', value: members },
      { op: 'remove', path: 'members[not (value eq "m5")]' },
    ]);
    expect(after['members']).toEqual([{ value: 'm5' }]);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

it('a PATCH of anything is done or refused, and never touches what it was given', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constant(undefined));
  const operation = fc.record({
    op: fc.constantFrom('add', 'Replace', 'remove', 'x'),
    path: fc.option(
      fc.oneof(fc.constantFrom('members', 'name.x', 'emails[a eq 1].b', 'active'), fc.string()),
      {
        nil: undefined,
      },
    ),
    value,
  });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 5 }), (operations) => {
      const before = { ...user(), ...group() };
      const kept = JSON.stringify(before);
      try {
        patched(before, operations);
      } catch (error) {
        expect(error).toMatchObject({ name: 'ScimProblem', status: 400 });
      }
      expect(JSON.stringify(before)).toBe(kept);
    }),
    { numRuns: 2_000 },
  );
});
