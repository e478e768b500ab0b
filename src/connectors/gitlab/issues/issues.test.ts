import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../../test/fakes/context.ts';
import { type FakeGitlab, type FakeProject, fakeGitlab } from '../../../../test/fakes/fake-gitlab.ts';
import { faults } from '../../../../test/fakes/faults.ts';
import { moveGitlabIssue, touchGitlabIssue } from '../../../../test/fakes/gitlab-issues.ts';
import type { NewTicket, Tickets } from '../../connector.ts';
import { gitlabSettings } from '../settings.ts';
import { gitlabTickets } from './index.ts';

let gitlab: FakeGitlab;
let now = Date.parse('2026-03-01T10:00:00Z');
beforeAll(async () => {
  gitlab = await fakeGitlab({ now: () => now });
});
afterAll(() => gitlab.close());

let tickets: Tickets;
let home: FakeProject;
let place: string;
let count = 0;

const open = (token = 'glpat-writer'): Tickets => {
  const settings = gitlabSettings.parse({
    url: gitlab.url,
    tickets: {
      queues: { PAY: place },
      labels: ['security'],
      priorities: { P0: 'priority::1', P1: 'priority::2' },
    },
  });
  return gitlabTickets.open(fakeContext(settings, { token }, () => new Date(now)));
};
const ticket = (more: Partial<NewTicket> = {}): NewTicket => ({
  place,
  marker: `tkt_${++count}`,
  title: 'Upgrade lodash',
  body: 'Why **now**',
  priority: 'P0',
  dueOn: '2026-04-01',
  labels: ['payments'],
  ...more,
});
const only = () => home.issues.list[0]!;

beforeEach(() => {
  gitlab.trouble(null);
  place = `acme/platform/tracker-${++count}`;
  home = gitlab.add(place);
  gitlab.forget();
  tickets = open();
});

describe('a ticket in GitLab', () => {
  it('is created in one request: labels, due date, confidential, and our marker', async () => {
    const made = await tickets.create(ticket());
    expect(gitlab.count()).toBe(1);
    expect(made).toEqual({
      id: `${home.id}#1`,
      key: `${place}#1`,
      url: `${gitlab.url}/${place}/-/issues/1`,
      place,
      title: 'Upgrade lodash',
      state: 'open',
      status: 'opened',
      assignee: null,
      dueOn: '2026-04-01',
      priority: 'priority::1',
      labels: ['lanekeeper', 'security', 'payments', 'priority::1'],
      sprint: null,
      updatedAt: '2026-03-01T10:00:00.000Z',
    });
    expect(only()).toMatchObject({ confidential: true });
    expect(only().description).toMatch(/^Why \*\*now\*\*\n\n<!-- lanekeeper tkt_\d+ -->$/);
  });

  it('commands nothing: a line of it that looks like a quick action is text', async () => {
    await tickets.create(ticket({ body: '/close\n\n> /assign @ada\n\n/label ~x' }));
    expect(only().description).not.toMatch(/^[\s>]*\/(close|assign|label)/m);
  });

  it('is found by its marker right after an answer got lost', async () => {
    const one = ticket();
    gitlab.trouble(faults({ seed: 1, rates: { cutAfter: 1 } }));
    await expect(tickets.create(one)).rejects.toMatchObject({ code: 'LK-NETWORK' });
    gitlab.trouble(null);
    for (let i = 0; i < 120; i++) await tickets.create(ticket());
    expect(await tickets.find(place, one.marker)).toMatchObject({ key: `${place}#1` });
    expect(await tickets.find(place, 'tkt_never')).toBeNull();
  });

  it('says what a person did there', async () => {
    const { id } = await tickets.create(ticket());
    touchGitlabIssue(gitlab.state, only(), {
      assignees: [{ id: 9, username: 'ada', name: 'Ada L.' }],
      dueDate: '2026-05-05',
      labels: ['lanekeeper', 'in progress'],
      iteration: { title: null, start_date: '2026-03-01', due_date: '2026-03-14' },
    });
    expect(await tickets.read(id)).toMatchObject({
      state: 'in-progress',
      assignee: { id: '9', name: 'Ada L.', email: null },
      dueOn: '2026-05-05',
      priority: null,
      sprint: '2026-03-01 – 2026-03-14',
    });
  });
});

describe('an edit', () => {
  it('changes what it names and nothing else', async () => {
    const { id } = await tickets.create(ticket());
    touchGitlabIssue(gitlab.state, only(), {
      title: 'A person wrote this',
      labels: [...only().labels, 'mine'],
    });
    const before = structuredClone(only());
    await tickets.update(id, { priority: 'P1', dueOn: null });
    expect(only()).toMatchObject({ title: before.title, description: before.description, dueDate: null });
    expect(only().labels).toEqual(['lanekeeper', 'security', 'payments', 'mine', 'priority::2']);
    await tickets.update(id, { body: 'New words.' });
    expect(only().description).toMatch(/^New words\.\n\n<!-- lanekeeper tkt_\d+ -->$/);
  });

  it('closes and reopens; what is so already is not written', async () => {
    const { id } = await tickets.create(ticket());
    await tickets.update(id, { state: 'in-progress' });
    expect(await tickets.read(id)).toMatchObject({ state: 'in-progress' });
    await tickets.update(id, { state: 'done' });
    expect(await tickets.read(id)).toMatchObject({ state: 'done', status: 'closed' });
    gitlab.forget();
    await tickets.update(id, { state: 'done' });
    expect(gitlab.seen.map(({ method }) => method)).toEqual(['GET']);
    await tickets.update(id, { state: 'open' });
    expect(await tickets.read(id)).toMatchObject({ state: 'open' });
  });
});

describe('an issue that is not where it was', () => {
  it('is read, changed and commented on where it was moved to, twice if need be', async () => {
    const { id } = await tickets.create(ticket());
    const [second, third] = [gitlab.add(`acme/b-${++count}`), gitlab.add(`acme/c-${++count}`)];
    const moved = moveGitlabIssue(gitlab.state, only(), second);
    const again = moveGitlabIssue(gitlab.state, moved, third);
    expect(await tickets.read(id)).toMatchObject({
      id: `${third.id}#1`,
      place: `acme/c-${count}`,
      state: 'open',
    });
    await tickets.update(id, { title: 'Moved' });
    await tickets.comment(id, { marker: 'cmt_1', body: 'Hello' });
    expect(again).toMatchObject({ title: 'Moved', notes: [{ username: 'lanekeeper_bot' }] });
    expect(only().title).toBe('Upgrade lodash');
    const changed = await Array.fromAsync(tickets.changed(place, new Date(0)));
    expect(changed).toMatchObject([{ id: `${third.id}#1` }]);
  });

  it('is gone when it, its project or what it was moved to is gone', async () => {
    const { id } = await tickets.create(ticket());
    touchGitlabIssue(gitlab.state, only(), { movedTo: 999_999 });
    expect(await tickets.read(id)).toBe('gone');
    home.issues.list.length = 0;
    expect(await tickets.read(id)).toBe('gone');
    expect(await tickets.update(id, { title: 'x' })).toBe('gone');
    expect(await tickets.comment(id, { marker: 'm', body: 'x' })).toBe('gone');
    expect(await tickets.comments(id)).toEqual([]);
    gitlab.state.projects.delete(home.id);
    expect(await tickets.read(id)).toBe('gone');
  });

  it('with an id that is none of GitLab’s is never asked for', async () => {
    for (const id of ['', 'acme/a#1', '1#2/../3'])
      await expect(tickets.read(id)).rejects.toMatchObject({ code: 'LK-VALIDATION' });
    expect(gitlab.count()).toBe(0);
  });
});

describe('what GitLab does not take', () => {
  const refused = (words: RegExp) => ({ code: 'LK-REFUSED', message: expect.stringMatching(words) });

  it('is told in its own words, with the project', async () => {
    const { id } = await tickets.create(ticket());
    await expect(tickets.update(id, { dueOn: '2026-13-99x' })).rejects.toMatchObject(
      refused(/due_date is invalid/),
    );
    home.issues.access = 'disabled';
    await expect(tickets.create(ticket())).rejects.toMatchObject(
      refused(/tracker-\d+: 403 Forbidden.*issues/),
    );
    for (const call of [
      () => tickets.create(ticket({ place: 'acme/nowhere' })),
      () => tickets.find('acme/nowhere', 'tkt_1'),
    ])
      await expect(call()).rejects.toMatchObject(refused(/acme\/nowhere is not visible/));
  });

  it('for want of the scope is the whole connection’s trouble', async () => {
    await expect(open('glpat-fake').create(ticket())).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('"api"'),
    });
  });

  it('at a limit is a pause', async () => {
    gitlab.state.limit = { remaining: 0, resetAt: now + 3_600_000 };
    await expect(tickets.create(ticket())).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: new Date(now + 3_600_000).toISOString() },
    });
    gitlab.state.limit = { remaining: 1_000_000, resetAt: 0 };
  });
});

describe('comments and changes', () => {
  it('are told oldest first as plain text, ours with their marker, without GitLab’s own words', async () => {
    const { id } = await tickets.create(ticket());
    await tickets.comment(id, { marker: 'cmt_7', body: 'Due **soon**' });
    const said = (body: string, username: string | null, system = false) => ({
      id: ++count,
      body,
      username,
      at: '2026-03-01T10:00:00.000Z',
      system,
    });
    only().notes.push(said('/lanekeeper help', 'ada'), said('changed title', 'ada', true), said('bye', null));
    expect(await tickets.comments(id)).toMatchObject([
      { marker: 'cmt_7', text: 'Due soon' },
      { marker: null, text: '/lanekeeper help', author: { name: 'ada' } },
      { text: 'bye', author: { name: 'Ghost User' } },
    ]);
    for (let i = 0; i < 600; i++) only().notes.push(said(`no ${i}`, 'ada'));
    const all = await tickets.comments(id);
    expect([all.length, all[0]?.text, all.at(-1)?.text]).toEqual([500, 'no 100', 'no 599']);
  });

  it('loses nothing when tickets change while the list is read', async () => {
    const from = now;
    for (let i = 0; i < 220; i++) {
      await tickets.create(ticket());
      now += 1000;
    }
    const told = new Set<string>();
    for await (const { key } of tickets.changed(place, new Date(from))) {
      if (told.size < 50) touchGitlabIssue(gitlab.state, home.issues.list[told.size]!, {});
      told.add(key);
    }
    expect(told.size).toBe(220);
  });
});
