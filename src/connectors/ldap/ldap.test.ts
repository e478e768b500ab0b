import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeLdap, fakeLdap, type LdapEntry } from '../../../test/fakes/fake-ldap.ts';
import { collected, teamIn } from '../../../test/fakes/read-directory.ts';
import { connector } from './index.ts';
import { ldapSettings } from './settings.ts';

let ldap: FakeLdap;
beforeEach(async () => {
  ldap = await fakeLdap();
});
afterEach(() => ldap.close());

const person = (uid: string, more: LdapEntry['attributes'] = {}): LdapEntry => ({
  dn: `uid=${uid},ou=people,dc=acme`,
  attributes: {
    objectClass: ['inetOrgPerson'],
    entryUUID: [`u-${uid}`],
    uid: [uid],
    cn: [uid],
    mail: [`${uid}@acme.example`],
    ...more,
  },
});
const group = (cn: string, member: string[], more: LdapEntry['attributes'] = {}): LdapEntry => ({
  dn: `cn=${cn},ou=groups,dc=acme`,
  attributes: { objectClass: ['groupOfNames'], entryUUID: [`g-${cn}`], cn: [cn], member, ...more },
});

const settings = (more: Record<string, unknown> = {}) =>
  ldapSettings.parse({
    url: ldap.url,
    startTls: false,
    privateAddress: true,
    bindDn: 'cn=reader,dc=acme',
    people: { base: 'ou=people,dc=acme' },
    teams: { base: 'ou=groups,dc=acme' },
    timeoutSeconds: 1,
    pageSize: 100,
    ...more,
  });
const context = (more: Record<string, unknown> = {}, password = 'secret') =>
  fakeContext(settings(more), { password });
const read = (more?: Record<string, unknown>, password?: string) =>
  collected(connector.directory!(context(more, password))!);

describe('reading a directory', () => {
  it('finds hundreds of people page by page, and the groups with their members', async () => {
    const people = Array.from({ length: 730 }, (_, i) => person(`p${i}`));
    ldap.entries.push(
      ...people,
      group(
        'payments',
        people.slice(0, 300).map(({ dn }) => dn),
      ),
    );
    const { people: found, teams } = await read();
    expect(found).toHaveLength(730);
    expect(new Set(found.map(({ id }) => id)).size).toBe(730);
    expect(teams).toEqual([
      expect.objectContaining({
        id: 'g-payments',
        key: 'payments',
        name: 'payments',
        parent: null,
        mail: null,
      }),
    ]);
    expect(teams[0]!.members).toHaveLength(300);
    expect(ldap.seen.filter((one) => one === 'search ou=people,dc=acme')).toHaveLength(8);
  });

  it('goes on after a page with nothing on it: only the cookie says that it was the last one', async () => {
    ldap.emptyPages = true;
    ldap.entries.push(...Array.from({ length: 250 }, (_, i) => person(`p${i}`)), group('a', []));
    expect((await read()).people).toHaveLength(250);
  });

  it('knows a member by a name that is written differently, and by the user name', async () => {
    ldap.entries.push(
      person('cho'),
      person('dana'),
      { ...person('comma'), dn: 'uid=Lea\\, Co,ou=people,dc=acme' },
      group('a', ['UID=Cho , OU=People, DC=acme', 'uid=Lea\\2c Co,ou=people,dc=acme', 'uid=gone,dc=acme']),
      {
        ...group('b', []),
        attributes: { objectClass: ['posixGroup'], cn: ['b'], memberUid: ['dana', 'nobody'] },
      },
    );
    const a = await read();
    expect(teamIn(a, 'a').members.map((one) => one.person)).toEqual(['u-cho', 'u-comma']);
    const b = await read({
      teams: { base: 'ou=groups,dc=acme', filter: '(objectClass=posixGroup)', member: 'memberUid' },
    });
    expect(teamIn(b, 'b')).toMatchObject({ id: 'cn=b,ou=groups,dc=acme', members: [{ person: 'u-dana' }] });
  });

  it('counts members of a group inside a group, unless told not to, and survives groups that hold each other', async () => {
    ldap.entries.push(
      person('cho'),
      person('dana'),
      group('outer', ['cn=inner,ou=groups,dc=acme']),
      group('inner', ['uid=cho,ou=people,dc=acme', 'cn=circle,ou=groups,dc=acme']),
      group('circle', [
        'uid=dana,ou=people,dc=acme',
        'cn=inner,ou=groups,dc=acme',
        'cn=circle,ou=groups,dc=acme',
      ]),
    );
    const found = await read();
    expect(teamIn(found, 'outer').members.map((one) => one.person)).toEqual(['u-cho', 'u-dana']);
    expect(teamIn(found, 'circle').members).toHaveLength(2);
    expect(teamIn(found, 'inner').parent).not.toBeNull();
    const flat = await read({ teams: { base: 'ou=groups,dc=acme', nested: false } });
    expect(teamIn(flat, 'outer').members).toEqual([]);
  });

  it('reads Active Directory: who is in what is on the person, ids are bytes, some accounts are disabled', async () => {
    const guid = Buffer.from('00ff10203040506070800a0b0c0d0e0f', 'hex');
    ldap.entries.push(
      {
        dn: 'CN=Cho Kim,OU=people,DC=acme',
        attributes: {
          objectClass: ['user'],
          objectCategory: ['person'],
          objectGUID: [guid],
          sAMAccountName: ['ckim'],
          displayName: ['Cho Kim'],
          mail: ['Cho.Kim@acme.example'],
          memberOf: ['CN=Payments,OU=groups,DC=acme'],
          userAccountControl: ['514'],
        },
      },
      {
        dn: 'CN=Payments,OU=Groups,DC=acme',
        attributes: {
          objectClass: ['group'],
          sAMAccountName: ['payments'],
          cn: ['Payments'],
          'member;range=0-1499': ['CN=x'],
          memberOf: ['CN=Commerce,OU=groups,DC=acme'],
        },
      },
      {
        dn: 'CN=Commerce,OU=groups,DC=acme',
        attributes: { objectClass: ['group'], sAMAccountName: ['commerce'], cn: ['Commerce'] },
      },
    );
    const found = await read({ kind: 'active-directory' });
    expect(found.people).toEqual([
      {
        id: guid.toString('hex'),
        email: 'Cho.Kim@acme.example',
        name: 'Cho Kim',
        userName: 'ckim',
        active: false,
      },
    ]);
    expect(teamIn(found, 'payments')).toMatchObject({
      name: 'Payments',
      parent: 'cn=commerce,ou=groups,dc=acme',
      members: [{ person: guid.toString('hex') }],
    });
    expect(teamIn(found, 'commerce').members).toHaveLength(1);
    // The members themselves come in part: better none than some.
    const some = { kind: 'active-directory', teams: { base: 'ou=groups,dc=acme', member: 'member' } };
    await expect(read(some)).rejects.toMatchObject({ code: 'LK-CONNECTION' });
  });

  it('takes what is missing or hostile as it is: a name stays a name', async () => {
    const hostile = '*)(uid=*))(|(uid=*\0';
    ldap.entries.push(
      { dn: 'uid=bare,ou=people,dc=acme', attributes: { objectClass: ['inetOrgPerson'] } },
      person('x', { displayName: [hostile], mail: ['  ', 'x@acme.example'], entryUUID: [''] }),
      person('y', { cn: [Buffer.from([0xff, 0xfe, 0x00])], mail: [] }),
      group('g', ['*', '', ',,,=', '\\', `uid=${'x'.repeat(70_000)}`], { cn: [hostile] }),
    );
    const { people, teams } = await read();
    expect(people[0]).toEqual({
      id: 'uid=bare,ou=people,dc=acme',
      email: null,
      name: 'uid=bare,ou=people,dc=acme',
      userName: null,
      active: true,
    });
    expect(people[1]).toMatchObject({ id: 'uid=x,ou=people,dc=acme', name: hostile, email: null });
    expect(people[2]).toMatchObject({ email: null });
    expect(teams[0]).toMatchObject({ key: hostile, members: [] });
  });

  it('honours filters as RFC 4515 has them', async () => {
    ldap.entries.push(person('cho'), person('dana'), person('(odd)'), group('a', []));
    const found = async (filter: string) =>
      (await read({ people: { base: 'ou=people,dc=acme', filter } })).people.map(({ userName }) => userName);
    expect(await found('(&(objectClass=inetOrgPerson)(!(uid=dana)))')).toEqual(['cho', '(odd)']);
    expect(await found('(|(uid=\\28odd\\29)(mail=ch*@acme.*))')).toEqual(['cho', '(odd)']);
    await expect(found('((uid=cho)')).rejects.toMatchObject({ code: 'LK-CONNECTION' });
  });
});

describe('a directory that is not what it should be', () => {
  const everyone = () =>
    ldap.entries.push(...Array.from({ length: 250 }, (_, i) => person(`p${i}`)), group('a', []));

  it('refuses a wrong password, and we never send an empty one, which would sign in nobody', async () => {
    everyone();
    await expect(read({}, 'wrong')).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('does not accept the name or the password'),
    });
    ldap.seen.length = 0;
    await expect(read({}, '')).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    expect(ldap.seen).toEqual([]);
  });

  it('hangs, hangs up in the middle, or speaks another language: never a short list', async () => {
    everyone();
    for (const behaviour of ['hang', 'hang up', 'garbage'] as const) {
      let searches = 0;
      ldap.before = (what) =>
        what.startsWith('search ou=people') && ++searches === 2 ? behaviour : undefined;
      await expect(read(), behaviour).rejects.toMatchObject({
        code: behaviour === 'garbage' ? 'LK-ANSWER' : 'LK-NETWORK',
      });
    }
    ldap.before = (what) => (what.startsWith('search ou=groups') ? 'hang up' : undefined);
    await expect(read()).rejects.toMatchObject({ code: 'LK-NETWORK' });
  });

  it('lies about lengths, which the codec would believe', async () => {
    everyone();
    // An entry whose attribute claims more bytes than the message has; and a message of 2 GB.
    const lying = Buffer.from('300b02010264060400300204ff', 'hex');
    const vast = Buffer.from('30847fffffff020102', 'hex');
    for (const bytes of [lying, vast]) {
      ldap.before = (what) => (what.startsWith('search') ? { bytes } : undefined);
      await expect(read()).rejects.toMatchObject({ code: 'LK-ANSWER' });
    }
  });

  it('says what a person can do about a refusal', async () => {
    everyone();
    const refused = async (result: number) => {
      ldap.before = (what) => (what.startsWith('search') ? { result } : undefined);
      return read().then(
        () => null,
        (error) => [error.code, error.message],
      );
    };
    expect(await refused(4)).toEqual(['LK-CONNECTION', expect.stringContaining('size limit')]);
    expect(await refused(50)).toEqual(['LK-CONNECTION', expect.stringContaining('may not read')]);
    expect(await refused(51)).toEqual(['LK-NETWORK', expect.stringContaining('busy')]);
    expect(await refused(80)).toEqual(['LK-ANSWER', expect.stringContaining('result 80')]);
    ldap.before = () => undefined;
    await expect(read({ people: { base: 'ou=nowhere' } })).rejects.toMatchObject({
      message: expect.stringContaining('no such entry'),
    });
  });

  it('pages without end', async () => {
    everyone();
    await expect(read({ maxEntries: 120, pageSize: 50 })).rejects.toMatchObject({ code: 'LK-CONNECTION' });
  });

  it('is at a private address that nobody allowed, or would take the password in clear', async () => {
    await expect(read({ privateAddress: false })).rejects.toMatchObject({ code: 'LK-ADDRESS-REFUSED' });
    await expect(
      read({ url: ldap.url.replace('127.0.0.1', 'localhost'), privateAddress: false }),
    ).rejects.toMatchObject({ code: 'LK-ADDRESS-REFUSED' });
    await expect(read({ url: 'ldap://192.0.2.1' })).rejects.toMatchObject({
      message: expect.stringContaining('in clear'),
    });
    // Refuses to be encrypted: nobody signs in.
    await expect(read({ startTls: true })).rejects.toMatchObject({
      message: expect.stringContaining('encrypt'),
    });
    await expect(read({ url: ldap.url.replace('ldap:', 'ldaps:') })).rejects.toMatchObject({
      code: 'LK-NETWORK',
    });
    expect(ldap.seen.some((one) => one.startsWith('bind'))).toBe(false);
  });
});

describe('testing the connection', () => {
  it('says what is visible, and what is missing in the order in which it must be mended', async () => {
    expect(await connector.test(context())).toMatchObject({ ok: false });
    ldap.entries.push(person('cho'), person('dana', { mail: [] }), group('a', ['uid=cho,ou=people,dc=acme']));
    expect(await connector.test(context())).toEqual({
      ok: true,
      says: ['2 people (1 with an e-mail) and 1 groups are visible'],
    });
    const other = { people: { base: 'ou=people,dc=acme', email: 'mailbox' } };
    expect((await connector.test(context(other))).says[0]).toContain('people.email');
    const alone = { teams: { base: 'ou=groups,dc=acme', member: 'uniqueMember' } };
    expect((await connector.test(context(alone))).says[0]).toContain('teams.member');
    expect(await connector.test(context({}, 'wrong'))).toMatchObject({ ok: false });
  });
});

it('settings take an LDAP address only, and filters in parentheses', () => {
  const ok = (more: Record<string, unknown>) => ldapSettings.safeParse({ ...settings(), ...more }).success;
  expect(
    ['ldap://a', 'ldaps://ldap.acme.example:1636/', 'ldap://[::1]:389'].every((url) => ok({ url })),
  ).toBe(true);
  expect(
    ['https://a', 'ldap://a/dc=x', 'ldap://u:p@a', 'a', 'ldap://', 'ldap://a?x'].some((url) => ok({ url })),
  ).toBe(false);
  expect(ok({ people: { base: 'dc=a', filter: 'uid=*' } })).toBe(false);
});
