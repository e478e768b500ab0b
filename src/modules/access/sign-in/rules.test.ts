import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../contract/access.ts';
import { hashPassword, isPassword } from './argon2id.ts';
import { browserInWords } from './browser-words.ts';
import { lockMsAfter } from './failures.ts';
import { readClaims } from './oidc/claims.ts';
import { rolesAfter, rolesOfGroups } from './oidc/groups.ts';
import { ownPath } from './own-path.ts';
import { weaknessOf } from './password-rules.ts';

describe('a lock', () => {
  it('begins with the fifth wrong answer, doubles, and is never longer than an hour', () => {
    const minutes = Array.from({ length: 13 }, (_, failed) => lockMsAfter(failed) / 60_000);
    expect(minutes).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
    expect(lockMsAfter(100_000)).toBe(60 * 60_000);
  });
});

describe('a password', () => {
  it('is the same password whichever way its letters are composed', async () => {
    const kept = await hashPassword('fünf grüne möwen');
    expect(await isPassword('fu\u0308nf gru\u0308ne mo\u0308wen', kept)).toBe(true);
    expect(await isPassword('funf grune mowen', kept)).toBe(false);
  });

  const owner = { email: 'mary@acme.example', name: 'Mary Miller' };
  it.each([
    'P4ssw0rd!2026',
    'qwertzuiop12',
    'aaaaaaaaaaaa',
    'abcdefghijkl',
    'miller.mary.99',
    'l4nek33per-12',
  ])('%s would be tried among the first', (password) => {
    expect(weaknessOf(password, owner)).not.toBeNull();
  });
  it.each(['gift otter cloud', 'ein Wagen voll Zimt', '3x7!kq9Lz#m2'])('%s is good', (password) => {
    expect(weaknessOf(password, owner)).toBeNull();
  });
});

describe('roles after a sign-in', () => {
  const roles = fc.subarray([...ROLES]);

  it('hold what groups give and what came from elsewhere, and nothing that this provider took back', () => {
    fc.assert(
      fc.property(roles, roles, roles, (byHand, gaveBefore, gives) => {
        // What a provider is known to have given is what the person did not have before.
        const gave = gaveBefore.filter((role) => !byHand.includes(role));
        const after = rolesAfter([...byHand, ...gave], gave, gives, { lastAdmin: false });
        expect(new Set(after.roles)).toEqual(new Set([...byHand, ...gives]));
        expect(new Set(after.gave)).toEqual(new Set(gives.filter((role) => !byHand.includes(role))));
      }),
    );
  });

  it('keep the last admin, who stays the provider’s to take', () => {
    expect(rolesAfter(['admin'], ['admin'], [], { lastAdmin: true })).toEqual({
      roles: ['admin'],
      gave: ['admin'],
      keptAdmin: true,
    });
  });

  it('are not given by a group that is called like something every object has', () => {
    expect(rolesOfGroups({}, ['constructor', '__proto__', 'toString'])).toEqual({
      everywhere: [],
      scoped: [],
    });
  });
});

describe('claims', () => {
  const options = { groupsClaim: 'realm_access.roles', trustsEmail: false };

  it('are not verified by another source than the one that says the address', () => {
    const told = readClaims(
      { sub: 'x', email: 'victim@acme.example' },
      { sub: 'x', email: 'own@acme.example', email_verified: true },
      options,
    );
    expect(told).toMatchObject({ email: 'victim@acme.example', emailVerified: false });
  });

  it('hold groups by a path, as a list or as one name, and nothing else', () => {
    const groupsOf = (roles: unknown) =>
      readClaims({ sub: 'x', realm_access: { roles } }, {}, options).groups;
    expect([groupsOf(['a', 7, null, 'b']), groupsOf('a'), groupsOf({ a: 1 }), groupsOf(undefined)]).toEqual([
      ['a', 'b'],
      ['a'],
      [],
      [],
    ]);
  });
});

describe('a path to go back to', () => {
  it('stays on our own page, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'/\\.@:%2f#?\t evil'.split('')) }), (text) => {
        const path = ownPath(text);
        expect(new URL(path, 'https://lanekeeper.example').origin).toBe('https://lanekeeper.example');
        expect(path).toMatch(/^\/(?![/\\])/);
      }),
    );
  });

  it('keeps what a page was asked', () => {
    expect(ownPath('/findings?state=open&text=a%2Fb#row')).toBe('/findings?state=open&text=a%2Fb#row');
    expect(ownPath('/sign-in?to=/x')).toBe('/');
  });
});

it('browsers are told in words, and what cannot be told is', () => {
  const said = [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
    'curl/8.5.0',
    null,
  ].map(browserInWords);
  expect(said).toEqual(['Safari on iPhone', 'Chrome on macOS', 'A program', 'An unknown browser']);
});
