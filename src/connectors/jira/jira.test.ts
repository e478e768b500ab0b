import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeJira, fakeJira } from '../../../test/fakes/fake-jira.ts';
import { faults } from '../../../test/fakes/faults.ts';
import { DEFAULT_FIELDS } from '../../../test/fakes/jira-state.ts';
import { openapiRequests } from '../../../test/fakes/openapi-request.ts';
import type { NewTicket, Tickets } from '../connector.ts';
import { connector } from './index.ts';
import { jiraSettings } from './settings.ts';

const SPEC = join(import.meta.dirname, '../../../../shared/specs/jira/swagger-v3.v3.json');
const NOW = Date.parse('2026-11-21T12:00:00Z');
const markerAt = (ms: number, n: number) =>
  `tkt_${ms.toString(16).padStart(12, '0')}7${n.toString(16).padStart(19, '0')}`;
const MARKER = markerAt(NOW - 1000, 1);
const ticket: NewTicket = {
  place: 'PAY',
  marker: MARKER,
  title: 'Upgrade <!channel> {code} lodash',
  body: '## Why\n\n- a **b** `c`\n\n| a | b |\n|---|---|\n| \\{code} | [x](https://x.example/) |\n\n1. one\n   > q\n\n~~~\ncode\n~~~',
  priority: 'P1',
  dueOn: '2026-12-01',
  labels: ['upgrade', 'two words'],
};

let jira: FakeJira;
let now = NOW;
const open = (more: object = {}): Tickets => {
  const queues = { PAY: { project: 'PAY', labels: ['security'] }, LED: { project: 'LED' } };
  const kind = jira.state.cloud ? 'cloud' : 'server';
  const settings = jiraSettings.parse({ url: jira.url, kind, queues, ...more });
  const secrets: Record<string, string> = jira.state.cloud
    ? { email: 'keeper@acme.example', apiToken: 'jira-fake' }
    : { accessToken: 'jira-fake' };
  return connector.tickets!.open(fakeContext(settings, secrets, () => new Date(now)));
};
const refusedWith = (words: string) => ({ code: 'LK-REFUSED', message: expect.stringContaining(words) });

describe.each([['Cloud', true] as const, ['Data Center', false] as const])('Jira %s', (_, cloud) => {
  beforeEach(async () => {
    now = NOW;
    jira = await fakeJira({ cloud, now: () => now });
    for (const key of ['PAY', 'LED']) jira.addProject(key);
  });
  afterEach(async () => {
    await jira.close();
    if (!cloud || !existsSync(SPEC)) return;
    // Every request, and every answer of the fake, as Atlassian describes them (skipped without ../shared).
    const api = openapiRequests(SPEC);
    const objections = jira.exchanges.flatMap(({ request: { method, url, body }, answer }) => [
      ...api.check(method, url.pathname, url.searchParams, body ? JSON.parse(body) : undefined),
      ...(answer && answer.status < 300 && answer.status !== 204
        ? api.checkAnswer(method, url.pathname, answer.status, answer.body)
        : []),
    ]);
    expect(objections).toEqual([]);
  });

  it('a ticket is filed by one request, with its marker, label, date, priority and text', async () => {
    const filed = await open().create(ticket);
    expect(jira.seen).toHaveLength(1);
    expect(filed).toMatchObject({
      key: 'PAY-1',
      url: `${jira.url}/browse/PAY-1`,
      place: 'PAY',
      state: 'open',
    });
    const [issue] = jira.issues('PAY');
    expect(issue!.properties).toEqual({ lanekeeper: { marker: MARKER } });
    expect(issue!.fields).toMatchObject({
      summary: ticket.title,
      labels: ['lanekeeper', 'security', 'upgrade', 'two-words'],
      duedate: '2026-12-01',
      priority: { name: 'High' },
    });
    const said = JSON.stringify(issue!.fields['description']);
    expect(said).toContain(cloud ? '"type":"table"' : '||a||b||');
    expect(said).toContain(cloud ? '"text":"{code}"' : '&#123;code&#125;');
    const read = await open().read(filed.id);
    expect(read).toMatchObject({ id: filed.id, status: 'To Do', dueOn: '2026-12-01', priority: 'High' });
  });

  it('a creation whose fate nobody knows is found, also before the index knows of it', async () => {
    const tickets = open();
    expect(await tickets.find('PAY', MARKER)).toBeNull();
    jira.trouble(faults({ seed: 1, rates: { cutAfter: 1 } }));
    await expect(tickets.create(ticket)).rejects.toMatchObject({ code: 'LK-NETWORK' });
    jira.trouble(null);
    jira.state.indexDelayMs = 60_000;
    for (let n = 0; n < 3; n++) jira.move(await other(10 + n), 'PAY');
    expect((await tickets.find('PAY', MARKER))?.key).toBe('PAY-1');
    now += 120_000;
    expect((await tickets.find('PAY', MARKER))?.key).toBe('PAY-1');
    expect(await tickets.find('PAY', markerAt(NOW, 2))).toBeNull();
    expect(jira.duplicates()).toEqual([]);
  });
  const other = async (n: number) =>
    (await open().create({ ...ticket, place: 'LED', marker: markerAt(NOW, n) })).key;

  it('is found among hundreds', async () => {
    const tickets = open();
    for (let n = 1; n <= 130; n++) await tickets.create({ ...ticket, marker: markerAt(NOW, n) });
    expect((await tickets.find('PAY', markerAt(NOW, 3)))?.key).toBe('PAY-3');
  });

  it('an edit changes what it names and leaves what people set', async () => {
    const tickets = open();
    const { id } = await tickets.create(ticket);
    jira.edit('PAY-1', { fields: { labels: ['lanekeeper', 'theirs'] }, assignee: 'ann' });
    const edit = { title: 'New', body: 'b', dueOn: null, labels: ['base-image'] };
    expect(await tickets.update(id, edit)).toBe('done');
    expect(await tickets.read(id)).toMatchObject({
      title: 'New',
      dueOn: null,
      priority: 'High',
      labels: ['lanekeeper', 'theirs', 'base-image'],
      assignee: { name: 'ann', email: 'ann@acme.example' },
    });
    // What it is found by is still there.
    expect((await tickets.find('PAY', MARKER))?.id).toBe(id);
  });

  it('status goes by category, over as many steps as the workflow needs, and back', async () => {
    const tickets = open();
    const { id } = await tickets.create(ticket);
    jira.state.statuses = { Neu: 'new', Läuft: 'indeterminate', Prüfung: 'indeterminate', Fertig: 'done' };
    jira.edit('PAY-1', { status: 'Neu' });
    jira.state.workflow = [
      ['Neu', 'Läuft'],
      ['Läuft', 'Prüfung'],
      ['Prüfung', 'Fertig'],
      ['Fertig', 'Neu'],
    ];
    expect(await tickets.update(id, { state: 'done' })).toBe('done');
    expect(await tickets.read(id)).toMatchObject({ state: 'done', status: 'Fertig' });
    expect(await tickets.update(id, { state: 'open' })).toBe('done');
    expect(await tickets.read(id)).toMatchObject({ state: 'open', status: 'Neu' });
    jira.state.workflow = [];
    await expect(tickets.update(id, { state: 'done' })).rejects.toMatchObject(refusedWith('“Neu”'));
    expect(await tickets.update(id, { state: 'open' })).toBe('done');
  });

  it('comments of ours are known again, those of people are read as text', async () => {
    const tickets = open();
    const { id } = await tickets.create(ticket);
    expect(await tickets.comment(id, { marker: 'cmt_1', body: 'Closed: *verified*' })).toEqual({
      id: expect.any(String),
    });
    jira.say('PAY-1', 'bob', '/lanekeeper not-useful test code');
    expect(await tickets.comments(id)).toMatchObject([
      { marker: 'cmt_1', author: { name: 'keeper' } },
      { marker: null, author: { name: 'bob' }, text: '/lanekeeper not-useful test code' },
    ]);
  });

  it('what changed is told as it stands, not as the index knows it', async () => {
    const tickets = open();
    for (let n = 1; n <= 105; n++) await tickets.create({ ...ticket, marker: markerAt(NOW, n) });
    await tickets.create({ ...ticket, place: 'LED', marker: markerAt(NOW, 900) });
    now += 3_600_000;
    jira.edit('PAY-7', { status: 'Done' });
    jira.edit('PAY-3', { status: 'In Progress' });
    if (cloud) jira.state.indexDelayMs = 60_000;
    now += 60_000;
    if (cloud) jira.edit('PAY-7', { status: 'To Do' });
    const all = await Array.fromAsync(tickets.changed('PAY', new Date(now - 60_000)));
    expect(all.map(({ key, state }) => `${key} ${state}`).sort()).toEqual([
      'PAY-3 in-progress',
      cloud ? 'PAY-7 open' : 'PAY-7 done',
    ]);
    expect(await Array.fromAsync(tickets.changed('PAY', new Date(NOW)))).toHaveLength(105);
  });

  it('a ticket that was moved is read by its id; one that was deleted is gone', async () => {
    const tickets = open();
    const { id } = await tickets.create(ticket);
    jira.move('PAY-1', 'LED');
    expect(await tickets.read(id)).toMatchObject({ id, key: 'LED-1', place: 'LED' });
    jira.remove('LED-1');
    expect(await tickets.read(id)).toBe('gone');
    expect(await tickets.update(id, { title: 'x' })).toBe('gone');
    expect(await tickets.update(id, { state: 'done' })).toBe('gone');
    expect(await tickets.comment(id, { marker: 'cmt_1', body: 'x' })).toBe('gone');
    expect(await tickets.comments(id)).toEqual([]);
  });

  it('project gone, field made required overnight, issue type removed, no permission: told in Jira’s words', async () => {
    const tickets = open();
    const project = jira.state.projects.get('PAY')!;
    const [task] = project.types;
    task!.fields = [
      ...DEFAULT_FIELDS,
      { fieldId: 'customfield_10050', name: 'Team\u202e\n', required: true },
    ];
    await expect(tickets.create(ticket)).rejects.toMatchObject(
      refusedWith('customfield_10050: Team is required.'),
    );
    task!.fields = DEFAULT_FIELDS.filter(({ fieldId }) => fieldId !== 'duedate');
    await expect(tickets.create(ticket)).rejects.toMatchObject(refusedWith('not on the appropriate screen'));
    project.types = [];
    await expect(tickets.create(ticket)).rejects.toMatchObject(refusedWith('issue type selected is invalid'));
    project.lacks.add('CREATE_ISSUES');
    await expect(tickets.create(ticket)).rejects.toMatchObject(refusedWith('do not have permission'));
    jira.state.projects.delete('PAY');
    await expect(tickets.create(ticket)).rejects.toMatchObject(refusedWith('valid project is required'));
    await expect(tickets.find('PAY', MARKER)).rejects.toMatchObject(refusedWith('does not exist'));
    expect(jira.issues('PAY')).toEqual([]);
  });

  it('a text that is too long for Jira is cut and taken', async () => {
    const body = `${'a {code} | '.repeat(3000)}\n\n[PAY-1](https://lk.example/tickets/PAY-1)`;
    await open().create({ ...ticket, title: 'x'.repeat(300), body });
    const said = JSON.stringify(jira.issues('PAY')[0]!.fields['description']);
    expect(said).toContain('https://lk.example/tickets/PAY-1');
  });

  it('a limit says until when; wrong credentials are the connection’s', async () => {
    jira.state.limit = { remaining: 0, resetAt: now + 120_000 };
    await expect(open().create(ticket)).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: '2026-11-21T12:02:00.000Z' },
    });
    const wrong = fakeContext(jiraSettings.parse({ url: jira.url, kind: cloud ? 'cloud' : 'server' }), {
      email: 'a',
      apiToken: 'b',
      accessToken: 'c',
    });
    await expect(connector.tickets!.open(wrong).read('1')).rejects.toMatchObject({ code: 'LK-CONNECTION' });
  });
});
