import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../../test/fakes/context.ts';
import { type FakeGithub, fakeGithub } from '../../../../test/fakes/fake-github.ts';
import { faults } from '../../../../test/fakes/faults.ts';
import { touchIssue, transferIssue } from '../../../../test/fakes/github-issues.ts';
import { githubObjections, githubSpecAtHand } from '../../../../test/fakes/github-spec.ts';
import type { NewTicket, Tickets } from '../../connector.ts';
import { githubSettings } from '../settings.ts';
import { githubTickets } from './index.ts';

let github: FakeGithub;
let now = Date.parse('2026-03-01T10:00:00Z');
beforeAll(async () => {
  github = await fakeGithub({ now: () => now });
});
afterAll(() => github.close());

let tickets: Tickets;
let place: string;
let count = 0;

const rules = (more: object = {}) => ({
  queues: { PAY: place },
  labels: ['security'],
  priorities: { P0: 'prio: now', P1: 'prio: soon' },
  ...more,
});
const open = (secrets: Record<string, string> = { token: 'ghp_fake' }, more: object = {}): Tickets =>
  githubTickets.open(
    fakeContext(
      githubSettings.parse({ url: github.url, tickets: rules(), ...more }),
      secrets,
      () => new Date(now),
    ),
  );
const ticket = (more: Partial<NewTicket> = {}): NewTicket => ({
  place,
  marker: `tkt_${++count}`,
  title: 'Upgrade lodash',
  body: 'Why **now**: see [the ticket](https://lanekeeper.example/tickets/1)',
  priority: 'P0',
  dueOn: '2026-04-01',
  labels: ['payments'],
  ...more,
});
const home = () => github.find(place)!;
const only = () => home().issues.list[0]!;
const later = (minutes = 1) => {
  now += minutes * 60_000;
};

beforeEach(() => {
  github.trouble(null);
  github.state.creations = 1_000_000;
  place = `acme/tracker-${++count}`;
  github.add(place, { 'README.md': '' });
  github.forget();
  tickets = open();
});

describe('a ticket in GitHub', () => {
  it('is created in one request, once its repository is known, with label, priority, date and our marker', async () => {
    const first = await tickets.create(ticket());
    github.forget();
    await tickets.create(ticket());
    expect(github.count()).toBe(1);
    expect(first).toEqual({
      id: `${home().id}#1`,
      key: `${place}#1`,
      url: `${github.url}/${place}/issues/1`,
      place,
      title: 'Upgrade lodash',
      state: 'open',
      status: 'open',
      assignee: null,
      dueOn: '2026-04-01',
      priority: 'prio: now',
      labels: ['lanekeeper', 'security', 'payments', 'prio: now'],
      sprint: null,
      updatedAt: '2026-03-01T10:00:00.000Z',
    });
    expect(only().body).toMatch(/^Why \*\*now\*\*: .*\n\n<!-- lanekeeper tkt_\d+ due=2026-04-01 -->$/s);
  });

  it('is found by its marker right after an answer got lost, and nowhere else', async () => {
    const one = ticket();
    github.trouble(faults({ seed: 1, rates: { cutAfter: 1 } }));
    await expect(tickets.create(one)).rejects.toMatchObject({ code: 'LK-NETWORK' });
    github.trouble(null);
    await tickets.create(ticket());
    await tickets.create(one);
    expect(home().issues.list).toHaveLength(2);
    expect(await tickets.find(place, one.marker)).toMatchObject({ title: 'Upgrade lodash', place });
    expect(await tickets.find(place, 'tkt_never')).toBeNull();
  });

  it('is found among hundreds, and where GitHub dropped our label', async () => {
    const first = await tickets.create(ticket({ marker: 'tkt_first' }));
    for (let i = 0; i < 230; i++) {
      later();
      home().issues.list.push({
        ...only(),
        number: i + 2,
        body: 'x',
        createdAt: new Date(now).toISOString(),
      });
    }
    expect(await tickets.find(place, 'tkt_first')).toMatchObject({ id: first.id });
    touchIssue(github.state, home().issues.list.at(-1)!, {
      labels: [],
      body: '<!-- lanekeeper tkt_bare -->',
    });
    expect(await tickets.find(place, 'tkt_bare')).toMatchObject({ key: `${place}#231` });
  });

  it('is looked for no further back than its marker was made', async () => {
    for (let i = 0; i < 250; i++)
      home().issues.list.push({ ...issueOf(i + 1), createdAt: '2020-01-01T00:00:00Z' });
    await tickets.find(place, 'tkt_019ca8d0f00070008000000000000000');
    const lists = github.seen.filter(({ path }) => path.includes('/issues?'));
    expect(lists.map(({ path }) => /labels=/.test(path))).toEqual([true, false]);
  });

  it('says what a person did there: state, assignee, sprint, date, labels', async () => {
    const { id } = await tickets.create(ticket());
    touchIssue(github.state, only(), {
      title: 'Ours now',
      assignee: 'ada',
      milestone: 'Sprint 7',
      labels: ['lanekeeper', 'In Progress', 'PRIO: soon'],
    });
    expect(await tickets.read(id)).toMatchObject({
      title: 'Ours now',
      state: 'in-progress',
      assignee: { name: 'ada', email: null },
      sprint: 'Sprint 7',
      dueOn: '2026-04-01',
      priority: 'PRIO: soon',
    });
    touchIssue(github.state, only(), { state: 'closed', stateReason: 'not_planned' });
    expect(await tickets.read(id)).toMatchObject({ state: 'done', status: 'closed (not planned)' });
  });
});

/** As GitHub writes times. */
const second = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
const issueOf = (number: number) => ({
  number,
  title: 'x',
  body: 'x',
  state: 'open' as const,
  stateReason: null,
  labels: ['lanekeeper'],
  assignee: null,
  milestone: null,
  createdAt: second(now),
  updatedAt: second(now),
  comments: [],
});

describe('an edit', () => {
  it('changes what it names and nothing else', async () => {
    const { id } = await tickets.create(ticket());
    touchIssue(github.state, only(), { title: 'A person wrote this', labels: [...only().labels, 'mine'] });
    const before = structuredClone(only());
    expect(await tickets.update(id, { priority: 'P1' })).toBe('done');
    expect(only()).toMatchObject({ title: before.title, body: before.body, state: 'open' });
    expect(only().labels).toEqual(['lanekeeper', 'security', 'payments', 'mine', 'prio: soon']);
    await tickets.update(id, { body: 'New words.' });
    expect(only().body).toMatch(/^New words\.\n\n<!-- lanekeeper tkt_\d+ due=2026-04-01 -->$/);
    await tickets.update(id, { dueOn: null });
    expect(only().body).toMatch(/^New words\.\n\n<!-- lanekeeper tkt_\d+ -->$/);
    await tickets.update(id, { labels: ['mine', 'checkout'] });
    expect(only().labels).toEqual(['lanekeeper', 'security', 'prio: soon', 'mine', 'checkout']);
  });

  it('closes, reopens and says that work began; what is so already is not written', async () => {
    const { id } = await tickets.create(ticket());
    await tickets.update(id, { state: 'in-progress' });
    expect(await tickets.read(id)).toMatchObject({ state: 'in-progress' });
    await tickets.update(id, { state: 'done' });
    expect(only()).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(only().labels).not.toContain('in progress');
    github.forget();
    expect(await tickets.update(id, { state: 'done' })).toBe('done');
    expect(github.seen.map(({ method }) => method)).toEqual(['GET']);
    await tickets.update(id, { state: 'open' });
    expect(await tickets.read(id)).toMatchObject({ state: 'open', status: 'open' });
  });
});

describe('an issue that is not where it was', () => {
  it('is read, changed and commented on in the repository it was moved to', async () => {
    const { id } = await tickets.create(ticket());
    const other = github.add(`acme/other-${++count}`, { 'README.md': '' });
    transferIssue(github.state, home(), 1, other);
    const moved = await tickets.read(id);
    expect(moved).toMatchObject({ id: `${other.id}#1`, place: `acme/other-${count}` });
    await tickets.update(id, { title: 'Moved' });
    expect(await tickets.comment(id, { marker: 'cmt_1', body: 'Hello' })).toHaveProperty('id');
    expect(other.issues.list[0]).toMatchObject({ title: 'Moved', comments: [{ login: 'sweeper' }] });
    expect(await tickets.comments(id)).toMatchObject([{ marker: 'cmt_1', text: 'Hello' }]);
  });

  it('keeps its id when the repository is renamed, and new ones go where the repository is now', async () => {
    const { id } = await tickets.create(ticket());
    const former = place;
    place = `acme/renamed-${++count}`;
    github.rename(former, place);
    expect(await tickets.read(id)).toMatchObject({ id, place, key: `${place}#1` });
    expect(await tickets.create(ticket({ place: former }))).toMatchObject({ key: `${place}#2` });
  });

  it('is gone when it was deleted, or its repository is not to be seen any more', async () => {
    const { id } = await tickets.create(ticket());
    only().gone = 'deleted';
    expect(await tickets.read(id)).toBe('gone');
    expect(await tickets.update(id, { title: 'x' })).toBe('gone');
    expect(await tickets.comment(id, { marker: 'cmt_1', body: 'x' })).toBe('gone');
    expect(await tickets.comments(id)).toEqual([]);
    github.remove(place);
    expect(await tickets.read(id)).toBe('gone');
  });

  it('with an id that is none of GitHub’s is never asked for', async () => {
    for (const id of ['', 'PAY-1', '../user', '1#2/../../..'])
      await expect(tickets.read(id)).rejects.toMatchObject({ code: 'LK-VALIDATION' });
    expect(github.count()).toBe(0);
  });
});

describe('what GitHub does not take', () => {
  const refused = (words: RegExp) => ({ code: 'LK-REFUSED', message: expect.stringMatching(words) });

  it('is told in its own words, with the repository', async () => {
    await tickets.create(ticket());
    home().issues.enabled = false;
    await expect(tickets.create(ticket())).rejects.toMatchObject(refused(/tracker-\d+: Issues are disabled/));
    await expect(tickets.read(`${home().id}#1`)).rejects.toMatchObject(refused(/Issues are disabled/));
    home().issues.enabled = true;
    home().archived = true;
    await expect(tickets.create(ticket())).rejects.toMatchObject(refused(/archived so is read-only/));
    home().archived = false;
    only().locked = true;
    await expect(tickets.comment(`${home().id}#1`, { marker: 'm', body: 'x' })).rejects.toMatchObject(
      refused(/issue is locked/),
    );
  });

  it('names the permission that is missing, and a repository that is not to be seen', async () => {
    github.state.tokens.set('reader', {
      login: 'r',
      scopes: null,
      organisations: ['acme'],
      mayNotWrite: true,
    });
    await expect(open({ token: 'reader' }).create(ticket())).rejects.toMatchObject(
      refused(/"Issues: write"/),
    );
    for (const call of [
      () => tickets.create(ticket({ place: 'acme/nowhere' })),
      () => tickets.find('acme/nowhere', 'tkt_1'),
      () => Array.fromAsync(tickets.changed('acme/nowhere', new Date(0))),
    ])
      await expect(call()).rejects.toMatchObject(refused(/acme\/nowhere is not visible/));
  });

  it('is never for its length: titles and bodies fit, whatever is in them', async () => {
    const body = `${'word word $ @team '.repeat(5000)}\n\n[all of it](https://lanekeeper.example/tickets/1)`;
    await tickets.create(ticket({ title: `Line\none ${'😀'.repeat(400)}`, body }));
    expect(only().title).toMatch(/^Line one 😀+…$/u);
    expect(only().body!.length).toBeLessThanOrEqual(65_536);
    expect(only().body).toMatch(
      /lanekeeper\.example\/tickets\/1\)\n\n<!-- lanekeeper tkt_\d+ due=2026-04-01 -->$/,
    );
  });

  it('after too many creations is a pause, also when no time is named', async () => {
    await tickets.create(ticket());
    github.state.creations = 0;
    await expect(tickets.create(ticket())).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: new Date(now + 60_000).toISOString() },
    });
  });
});

describe('comments', () => {
  it('are told oldest first as plain text, ours with their marker, the newest 500', async () => {
    const { id } = await tickets.create(ticket());
    await tickets.comment(id, { marker: 'cmt_7', body: 'Due **soon**, @team' });
    const said = (body: string, login: string | null) => ({
      id: ++count,
      body,
      login,
      at: '2026-03-01T10:00:00Z',
    });
    only().comments.push(said('/lanekeeper not-useful <b>it</b> is *dead* code', 'ada'), said('bye', null));
    expect(await tickets.comments(id)).toMatchObject([
      { marker: 'cmt_7', author: { name: 'sweeper' } },
      {
        marker: null,
        author: { name: 'ada', email: null },
        text: '/lanekeeper not-useful <b>it</b> is dead code',
      },
      { author: { name: 'ghost' }, text: 'bye' },
    ]);
    for (let i = 0; i < 600; i++) only().comments.push(said(`no ${i}`, 'ada'));
    const all = await tickets.comments(id);
    expect(all).toHaveLength(500);
    expect(all.at(-1)).toMatchObject({ text: 'no 599' });
  });
});

describe('what changed', () => {
  it('is told oldest change first, ours only, pull requests left out', async () => {
    for (let i = 0; i < 3; i++) {
      later();
      await tickets.create(ticket());
    }
    const since = new Date(now);
    later();
    touchIssue(github.state, only(), { state: 'closed' });
    home().issues.list.push({ ...issueOf(4), isPullRequest: true }, { ...issueOf(5), labels: ['bug'] });
    const told = await Array.fromAsync(tickets.changed(place, since));
    expect(told.map(({ key, state }) => [key.split('#')[1], state])).toEqual([
      ['3', 'open'],
      ['1', 'done'],
    ]);
  });

  it('loses nothing when tickets change while the list is read', async () => {
    const from = now;
    for (let i = 0; i < 250; i++)
      home().issues.list.push({ ...issueOf(i + 1), updatedAt: second(from + i * 1000) });
    now += 400_000;
    const told = new Set<string>();
    let seen = 0;
    for await (const { key } of tickets.changed(place, new Date(from))) {
      told.add(key);
      // What was told changes again, and goes to the end of the list.
      if (seen++ < 50) touchIssue(github.state, home().issues.list[seen]!, {});
    }
    expect(told.size).toBe(250);
  });

  it('ends when more than a page changed in the same second', async () => {
    for (let i = 0; i < 250; i++) home().issues.list.push(issueOf(i + 1));
    expect(await Array.fromAsync(tickets.changed(place, new Date(now)))).toHaveLength(250);
  });
});

describe('an App', () => {
  const secrets = () => ({ privateKey: github.privateKey });

  it('files in the installation of the owner, and reads by number what it never saw', async () => {
    const app = { appId: '4711' };
    const made = await open(secrets(), app).create(ticket());
    expect(await open(secrets(), app).read(made.id)).toMatchObject({ key: made.key });
    const elsewhere = open(secrets(), app).create(ticket({ place: 'strangers/repo' }));
    await expect(elsewhere).rejects.toMatchObject({
      code: 'LK-REFUSED',
      message: 'the App is not installed for strangers/repo',
    });
  });
});

describe.skipIf(!githubSpecAtHand)(
  'all that these tests asked and were answered (skipped without ../shared)',
  () => {
    it('is as GitHub describes its API', () => {
      expect(github.exchanges.length).toBeGreaterThan(100);
      expect(githubObjections(github)).toEqual([]);
    });
  },
);
