import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../../test/fakes/context.ts';
import { type FakeGithub, fakeGithub } from '../../../../test/fakes/fake-github.ts';
import { connector } from '../index.ts';
import { githubSettings } from '../settings.ts';

let github: FakeGithub;
beforeEach(async () => {
  github = await fakeGithub();
  github.add('acme/payments', { 'about.yaml': '' });
});
afterEach(() => github.close());

const test = (
  secrets: Record<string, string>,
  more: object = {},
  queues: object = { PAY: 'acme/payments' },
) =>
  connector.test(
    fakeContext(githubSettings.parse({ url: github.url, tickets: { queues }, ...more }), secrets),
  );
const byToken = (queues?: object) => test({ token: 'ghp_fake' }, {}, queues);
const byApp = () => test({ privateKey: github.privateKey }, { appId: '4711' });
const first = async (testing: ReturnType<typeof test>) => {
  const { ok, says } = await testing;
  return { ok, says: says[0] };
};

describe('testing where tickets are filed', () => {
  it('says how many repositories take them, and makes our label once', async () => {
    expect(await byToken()).toMatchObject({
      ok: true,
      says: expect.arrayContaining(['tickets can be filed in 1 of 1 repositories']),
    });
    expect(github.find('acme/payments')!.issues.labels).toContain('lanekeeper');
    expect(await byToken()).toMatchObject({ ok: true });
    expect(await byApp()).toMatchObject({ ok: true });
  });

  it('names the repository and its queue, and what is wrong with it', async () => {
    expect(await first(byToken({ PAY: 'acme/nowhere' }))).toEqual({
      ok: false,
      says: expect.stringMatching(/^acme\/nowhere \(queue PAY\): .*not visible/),
    });
    const home = github.find('acme/payments')!;
    home.issues.enabled = false;
    expect(await first(byToken())).toEqual({ ok: false, says: expect.stringContaining('switched off') });
    home.issues.enabled = true;
    home.archived = true;
    expect(await first(byToken())).toEqual({ ok: false, says: expect.stringContaining('archived') });
    expect(await first(byToken({}))).toEqual({
      ok: false,
      says: 'tickets: state a repository for each queue, or one for all "others"',
    });
  });

  it('names the permission of the App, and webhooks that it does not send', async () => {
    const [installation] = github.state.installations;
    installation!.permissions['issues'] = 'read';
    expect(await first(byApp())).toEqual({
      ok: false,
      says: 'acme: the permission "Issues: write" is missing',
    });
    installation!.permissions['issues'] = 'write';
    installation!.events = installation!.events.filter((event) => event !== 'issue_comment');
    const { ok, says } = await byApp();
    expect(ok).toBe(true);
    expect(says).toContain(
      'acme: webhooks are not sent for issue_comment; changes of tickets are seen later',
    );
  });

  it('says that a token may not set labels, and that a repository is public', async () => {
    github.find('acme/payments')!.private = false;
    expect((await byToken()).says).toContain(
      'acme/payments (queue PAY) is public: everybody can read its tickets',
    );
    github.state.tokens.get('ghp_fake')!.mayNotWrite = true;
    expect(await first(byToken())).toEqual({ ok: false, says: expect.stringContaining('"Triage"') });
  });
});

describe('settings of tickets', () => {
  const ok = (tickets: object) => githubSettings.safeParse({ tickets }).success;
  const placeOf = (tickets: object | undefined, queue: string) =>
    connector.tickets!.placeOf(githubSettings.parse({ tickets }), queue);

  it('lead a queue to its repository, others to theirs, and nowhere without any', () => {
    const tickets = { queues: { PAY: 'acme/payments' }, others: 'acme/rest' };
    expect(placeOf(tickets, 'PAY')).toBe('acme/payments');
    expect(placeOf(tickets, 'toString')).toBe('acme/rest');
    expect(placeOf({ queues: tickets.queues }, 'LED')).toBeNull();
    expect(placeOf(undefined, 'PAY')).toBeNull();
  });

  it('refuse what is no repository or no label', () => {
    for (const place of ['acme', 'acme/../x', '/acme/x', 'a/b/c', 'https://github.com/a/b'])
      expect(ok({ others: place })).toBe(false);
    expect(ok({ labels: ['a,b'] })).toBe(false);
    expect(ok({ priorities: { P9: 'x' } })).toBe(false);
    expect(ok({ queue: {} })).toBe(false);
  });
});
