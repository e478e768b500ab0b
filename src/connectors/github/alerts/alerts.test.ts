import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../../test/fakes/context.ts';
import { type FakeGithub, fakeGithub } from '../../../../test/fakes/fake-github.ts';
import { githubObjections, githubSpecAtHand } from '../../../../test/fakes/github-spec.ts';
import type { AlertSource, Alerts } from '../../connector.ts';
import { githubSettings } from '../settings.ts';
import { githubAlerts } from './index.ts';

let github: FakeGithub;
let now = Date.parse('2026-03-01T10:00:00Z');
beforeEach(async () => {
  now = Date.parse('2026-03-01T10:00:00Z');
  github = await fakeGithub({ now: () => now });
});
afterEach(() => github.close());

const open = (
  alerts: object | undefined = {},
  secrets: Record<string, string> = { token: 'ghp_fake' },
): Alerts =>
  githubAlerts.open(
    fakeContext(
      githubSettings.parse({ url: github.url, alerts, appId: secrets['privateKey'] ? '4711' : null }),
      secrets,
      () => new Date(now),
    ),
  );
const source = (kind: string, key = 'acme/a'): AlertSource => ({
  kind,
  tool: 'github-sast',
  target: { kind: 'repository', key },
  repositoryId: '1000',
});
const alert = (number: number, state = 'open') => ({
  number,
  updatedAt: `2026-01-01T00:00:${String(number % 60).padStart(2, '0')}Z`,
  told: { state, rule: { id: 'js/x', severity: 'warning' } },
});
const textOf = async (read: Awaited<ReturnType<Alerts['read']>>) => {
  if (typeof read === 'string') throw new Error(read);
  return JSON.parse(Buffer.concat(await Array.fromAsync(read.pieces)).toString()) as unknown[];
};

describe('what there is to pull', () => {
  it('is every kind of every repository that is not archived, by the reader of that kind', async () => {
    github.add('acme/a');
    github.add('acme/old', {}, { archived: true });
    const sources = await Array.fromAsync(open().sources());
    expect(sources.map(({ kind, tool, target }) => [kind, tool, target.key])).toEqual([
      ['code-scanning', 'github-sast', 'acme/a'],
      ['secret-scanning', 'github-secret-scanning', 'acme/a'],
      ['dependabot', 'github-vulnerability', 'acme/a'],
    ]);
    expect(await Array.fromAsync(open({ kinds: ['dependabot'] }).sources())).toHaveLength(1);
  });

  it('is nothing, and nothing is asked, without the section', async () => {
    github.add('acme/a');
    const settings = githubSettings.parse({ url: github.url });
    const alerts = githubAlerts.open(fakeContext(settings, { token: 'ghp_fake' }));
    expect(await Array.fromAsync(alerts.sources())).toEqual([]);
    expect(github.count()).toBe(0);
  });
});

describe('alerts of a repository', () => {
  it('are all of them, whatever their state, as GitHub tells them, through all pages', async () => {
    const home = github.add('acme/a');
    const all = Array.from({ length: 230 }, (_, i) => alert(i + 1, i % 2 ? 'dismissed' : 'open'));
    home.alerts['code-scanning'] = all;
    const told = await textOf(await open().read(source('code-scanning'), null));
    expect(told).toEqual(
      all.map(({ number, updatedAt, told: more }) => ({ number, updated_at: updatedAt, ...more })),
    );
    home.alerts['code-scanning'] = [];
    expect(await textOf(await open().read(source('code-scanning'), null))).toEqual([]);
  });

  it('are unchanged by one small question until one changes, and read again the next day', async () => {
    const home = github.add('acme/a');
    const alerts = Array.from({ length: 150 }, (_, i) => alert(i + 1));
    home.alerts['dependabot'] = alerts;
    const first = await open().read(source('dependabot'), null);
    const etag = typeof first === 'string' ? null : first.etag;
    github.forget();
    expect(await open().read(source('dependabot'), etag)).toBe('unchanged');
    expect(github.count()).toBe(1);
    alerts[3]!.updatedAt = '2026-03-01T09:00:00Z';
    expect(await open().read(source('dependabot'), etag)).not.toBe('unchanged');
    alerts[3]!.updatedAt = '2026-01-01T00:00:04Z';
    now += 86_400_000;
    expect(await open().read(source('dependabot'), etag)).not.toBe('unchanged');
  });

  it('that are switched off, or of a repository that is gone, are gone and no error', async () => {
    github.add('acme/a');
    for (const kind of ['code-scanning', 'secret-scanning', 'dependabot'])
      expect(await open().read(source(kind), null)).toBe('gone');
    expect(await open().read(source('dependabot', 'acme/nowhere'), null)).toBe('gone');
  });

  it('that the App may not see name the permission', async () => {
    github.add('acme/a');
    delete github.state.installations[0]!.permissions['security_events'];
    const reading = open({}, { privateKey: github.privateKey }).read(source('secret-scanning'), null);
    await expect(reading).rejects.toMatchObject({
      code: 'LK-REFUSED',
      message: expect.stringContaining('"Secret scanning alerts: read"'),
    });
  });

  it('are never cut: a page that fails is an error, not an end', async () => {
    const home = github.add('acme/a');
    home.alerts['code-scanning'] = Array.from({ length: 150 }, (_, i) => alert(i + 1));
    const read = await open().read(source('code-scanning'), null);
    github.intercept(({ url }) => (url.searchParams.get('page') === '2' ? { status: 500 } : undefined));
    await expect(textOf(read)).rejects.toMatchObject({ code: 'LK-NETWORK' });
  });

  it('of an unknown kind are not asked for', async () => {
    await expect(open().read(source('../../user'), null)).rejects.toMatchObject({ code: 'LK-VALIDATION' });
    expect(github.count()).toBe(0);
  });
});

describe.skipIf(!githubSpecAtHand)('what is asked (skipped without ../shared)', () => {
  it.each(['code-scanning', 'secret-scanning', 'dependabot'])(
    'of %s is as GitHub describes its API',
    async (kind) => {
      github.add('acme/a').alerts[kind] = [alert(1)];
      await textOf(await open().read(source(kind), null));
      expect(github.exchanges).toHaveLength(2);
      expect(githubObjections(github, false)).toEqual([]);
    },
  );
});
