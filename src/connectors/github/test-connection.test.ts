import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeGithub, fakeGithub } from '../../../test/fakes/fake-github.ts';
import { connector } from './index.ts';
import { apiBase, perSecondAt } from './settings.ts';

let github: FakeGithub;
beforeEach(async () => {
  github = await fakeGithub();
});
afterEach(() => github.close());

const test = (appId: string | null, secrets: Record<string, string>, organisations: string[] = []) =>
  connector.test(fakeContext({ url: github.url, organisations, appId }, secrets));
const byApp = (organisations?: string[]) => test('4711', { privateKey: github.privateKey }, organisations);
const byToken = (organisations?: string[]) => test(null, { token: 'ghp_fake' }, organisations);

describe('testing an App', () => {
  it('says where it is installed', async () => {
    expect(await byApp()).toEqual({ ok: true, says: ['Lanekeeper is installed in acme'] });
  });

  it('names each permission that is missing, and what works less without one', async () => {
    github.state.installations[0]!.permissions = { metadata: 'read' };
    github.state.installations[0]!.events = ['push'];
    expect(await byApp()).toEqual({
      ok: false,
      says: [
        'acme: the permission "Contents: read" is missing',
        'acme: without the permission "Administration: read" teams with admin rights are not seen as owners',
        'acme: without the permission "Members: read" changes of teams and members are not told by webhooks',
        'acme: webhooks are not sent for repository, team, membership, organization; the sweep sees it later',
        'Lanekeeper is installed in acme',
      ],
    });
  });

  it('says where it is not installed, or suspended', async () => {
    expect((await byApp(['acme', 'globex'])).says[0]).toBe(
      'the App is not installed in globex: install it there',
    );
    github.state.installations[0]!.suspended = true;
    expect((await byApp()).says[0]).toContain('suspended');
    github.state.installations.length = 0;
    expect((await byApp()).says[0]).toContain('not installed anywhere');
  });

  it('tells a wrong key from one that is no key, and from none', async () => {
    const other = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey;
    expect((await test('4711', { privateKey: other })).says[0]).toContain('does not accept the App');
    expect((await test('4711', { privateKey: 'no key' })).says[0]).toContain('cannot be read');
    expect((await test(null, {})).says[0]).toContain('is missing');
  });

  it('takes a key whose line ends were lost on the way', async () => {
    const oneLine = github.privateKey.replaceAll('\n', '\\n');
    expect((await test('4711', { privateKey: oneLine })).ok).toBe(true);
  });
});

describe('testing a token', () => {
  it('says whose it is and what it sees', async () => {
    github.add('acme/a', { 'about.yaml': '' });
    expect(await byToken(['acme'])).toEqual({
      ok: true,
      says: ["the token is sweeper's", '1 repositories are visible, acme/a among them'],
    });
  });

  it('says that it is invalid', async () => {
    expect(await test(null, { token: 'wrong' })).toMatchObject({
      ok: false,
      says: [expect.stringContaining('credentials')],
    });
  });

  it('names the scope that is missing', async () => {
    github.add('acme/a', { 'about.yaml': '' });
    github.state.tokens.get('ghp_fake')!.scopes = 'read:user';
    const { ok, says } = await byToken();
    expect(ok).toBe(false);
    expect(says[0]).toContain('"repo"');
    expect(says[1]).toContain('"read:org"');
  });

  it('names the organisation that is not visible, and one that wants single sign-on', async () => {
    expect((await byToken(['globex'])).says[0]).toContain('globex is not visible');
    github.intercept(({ url }) =>
      url.pathname.endsWith('/orgs/acme')
        ? { status: 403, headers: { 'x-github-sso': 'required; url=https://x' }, body: {} }
        : undefined,
    );
    expect((await byToken(['acme'])).says[0]).toContain('single sign-on');
  });

  it('finds by reading that a fine-grained one may not read files', async () => {
    github.add('acme/a', { 'about.yaml': '' });
    github.state.tokens.get('ghp_fake')!.scopes = null;
    github.intercept(({ url }) =>
      url.pathname.includes('/commits/') ? { status: 404, body: { message: 'Not Found' } } : undefined,
    );
    expect(await byToken()).toMatchObject({
      ok: false,
      says: [expect.stringContaining('"Contents: read"'), expect.stringContaining('sweeper')],
    });
  });
});

describe('settings', () => {
  it('take the address of a server over https only, without a path or a password', () => {
    const ok = (url: string) => connector.settings.safeParse({ url }).success;
    expect(['https://ghe.example.com', 'https://ghe.example.com/'].every(ok)).toBe(true);
    const bad = [
      'http://ghe.example.com',
      'https://a:b@ghe.example.com',
      'https://ghe.example.com/x',
      'ftp://x',
      '',
    ];
    expect(bad.some(ok)).toBe(false);
    expect(connector.settings.safeParse({ organisations: ['../x'] }).success).toBe(false);
  });

  it.each([
    ['https://github.com', 'https://api.github.com', 14],
    ['https://acme.ghe.com', 'https://api.acme.ghe.com', 14],
    ['https://github.example.com', 'https://github.example.com/api/v3', undefined],
    ['https://api.github.com.example', 'https://api.github.com.example/api/v3', undefined],
  ])('lead from %s to its API, no faster than it allows', (url, base, perSecond) => {
    expect(apiBase(url)).toBe(base);
    expect(perSecondAt(base)).toBe(perSecond);
  });
});
