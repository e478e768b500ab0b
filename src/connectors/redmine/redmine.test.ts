import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeRedmine, fakeRedmine } from '../../../test/fakes/fake-redmine.ts';
import { KEYS } from '../../../test/fakes/redmine-state.ts';
import { redmineContract } from '../../../test/redmine/contract.ts';
import { redminePeople } from '../../../test/redmine/redmine.ts';
import type { NewTicket } from '../connector.ts';
import { connector } from './index.ts';

let redmine: FakeRedmine;
let clock = Date.now();
beforeAll(async () => {
  redmine = await fakeRedmine({ now: () => Math.max(clock, Date.now()) });
  await redminePeople(redmine).control('project', { identifier: 'payments' });
});
afterAll(() => redmine.close());
beforeEach(() => redmine.intercept(() => undefined));

redmineContract(() => redmine);

const settings = (more = {}) => ({ url: redmine.url, queues: { PAY: 'payments' }, ...more });
const opened = (more = {}) => {
  const context = fakeContext(connector.settings.parse(settings(more)), { apiKey: KEYS.bot });
  return { context, tickets: connector.tickets!.open(context) };
};
const ticket = (marker: string, more: Partial<NewTicket> = {}): NewTicket => ({
  place: 'payments',
  marker,
  title: 'A ticket',
  body: 'Why.',
  priority: 'P2',
  dueOn: null,
  labels: [],
  ...more,
});

describe('requests', () => {
  it('are one for each ticket, once the lists are known', async () => {
    const { tickets } = opened();
    await tickets.create(ticket('tkt_first'));
    redmine.seen.splice(0);
    for (let i = 0; i < 5; i++) await tickets.create(ticket(`tkt_${i}`));
    expect(redmine.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 5 }, () => 'POST /issues.json'),
    );
  });

  it('that create or comment are never repeated by themselves', async () => {
    const { tickets } = opened();
    const { id } = await tickets.create(ticket('tkt_once'));
    redmine.seen.splice(0);
    redmine.intercept(({ method }) => (method === 'GET' ? undefined : { status: 503, body: 'away' }));
    await expect(tickets.create(ticket('tkt_twice'))).rejects.toMatchObject({ code: 'LK-NETWORK' });
    await expect(tickets.comment(id, { marker: 'cmt_1', body: 'x' })).rejects.toMatchObject({
      code: 'LK-NETWORK',
    });
    expect(redmine.seen.filter(({ method }) => method !== 'GET')).toHaveLength(2);
  });

  it('that are too many say when to go on', async () => {
    redmine.intercept(() => ({ status: 429, body: '', headers: { 'retry-after': '600' } }));
    await expect(opened().tickets.create(ticket('tkt_limit'))).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: expect.any(String) },
    });
  });

  it('answered by a page of sign-in are no answer', async () => {
    redmine.intercept(() => ({ status: 200, body: '<html>' }));
    await expect(opened().tickets.read('1')).rejects.toMatchObject({ code: 'LK-ANSWER' });
  });

  it('about something that is no number are not made', async () => {
    redmine.seen.splice(0);
    await expect(opened().tickets.read('../projects/1')).rejects.toMatchObject({ code: 'LK-VALIDATION' });
    expect(redmine.seen).toEqual([]);
  });
});

describe('a text', () => {
  it('that is longer than Redmine’s database takes is cut, and keeps our marker', async () => {
    const { tickets } = opened({ formatting: 'common_markdown' });
    const { id } = await tickets.create(ticket('tkt_long', { body: 'ü'.repeat(70_000) }));
    const { description } = redmine.state.issues.get(Number(id))!;
    expect(Buffer.byteLength(description!)).toBeLessThan(65_535);
    expect(description).toMatch(/Lanekeeper `tkt_long`$/);
    expect((await tickets.find('payments', 'tkt_long'))?.id).toBe(id);
  });

  it('is written in the mark-up that is stated', async () => {
    const { tickets } = opened({ formatting: 'common_markdown' });
    const { id } = await tickets.create(ticket('tkt_markdown', { body: '**now**' }));
    expect(redmine.state.issues.get(Number(id))!.description).toMatch(/^\*\*now\*\*/);
  });
});

describe('what changed', () => {
  it('is told whole, page by page, also while it changes and when many changed in the same second', async () => {
    const { tickets } = opened();
    const since = new Date(Date.now() + 60_000);
    clock = since.getTime() + 1_000;
    const ids = new Set<string>();
    for (let i = 0; i < 250; i++) {
      if (i === 150) clock += 5_000;
      ids.add((await tickets.create(ticket(`tkt_many_${i}`))).id);
    }
    const told = new Set<string>();
    for await (const { id } of tickets.changed('payments', since)) {
      told.add(id);
      if (told.size === 50) {
        clock += 5_000;
        await tickets.update([...ids][0]!, { title: 'changed meanwhile' });
      }
    }
    expect([...ids].filter((id) => !told.has(id))).toEqual([]);
  });
});

describe('an older server', () => {
  it('that tells neither what may follow nor what is closed is asked afterwards', async () => {
    const { tickets } = opened();
    const { id } = await tickets.create(ticket('tkt_old'));
    redmine.state.forbidden.add('1>5');
    redmine.intercept(({ method, url }) => {
      if (method !== 'GET' || url.pathname !== `/issues/${id}.json`) return undefined;
      const { subject, updatedOn } = redmine.state.issues.get(Number(id))!;
      const issue = {
        id: Number(id),
        project: { id: 1, name: 'P' },
        status: { id: 1, name: 'New' },
        subject,
      };
      return { status: 200, body: { issue: { ...issue, updated_on: new Date(updatedOn).toISOString() } } };
    });
    await expect(tickets.update(id, { state: 'done' })).rejects.toMatchObject({
      code: 'LK-REFUSED',
      message: expect.stringContaining('“New”'),
    });
    redmine.state.forbidden.clear();
  });
});

describe('settings', () => {
  it('say which project takes a queue', () => {
    const place = (queue: string, more: object) =>
      connector.tickets!.placeOf(connector.settings.parse(settings(more)), queue);
    const queues = { PAY: { project: 'payments', tracker: 'Bug' } };
    expect(place('PAY', { queues })).toBe('payments');
    expect(place('SRC', { queues })).toBeNull();
    expect(place('toString', { queues })).toBeNull();
    expect(place('SRC', { queues, others: 'security' })).toBe('security');
  });

  it.each([
    ['a name in place of an identifier', { queues: { PAY: 'Payments & more' } }],
    ['two trackers of one project', { queues: { A: { project: 'p', tracker: 'Bug' }, B: 'p' } }],
    ['a priority that we do not have', { priorities: { P9: 'High' } }],
    ['an address in clear', { url: 'http://redmine.example.com' }],
  ])('with %s are refused', (_, more) => {
    expect(connector.settings.safeParse(settings(more)).success).toBe(false);
  });
});
