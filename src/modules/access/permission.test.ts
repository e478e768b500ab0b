import { describe, expect, it } from 'vitest';
import { ROLES, type Role, SCOPES, type Scope } from '../../contract/access.ts';
import type { Actor } from './actor.ts';
import { refusal } from './permission.ts';
import { NOWHERE, type Place } from './rights/place.ts';

const person = (...roles: Role[]): Actor => ({
  kind: 'person',
  id: 'per_1',
  label: 'a@acme.example',
  name: 'A',
  roles,
  holds: [],
  scopes: [...SCOPES],
  personId: '1',
});
const token = (scopes: Scope[], roles?: Role[]): Actor => ({
  ...person(...(roles ?? [])),
  kind: 'token',
  scopes,
  personId: roles ? '1' : null,
});

describe('a person', () => {
  it.each(ROLES)('with the role %s may read, and administer only as admin', (role) => {
    expect(refusal(person(role), { scope: 'read' })).toBeNull();
    expect(refusal(person(role), { scope: 'admin' }) === null).toBe(role === 'admin');
  });

  it('needs any one of the roles, and is told which', () => {
    const access = { scope: 'admin', roles: ['champion', 'security'] } as const;
    expect(refusal(person('developer', 'security'), access)).toBeNull();
    expect(refusal(person('admin'), access)).toBeNull();
    expect(refusal(person('developer'), access)).toBe('This needs the role champion or security or admin.');
    expect(refusal(person(), access)).not.toBeNull();
  });
});

describe('a token', () => {
  it.each<[Scope[], Scope | Scope[], boolean]>([
    [['read'], 'read', true],
    [['read'], 'scans:write', false],
    [['scans:write'], 'read', false],
    [['scans:write'], ['read', 'scans:write'], true],
    [['read', 'scans:write'], 'admin', false],
    [['admin'], 'scans:write', true],
  ])('with %j on a route for %j: %s', (scopes, scope, may) => {
    expect(refusal(token(scopes), { scope }) === null).toBe(may);
  });

  it('of a person is held to the roles of that person too', () => {
    const access = { scope: 'scans:write', roles: ['security'] } as const;
    expect(refusal(token(['scans:write'], ['security']), access)).toBeNull();
    expect(refusal(token(['scans:write'], ['developer']), access)).toMatch(/role security or admin/);
    expect(refusal(token(['read'], ['admin']), access)).toMatch(/scope scans:write/);
    expect(refusal(token(['admin'], ['developer']), access)).toMatch(/role security or admin/);
    expect(refusal(token(['admin'], ['admin']), access)).toBeNull();
  });
});

describe('a role that holds for a team or a unit', () => {
  const place: Place = { ...NOWHERE, teams: ['pay'], units: ['shop', 'acme'] };
  const holding = (role: Role, teamId: string | null, unitId: string | null): Actor => ({
    ...person(),
    holds: [{ role, teamId, unitId }],
  });
  const access = { scope: 'admin', roles: ['champion'], about: { ticket: 'id' } } as const;

  it.each<[string, Actor, boolean]>([
    ['of that team', holding('champion', 'pay', null), true],
    ['of another team', holding('champion', 'ship', null), false],
    ['of a unit above', holding('champion', null, 'acme'), true],
    ['of a unit beside', holding('champion', null, 'post'), false],
    ['that is not enough', holding('developer', 'pay', null), false],
  ])('%s', (_name, actor, may) => {
    expect(refusal(actor, access, place) === null).toBe(may);
    expect(refusal(actor, access)).not.toBeNull();
  });

  it('that is enough within its team is not enough when it holds everywhere', () => {
    const care = { scope: 'admin', roles: ['security'], within: ['manager'] } as const;
    expect(refusal(holding('manager', 'pay', null), care, place)).toBeNull();
    expect(refusal(person('manager'), care, place)).toBe(
      'This needs the role security or admin, or to be manager there.',
    );
  });

  it('lets its person say what anybody with a role may say, where each thing is decided later', () => {
    const any = { scope: 'admin', roles: ROLES } as const;
    expect(refusal(holding('developer', 'pay', null), any)).toBeNull();
    expect(refusal(person(), any)).not.toBeNull();
    expect(refusal(holding('developer', 'pay', null), { ...any, about: { ticket: 'id' } })).not.toBeNull();
  });

  it('never lets a token do what its scopes do not', () => {
    const actor: Actor = { ...holding('champion', 'pay', null), kind: 'token', scopes: ['read'] };
    expect(refusal(actor, access, place)).toMatch(/scope admin/);
  });

  it('is not needed for what is one’s own', () => {
    const own = { scope: 'admin', roles: ['admin'], about: { person: 'id' } } as const;
    expect(refusal(person(), own, { ...NOWHERE, personId: '1' })).toBeNull();
    expect(refusal(person(), own, { ...NOWHERE, personId: '2' })).not.toBeNull();
    expect(refusal({ ...person(), personId: null }, own, NOWHERE)).not.toBeNull();
  });
});
