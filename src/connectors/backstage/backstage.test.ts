import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeBackstage, fakeBackstage } from '../../../test/fakes/fake-backstage.ts';
import { collected, teamIn } from '../../../test/fakes/read-directory.ts';
import { fullRef } from './entity-ref.ts';
import { connector } from './index.ts';
import { backstageSettings } from './settings.ts';

let backstage: FakeBackstage;
beforeEach(async () => {
  backstage = await fakeBackstage();
});
afterEach(() => backstage.close());

const context = (more: Record<string, unknown> = {}, token = 'bs-token') =>
  fakeContext(backstageSettings.parse({ url: backstage.url, ...more }), { token });
const read = (more?: Record<string, unknown>, token?: string) =>
  collected(connector.directory!(context(more, token))!);
const people = (team: { members: { person: string }[] }) => team.members.map(({ person }) => person).sort();

describe('reading a catalog', () => {
  const many = () => {
    for (let i = 0; i < 1200; i++) backstage.user(`p${i}`, { memberOf: [`g${i % 700}`] });
    for (let i = 0; i < 700; i++) backstage.group(`g${i}`);
  };

  it('finds hundreds of people and groups by cursors', async () => {
    many();
    const found = await read();
    expect(new Set(found.people.map(({ id }) => id)).size).toBe(1200);
    expect(found.teams).toHaveLength(700);
    expect(people(teamIn(found, 'g0'))).toEqual(['user:default/p0', 'user:default/p700']);
    expect(backstage.seen).toHaveLength(3 + 2);
  });

  it('and the same by offsets where the catalog is too old for cursors', async () => {
    many();
    const found = await read();
    backstage.state.isOld = true;
    expect(await read()).toEqual(found);
  });

  it('takes members from groups, users and relations, by whole and by short references', async () => {
    backstage.user('cho', { memberOf: ['Payments'] });
    backstage.user('dana');
    backstage.user('eli').metadata.namespace = 'Ext';
    const group = backstage.group('payments', {
      profile: { displayName: 'Payments Core', email: 'pay@acme.example' },
      parent: 'commerce',
      members: ['user:default/dana', 'ext/eli', 'dana', '::', '', 'user:default/unknown'],
    });
    group.metadata['annotations'] = { 'github.com/team-slug': 'acme/payments' };
    group.relations = [{ type: 'hasMember', targetRef: 'user:default/dana' }, null, { type: 'ownerOf' }];
    const found = await read();
    expect(found.people[0]).toEqual({
      id: 'user:default/cho',
      email: 'cho@acme.example',
      name: 'cho (Acme)',
      userName: 'cho',
      active: true,
    });
    const team = teamIn(found, 'payments');
    expect(team).toMatchObject({
      id: 'group:default/payments',
      name: 'Payments Core',
      mail: 'pay@acme.example',
      parent: 'group:default/commerce',
      aliases: ['group:default/payments', '@acme/payments'],
    });
    expect(people(team)).toEqual([
      'user:default/cho',
      'user:default/dana',
      'user:default/unknown',
      'user:ext/eli',
    ]);
  });

  it('takes teams only, says which other groups there are, and which of them hold teams', async () => {
    backstage.group('commerce', { type: 'department', parent: 'commerce' });
    backstage.group('payments', { type: 'Team', parent: 'commerce' });
    const found = await read();
    expect(found.teams.map(({ key }) => key)).toEqual(['payments']);
    expect(found.notes).toEqual([expect.stringContaining('1 of type "department"')]);
    expect(found.teams[0]!.parent).toBe('group:default/commerce');
    expect(found.groups).toMatchObject([{ id: 'group:default/commerce', key: 'commerce', name: 'commerce' }]);
    expect((await read({ teamTypes: [] })).teams).toHaveLength(2);
  });

  it('takes what is missing or hostile as it is', async () => {
    backstage.state.entities.push(
      { kind: 'User', metadata: { name: "'; drop table person; --" } },
      { kind: 'User', metadata: { name: 'x', title: 7 }, spec: { profile: 'none', memberOf: 'payments' } },
      {
        kind: 'Group',
        metadata: { name: '../../etc', namespace: 'A B' },
        spec: { type: 'team', members: [1, {}] },
      },
      { kind: 'Group', metadata: { name: 'loop' }, spec: { type: 'team', parent: 'loop', members: null } },
    );
    const found = await read();
    expect(found.people).toMatchObject([{ email: null }, { id: 'user:default/x', name: 'x', email: null }]);
    expect(found.teams).toMatchObject([
      { key: 'a b-../../etc', members: [] },
      { parent: 'group:default/loop' },
    ]);
  });
});

describe('a catalog that is not what it should be', () => {
  it('ends in the middle, or gives out less than it counts: never a short list', async () => {
    for (let i = 0; i < 600; i++) backstage.user(`p${i}`);
    const byQuery = (body: (page: number) => unknown) => {
      let pages = 0;
      backstage.intercept(({ url }) =>
        url.pathname.includes('by-query') ? (body(++pages) as { status: number } | undefined) : undefined,
      );
    };
    byQuery((page) => (page === 2 ? { status: 500, body: 'broken' } : undefined));
    await expect(read()).rejects.toMatchObject({ code: 'LK-NETWORK' });
    byQuery((page) => (page === 2 ? { status: 200, body: '{"items": [' } : undefined));
    await expect(read()).rejects.toMatchObject({ code: 'LK-ANSWER' });
    byQuery(() => ({ status: 200, body: { items: [], totalItems: 600, pageInfo: {} } }));
    await expect(read()).rejects.toMatchObject({ code: 'LK-ANSWER' });
    byQuery(() => ({ status: 200, body: { items: [], totalItems: 0, pageInfo: { nextCursor: 'again' } } }));
    await expect(read()).rejects.toMatchObject({ code: 'LK-ANSWER' });
  });

  it('refuses the token, or says where the catalog is not', async () => {
    await expect(read({}, 'wrong')).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    await expect(read({}, '')).rejects.toThrow('missing');
    backstage.intercept(() => ({ status: 404, body: {} }));
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('no catalog') });
  });
});

it('testing says what is visible, and what is missing', async () => {
  expect((await connector.test(context())).says[0]).toContain('no user');
  backstage.user('cho');
  backstage.group('payments', { members: ['cho'] });
  expect(await connector.test(context())).toEqual({
    ok: true,
    says: ['1 people (1 with an e-mail) and 1 teams are visible'],
  });
  expect(await connector.test(context({}, 'wrong'))).toMatchObject({ ok: false });
});

it('references are completed by what they leave out, whatever their case', () => {
  const context = { kind: 'group', namespace: 'ext' };
  expect(fullRef('Payments', context)).toBe('group:ext/payments');
  expect(fullRef('User:Default/Cho', context)).toBe('user:default/cho');
  expect(fullRef('default/cho', context)).toBe('group:default/cho');
  for (const text of ['', ':', 'a:b:c', 'a/b/c', 'a b']) expect(fullRef(text, context)).toBeNull();
});
