import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeGithub, fakeGithub } from '../../../test/fakes/fake-github.ts';
import type { CodeHost, HostRepository } from '../connector.ts';
import { connector } from './index.ts';

let now = Date.UTC(2026, 5, 1);
let github: FakeGithub;
beforeEach(async () => {
  github = await fakeGithub({ now: () => now });
});
afterEach(() => github.close());

const clock = () => new Date(now);
const byApp = (organisations: string[] = []) =>
  connector.codeHost!(
    fakeContext({ url: github.url, organisations, appId: '4711' }, { privateKey: github.privateKey }, clock),
  );
const byToken = (organisations: string[] = ['acme'], token = 'ghp_fake') =>
  connector.codeHost!(fakeContext({ url: github.url, organisations, appId: null }, { token }, clock));

/** Reads the whole list as a sweep does, remembering each page. */
async function sweep(
  host: CodeHost,
  memory = new Map<string, { etag: string | null; next: string | null }>(),
) {
  const repositories: HostRepository[] = [];
  let unchanged = 0;
  for (let page: string | null = host.firstPage; page !== null; ) {
    const known = memory.get(page);
    const read = await host.repositories(page, known?.etag ?? null);
    if (read === 'unchanged') {
      unchanged++;
      page = known!.next;
      continue;
    }
    memory.set(page, { etag: read.etag, next: read.next });
    repositories.push(...read.repositories);
    page = read.next;
  }
  return { repositories, unchanged, memory, keys: repositories.map(({ key }) => key) };
}

const fill = (count: number, org = 'acme') => {
  for (let i = 0; i < count; i++)
    github.add(`${org}/r${i}`, undefined, { id: github.state.repositories.size + 1 });
};

describe('the list of repositories', () => {
  it.each([
    ['an App', byApp],
    ['a token of an organisation', byToken],
    ['a token of nobody in particular', () => byToken([])],
  ])('is read by %s page by page, and unchanged costs one request per page', async (_, host) => {
    fill(250);
    const first = await sweep(host());
    expect(first.keys).toHaveLength(250);
    expect(new Set(first.keys).size).toBe(250);
    github.forget();
    const second = await sweep(host(), first.memory);
    expect(second).toMatchObject({ unchanged: 3, repositories: [] });
    expect(github.count(304)).toBe(3);
    expect(github.seen.filter(({ path }) => path.includes('/repos'))).toHaveLength(3);
  });

  it('tells what a repository is', async () => {
    github.add(
      'acme/checkout',
      { a: 'x' },
      { topics: ['team-payments'], archived: true, defaultBranch: 'trunk' },
    );
    const [one] = (await sweep(byApp())).repositories;
    expect(one).toEqual({
      id: String(github.find('acme/checkout')!.id),
      key: 'acme/checkout',
      url: `${github.url}/acme/checkout`,
      defaultBranch: 'trunk',
      archived: true,
      version: '2026-01-01T00:01:00Z trunk',
      facts: { topics: ['team-payments'], properties: {}, adminTeams: [] },
    });
  });

  it('shows every push by the version of the repository', async () => {
    fill(3);
    const first = await sweep(byApp());
    github.push('acme/r1', { 'about.yaml': 'owner: a' });
    const second = await sweep(byApp(), first.memory);
    const versions = (all: HostRepository[]) => all.map(({ version }) => version);
    const [before, after] = [versions(first.repositories), versions(second.repositories)];
    expect(after.map((version, i) => version === before[i])).toEqual([true, false, true]);
  });

  it('is unchanged also when the App has a new token, to which no ETag of the old one fits', async () => {
    fill(3);
    const first = await sweep(byApp());
    now += 2 * 3_600_000;
    github.forget();
    expect((await sweep(byApp(), first.memory)).unchanged).toBe(1);
    expect(github.count(304)).toBe(0);
  });

  it('shows the repository that follows a page which was full and last', async () => {
    fill(100);
    const first = await sweep(byToken());
    fill(1, 'acme');
    github.state.repositories.get(101)!.name = 'newest';
    expect((await sweep(byToken(), first.memory)).keys).toContain('acme/newest');
  });

  it('goes through all installations of an App, also through one that came later', async () => {
    fill(120);
    const first = await sweep(byApp());
    github.add('globex/late');
    github.state.installations.push({ ...github.state.installations[0]!, id: 99, account: 'globex' });
    const second = await sweep(byApp(), first.memory);
    expect(second.keys).toContain('globex/late');
    expect((await sweep(byApp(), second.memory)).unchanged).toBe(3);
  });

  it('keeps to the organisations that were named', async () => {
    fill(2);
    github.add('globex/other');
    github.state.installations.push({ ...github.state.installations[0]!, id: 99, account: 'globex' });
    expect((await sweep(byApp(['Globex']))).keys).toEqual(['globex/other']);
  });

  it('is an error, never empty, where the App is not installed or the organisation is not visible', async () => {
    await expect(sweep(byApp(['globex']))).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: 'the App is not installed in globex',
    });
    await expect(sweep(byToken(['globex']))).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    await expect(sweep(byToken(['acme'], ''))).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    github.state.installations[0]!.suspended = true;
    await expect(sweep(byApp())).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    github.state.installations.length = 0;
    await expect(sweep(byApp())).rejects.toMatchObject({ code: 'LK-CONNECTION' });
  });

  it('holds 10,000 repositories, and costs 100 conditional requests when nothing changed', async () => {
    fill(10_000);
    const first = await sweep(byToken());
    expect(first.keys).toHaveLength(10_000);
    github.forget();
    // The last page is full: the one after it is asked for, so that a repository on it is not overlooked.
    expect((await sweep(byToken(), first.memory)).unchanged).toBe(101);
    expect(github.count()).toBe(101);
    expect(github.count(304)).toBe(101);
  }, 60_000);
});

describe('tokens of an installation', () => {
  it('are asked for once and renewed before they end', async () => {
    fill(1);
    const asked = () => github.seen.filter(({ method }) => method === 'POST').length;
    await sweep(byApp());
    await sweep(byApp());
    expect(asked()).toBe(1);
    now += 56 * 60_000;
    await sweep(byApp());
    expect(asked()).toBe(2);
  });

  it('that were taken back are replaced at once', async () => {
    fill(1);
    const host = byApp();
    await sweep(host);
    github.state.issued.clear();
    expect((await sweep(host)).keys).toEqual(['acme/r0']);
  });
});

describe('a limit', () => {
  it('of the hour is told with the time when to go on', async () => {
    fill(1);
    github.state.limit = { remaining: 0, resetAt: now + 1_800_000 };
    await expect(sweep(byToken())).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: new Date(now + 1_800_000).toISOString() },
    });
    now += 1_800_001;
    expect((await sweep(byToken())).keys).toHaveLength(1);
  });

  it('for too many at once is told with its Retry-After, or a minute', async () => {
    fill(1);
    const told = (retryAfter: Record<string, string>) => {
      const body = { message: 'You have exceeded a secondary rate limit.' };
      github.intercept(() => ({ status: 403, headers: retryAfter, body }));
      return sweep(byToken()).catch((error) => Date.parse(error.detail.retryAt) - now);
    };
    expect(await told({ 'retry-after': '300' })).toBe(300_000);
    expect(await told({})).toBe(60_000);
    expect(await told({ 'retry-after': '1e12' })).toBe(86_400_000);
  });
});

describe('strange answers', () => {
  const answered = async (body: unknown, headers: Record<string, string> = {}) => {
    github.intercept(() => ({ status: 200, body, headers }));
    return byToken()
      .repositories('first', null)
      .catch((error) => error);
  };

  it('are clear errors', async () => {
    for (const body of [
      '<html>',
      {},
      [{ id: 'x' }],
      [{ id: 1, full_name: '../../etc' }],
      '['.repeat(100_000),
    ])
      expect(await answered(body)).toMatchObject({ code: 'LK-ANSWER' });
    expect(await answered('x'.repeat(11_000_000))).toMatchObject({ code: 'LK-TOO-LARGE' });
  });

  it('with a next page at another address are not followed', async () => {
    const links = [
      'https://evil.example/api/v3/orgs/acme/repos?page=2',
      `${github.url}/login`,
      'file:///etc/passwd',
    ];
    for (const link of links) {
      const error = await answered([], { link: `<${link}>; rel="next"` });
      expect(error).toMatchObject({ code: 'LK-ANSWER' });
      expect(error.message).toContain('not followed');
    }
  });

  it('that nothing changed, to somebody who knows nothing, are errors', async () => {
    github.intercept(() => ({ status: 304 }));
    await expect(byToken().repositories('first', null)).rejects.toMatchObject({ code: 'LK-ANSWER' });
  });

  it('that lead in a circle are not followed', async () => {
    const self = `${github.state.api}/orgs/acme/repos?per_page=100&sort=created&direction=asc`;
    expect(await answered([], { link: `<${self}>; rel="next"` })).toMatchObject({ code: 'LK-ANSWER' });
  });

  it('show no link that is none', async () => {
    const page = await answered([{ id: 1, full_name: 'acme/a', html_url: 'javascript:alert(1)' }]);
    expect(page.repositories[0].url).toBeNull();
  });
});
