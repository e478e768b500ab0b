import { describe, expect, it } from 'vitest';
import type { NewTicket, RemoteTicket } from '../../src/connectors/connector.ts';
import { connector } from '../../src/connectors/redmine/index.ts';
import type { RedmineSettings } from '../../src/connectors/redmine/settings.ts';
import { fakeContext } from '../fakes/context.ts';
import type { Redmine } from './redmine.ts';
import { redminePeople } from './redmine.ts';

const SOON = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
let made = 0;

/**
 * What the connector promises of a Redmine, asked of the real one and of the fake: what one of them answers otherwise
 * shows here.
 */
export function redmineContract(opened: () => Redmine): void {
  /** A project of its own for each test, with whoever works in it. */
  async function place(settings: Partial<Record<keyof RedmineSettings, unknown>> = {}) {
    const redmine = opened();
    const people = redminePeople(redmine);
    const project = `p${++made}`;
    await people.control('project', { identifier: project });
    const stated = { url: redmine.url, queues: { PAY: project }, ...settings };
    const context = fakeContext(connector.settings.parse(stated), { apiKey: redmine.keys.bot });
    const ticket: NewTicket = {
      place: project,
      marker: `tkt_${project}_${made}`,
      title: 'Upgrade lodash to 4.17.21',
      body: 'Because of **two** findings.',
      priority: 'P1',
      dueOn: SOON,
      labels: [],
    };
    return { redmine, people, project, context, ticket, tickets: connector.tickets!.open(context) };
  }

  async function changed(
    home: Awaited<ReturnType<typeof place>>,
    since = new Date(0),
  ): Promise<RemoteTicket[]> {
    return Array.fromAsync(home.tickets.changed(home.project, since));
  }

  describe('a ticket', () => {
    it('is filed in its project with title, text, due date and priority', async () => {
      const { tickets, ticket, project, redmine, people } = await place();
      const filed = await tickets.create(ticket);
      expect(filed).toMatchObject({
        place: project,
        key: `#${filed.id}`,
        url: `${redmine.url}/issues/${filed.id}`,
        title: ticket.title,
        state: 'open',
        status: 'New',
        dueOn: SOON,
        priority: 'Urgent',
        assignee: null,
      });
      expect(await tickets.read(filed.id)).toEqual(filed);
      const { description } = await people.issue(filed.id);
      expect(description).toMatch(/^Because of \*two\* findings\.\s+Lanekeeper @tkt_\w+@$/);
    });

    it('is found by its marker at once, after a move and when it is closed; a copy of it is not', async () => {
      const { tickets, ticket, people, project, ...more } = await place();
      expect(await tickets.find(project, ticket.marker)).toBeNull();
      const filed = await tickets.create(ticket);
      const { description } = await people.issue(filed.id);
      await people.create({ project_id: project, subject: 'a copy', description });
      expect((await tickets.find(project, ticket.marker))?.id).toBe(filed.id);
      const other = await place();
      await people.edit(filed.id, { project_id: other.project, status_id: 5 });
      expect(await tickets.find(project, ticket.marker)).toMatchObject({
        id: filed.id,
        place: other.project,
      });
      expect(more.context.settings).toBeDefined();
    });

    it('is found by the custom field when a person rewrote its text', async () => {
      const { field } = opened();
      const { tickets, ticket, people, project } = await place({ referenceField: field });
      const filed = await tickets.create(ticket);
      await people.edit(filed.id, { description: 'mine now' });
      expect((await tickets.find(project, ticket.marker))?.id).toBe(filed.id);
    });

    it('that is overdue already is filed with its due date', async () => {
      const { tickets, ticket } = await place();
      const filed = await tickets.create({ ...ticket, dueOn: '2020-01-02' });
      expect(filed.dueOn).toBe('2020-01-02');
      expect(await tickets.update(filed.id, { dueOn: '2019-05-01' })).toBe('done');
      expect(await tickets.read(filed.id)).toMatchObject({ dueOn: '2019-05-01' });
      await tickets.update(filed.id, { dueOn: null });
      expect(await tickets.read(filed.id)).toMatchObject({ dueOn: null });
    });

    it('keeps what a person changed when something else is updated', async () => {
      const { tickets, ticket, people } = await place();
      const { id } = await tickets.create(ticket);
      await people.edit(id, { subject: 'Our own title', priority_id: 1 });
      await tickets.update(id, { body: 'Three findings.' });
      expect(await tickets.read(id)).toMatchObject({ title: 'Our own title', priority: 'Low', dueOn: SOON });
      const { description } = await people.issue(id);
      expect(description).toContain('Three findings.');
      expect(description).toContain(ticket.marker);
    });

    it('is closed, opened again and set in progress, and tells what people set', async () => {
      const { tickets, ticket, people } = await place();
      const { id } = await tickets.create(ticket);
      const state = async () => ((await tickets.read(id)) as RemoteTicket).state;
      for (const wanted of ['done', 'open', 'in-progress', 'done'] as const) {
        expect(await tickets.update(id, { state: wanted })).toBe('done');
        expect(await state()).toBe(wanted);
      }
      await people.edit(id, { status_id: 4 });
      expect(await tickets.read(id)).toMatchObject({ state: 'in-progress', status: 'Feedback' });
      await people.edit(id, { status_id: 6 });
      expect(await tickets.read(id)).toMatchObject({ state: 'done', status: 'Rejected' });
      await tickets.update(id, { state: 'done' });
      expect(await tickets.read(id)).toMatchObject({ status: 'Rejected' });
    });

    it('is set to the status that is stated', async () => {
      const { tickets, ticket } = await place({ statuses: { done: 'Rejected', inProgress: 'Feedback' } });
      const { id } = await tickets.create(ticket);
      await tickets.update(id, { state: 'in-progress' });
      expect(await tickets.read(id)).toMatchObject({ status: 'Feedback' });
      await tickets.update(id, { state: 'done' });
      expect(await tickets.read(id)).toMatchObject({ status: 'Rejected' });
    });

    it('is followed when a person moves it, and gone when a person deletes it', async () => {
      const { tickets, ticket, people } = await place();
      const { id } = await tickets.create(ticket);
      const other = await place();
      await people.edit(id, { project_id: other.project });
      expect(await tickets.read(id)).toMatchObject({ id, place: other.project });
      await people.remove(id);
      expect(await tickets.read(id)).toBe('gone');
      expect(await tickets.update(id, { title: 'x' })).toBe('gone');
      expect(await tickets.comment(id, { marker: 'cmt_1', body: 'x' })).toBe('gone');
      expect(await tickets.comments(id)).toEqual([]);
      expect(await tickets.find(ticket.place, ticket.marker)).toBeNull();
    });

    it('takes a title and a text of any characters and of 32,768 of them', async () => {
      const { tickets, ticket, people } = await place();
      const title = '<!channel> {code} [x](javascript:1) ☃ =1+1 #1 @ada';
      const filed = await tickets.create({ ...ticket, title, body: `${'long '.repeat(6553)}end` });
      expect(filed.title).toBe(title);
      expect((await people.issue(filed.id)).description.length).toBeGreaterThan(32_000);
      const long = await tickets.create({ ...ticket, title: 'x'.repeat(300) });
      expect(long.title).toHaveLength(255);
    });
  });

  describe('notes', () => {
    it('are written once each and told with their marker, those of people without', async () => {
      const { tickets, ticket, people } = await place();
      const { id } = await tickets.create(ticket);
      const ours = await tickets.comment(id, { marker: 'cmt_a', body: 'Verified by a **scan**.\n\nThanks' });
      await people.edit(id, { notes: '/lanekeeper not-useful only in tests\r\nbye' });
      await people.edit(id, { notes: 'for us alone', private_notes: true });
      await people.edit(id, { subject: 'a change without words' });
      await people.edit(id, { notes: 'I quote:\n\nLanekeeper @cmt_a@' });
      const comments = await tickets.comments(id);
      expect(comments.map(({ marker, text }) => [marker, text])).toEqual([
        ['cmt_a', 'Verified by a *scan*.\n\nThanks'],
        [null, '/lanekeeper not-useful only in tests\nbye'],
        [null, 'I quote:\n\nLanekeeper @cmt_a@'],
      ]);
      expect(comments[0]!.id).toBe((ours as { id: string }).id);
      expect(comments[1]!.author.name).toContain('Ada');
    });
  });

  describe('what changed', () => {
    it('since a time is told oldest change first, closed ones too, and ours only', async () => {
      const home = await place();
      const first = await home.tickets.create(home.ticket);
      const second = await home.tickets.create({ ...home.ticket, marker: 'tkt_second' });
      await home.people.create({ project_id: home.project, subject: 'not ours' });
      expect((await changed(home)).map(({ id }) => id)).toEqual([first.id, second.id]);
      await new Promise((done) => setTimeout(done, 1_100));
      const since = new Date();
      await new Promise((done) => setTimeout(done, 1_000));
      await home.people.edit(first.id, { status_id: 5, notes: 'done' });
      expect(await changed(home, since)).toEqual([await home.tickets.read(first.id)]);
      expect((await changed(home)).map(({ id }) => id)).toEqual([second.id, first.id]);
    });
  });

  describe('what Redmine refuses', () => {
    const refused = (words: string) => ({ code: 'LK-REFUSED', message: expect.stringContaining(words) });

    it.each([['is not there', async () => {}, 'has no project nowhere']])(
      'a project that %s is named',
      async (_, _prepare, words) => {
        const { tickets, ticket } = await place();
        await expect(tickets.create({ ...ticket, place: 'nowhere' })).rejects.toMatchObject(refused(words));
      },
    );

    it('a project closed, archived, without issues or without us is named, and nothing is lost of its tickets', async () => {
      const { tickets, ticket, people, project } = await place();
      const { id } = await tickets.create(ticket);
      await people.project(project, 'close');
      await expect(tickets.create(ticket)).rejects.toMatchObject(refused(`${project} is closed`));
      await expect(tickets.update(id, { title: 'x' })).rejects.toMatchObject(refused('closed or archived'));
      await people.project(project, 'archive');
      await expect(tickets.create(ticket)).rejects.toMatchObject(refused(`${project} is archived`));
      await expect(tickets.read(id)).rejects.toMatchObject(refused('archived'));
      await people.project(project, 'unarchive');
      await people.editProject(project, { enabled_module_names: [] });
      await expect(tickets.create(ticket)).rejects.toMatchObject(refused('“Issue tracking” is switched off'));
      await people.editProject(project, { enabled_module_names: ['issue_tracking'], tracker_ids: [1] });
      await people.control('member', { identifier: project, is: false });
      await expect(tickets.create(ticket)).rejects.toMatchObject(refused('not a member'));
      await people.control('member', { identifier: project, is: true });
      expect(await tickets.read(id)).toMatchObject({ id });
    });

    it('a tracker that was removed is named, with those that are there', async () => {
      const home = await place();
      const settings = connector.settings.parse({
        url: home.redmine.url,
        queues: { PAY: { project: home.project, tracker: 'Bug' } },
      });
      const tickets = connector.tickets!.open({ ...home.context, settings });
      await home.people.editProject(home.project, { tracker_ids: [2, 3] });
      await expect(tickets.create(home.ticket)).rejects.toMatchObject(
        refused('has no tracker “Bug”; it has: Feature, Support'),
      );
      await home.people.editProject(home.project, { tracker_ids: [1, 2] });
      expect(await tickets.create(home.ticket)).toMatchObject({ place: home.project });
    });

    it('a field that became a required one is named in Redmine’s own words', async () => {
      const { tickets, ticket, people } = await place();
      await people.control('required', { is: true });
      try {
        await expect(tickets.create(ticket)).rejects.toMatchObject(refused('Lanekeeper cannot be blank'));
      } finally {
        await people.control('required', { is: false });
      }
    });

    it('a step that the workflow does not allow is named, and not taken for done', async () => {
      const { tickets, ticket, people } = await place({ statuses: { done: 'Closed' } });
      const { id } = await tickets.create(ticket);
      const may = (allowed: boolean, to: string) =>
        people.control('transition', { from: 'New', to, allowed });
      await may(false, 'Closed');
      try {
        await tickets.update(id, { state: 'done' });
        expect(await tickets.read(id)).toMatchObject({ status: 'Rejected' });
        await people.edit(id, { status_id: 1 });
        await may(false, 'Rejected');
        await expect(tickets.update(id, { state: 'done' })).rejects.toMatchObject(refused('from “New”'));
        expect(await tickets.read(id)).toMatchObject({ state: 'open' });
      } finally {
        await may(true, 'Closed');
        await may(true, 'Rejected');
      }
    });

    it('a permission that was taken is named', async () => {
      const { tickets, ticket, people, context } = await place();
      const { id } = await tickets.create(ticket);
      const names = ['add_issues', 'edit_issues', 'edit_own_issues', 'add_issue_notes'];
      await people.control('permissions', { take: ['add_issues', 'add_issue_notes'] });
      try {
        await expect(tickets.create(ticket)).rejects.toMatchObject(
          refused('permissions: Add issues, Add notes'),
        );
        await expect(tickets.comment(id, { marker: 'cmt_1', body: 'x' })).rejects.toMatchObject(
          refused('“Add notes”'),
        );
        expect(await connector.test(context)).toMatchObject({
          ok: false,
          says: expect.arrayContaining([expect.stringContaining('permissions: Add issues, Add notes')]),
        });
        await people.control('permissions', { take: names });
        await expect(tickets.update(id, { title: 'x' })).rejects.toMatchObject(refused('may not do this'));
      } finally {
        await people.control('permissions', { give: names });
      }
    });
  });

  describe('testing a connection', () => {
    it('says what is there, and precisely what is missing', async () => {
      const { redmine, project, context } = await place();
      expect(await connector.test(context)).toEqual({
        ok: true,
        says: [
          'signed in as Lanekeeper Acme',
          `tickets can be filed in ${project}`,
          '6 statuses, 5 priorities',
        ],
      });
      const stated = {
        url: redmine.url,
        queues: { A: { project, tracker: 'Epic' }, B: 'nowhere' },
        priorities: { P0: 'Panic' },
        statuses: { done: 'Resolved', open: 'Fresh' },
      };
      const { ok, says } = await connector.test({ ...context, settings: connector.settings.parse(stated) });
      expect(ok).toBe(false);
      expect(says.slice(0, 5)).toEqual([
        `the project ${project} has no tracker “Epic”; it has: Bug, Feature, Support`,
        'Redmine has no project nowhere',
        'Redmine has no priority “Panic” (P0); it has: Low, Normal, High, Urgent, Immediate',
        'Redmine has no status “Fresh”',
        'the status “Resolved” does not close a ticket in Redmine',
      ]);
    });

    it('says that a key is wrong, as every request does', async () => {
      const { context, ticket } = await place();
      const wrong = { ...context, secrets: { apiKey: 'wrong' } };
      expect((await connector.test(wrong)).says[0]).toContain('does not accept the API key');
      await expect(connector.tickets!.open(wrong).create(ticket)).rejects.toMatchObject({
        code: 'LK-CONNECTION',
      });
      const without = { ...context, secrets: {} };
      expect((await connector.test(without)).says).toEqual(['an API key is missing']);
    });
  });
}
