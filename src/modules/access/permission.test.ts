import { describe, expect, it } from 'vitest';
import { ROLES, type Role, SCOPES, type Scope } from '../../contract/access.ts';
import type { Actor } from './actor.ts';
import { refusal } from './permission.ts';

const person = (...roles: Role[]): Actor => ({
  kind: 'person',
  id: 'per_1',
  label: 'a@acme.example',
  name: 'A',
  roles,
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
  });
});
