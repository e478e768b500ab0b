import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { systemIds } from '../../platform/clock.ts';
import { changePerson, ensureFirstAdmin, ensurePerson } from './people.ts';
import { signInByLink } from './sign-in/link.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
const ids = systemIds();
const NOW = new Date('2026-03-02T09:00:00Z');
const BROWSER = { userAgent: null, former: undefined };

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('the first start', () => {
  it('gives one admin a link, a new one at every start until it is used, then none', async () => {
    const { db } = database;
    const [one, two] = await Promise.all([ensureFirstAdmin(db, ids, NOW), ensureFirstAdmin(db, ids, NOW)]);
    const people = await db.selectFrom('person').select(['id', 'roles']).execute();
    expect(people.map(({ roles }) => roles)).toEqual([['admin']]);
    const third = await ensureFirstAdmin(db, ids, NOW);
    for (const replaced of [one!, two!])
      await expect(signInByLink(db, replaced.secret, BROWSER, NOW)).rejects.toMatchObject({
        code: 'LK-SIGN-IN-LINK',
      });
    expect((await signInByLink(db, third!.secret, BROWSER, NOW)).person.id).toBe(people[0]!.id);
    expect(await ensureFirstAdmin(db, ids, NOW)).toBeNull();
  });
});

describe('the last admin', () => {
  it('cannot be closed or lose the role, until there is another', async () => {
    const { db } = database;
    const { id } = await db.selectFrom('person').select('id').executeTakeFirstOrThrow();
    const change = (what: Parameters<typeof changePerson>[2]) =>
      db.transaction().execute((tx) => changePerson(tx, id, what, NOW, 'test'));
    await expect(change({ disabled: true })).rejects.toMatchObject({ code: 'LK-CONFLICT' });
    await expect(change({ roles: ['developer'] })).rejects.toMatchObject({ code: 'LK-CONFLICT' });
    const other = { email: 'second@acme.example', name: 'Second', roles: ['admin' as const] };
    await db.transaction().execute((tx) => ensurePerson(tx, ids, other));
    await expect(change({ roles: ['developer'] })).resolves.toMatchObject({ roles: ['developer'] });
  });
});

describe('a person of an import', () => {
  it('is made once, and keeps the roles that were there', async () => {
    const { db } = database;
    const ensure = (roles: ('developer' | 'champion')[]) =>
      db
        .transaction()
        .execute((tx) =>
          ensurePerson(tx, ids, { email: 'Dana@acme.example', name: 'Dana', roles }, 'import'),
        );
    const first = await ensure(['champion']);
    expect(await ensure(['developer'])).toEqual(first);
    expect(await ensure(['developer'])).toEqual(first);
    const row = await db
      .selectFrom('person')
      .selectAll()
      .where('id', '=', first.id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ email: 'dana@acme.example', roles: ['champion', 'developer'] });
    const trail = await db.selectFrom('audit_entry').select('action').where('actor', '=', 'import').execute();
    expect(trail.map(({ action }) => action)).toEqual(['person.add', 'person.roles']);
  });
});
