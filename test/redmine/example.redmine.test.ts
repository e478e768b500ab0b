import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadExample, stepsAt } from '../../src/app/acme.ts';
import { prepareExample, takeStep } from '../../src/app/demo-steps.ts';
import { projectFile } from '../../src/app/project.ts';
import { splitReference } from '../../src/connectors/redmine/reference.ts';
import { toPublicId } from '../../src/kernel/ids.ts';
import { givenRedmine } from './given.ts';
import { openRedmineHouse } from './house.ts';
import type { SeenIssue } from './redmine.ts';

const QUEUES = ['SHOP', 'CHK', 'LED', 'RTE', 'WH', 'CRR', 'FND', 'IDN', 'SEC', 'PSEC', 'CSEC'];
const PROJECTS = Object.fromEntries(QUEUES.map((queue) => [queue, `acme-${queue.toLowerCase()}`]));
const TODAY = new Date('2026-11-20T09:00:00Z');

let home: Awaited<ReturnType<typeof openRedmineHouse>>;
beforeAll(async () => {
  home = await openRedmineHouse(givenRedmine(), PROJECTS);
  const { house, clock } = home;
  const example = await loadExample(projectFile('examples', 'acme'));
  const steps = stepsAt(example, TODAY);
  const moveTo = (at: Date) => clock.advance(at.getTime() - clock.now().getTime());
  moveTo(TODAY);
  await prepareExample(house, example);
  // Delivered twice, not at each of its steps: most tickets change many times, and a tracker is slow. What the last
  // steps change is told of tickets that stand there already.
  const late = Math.floor(steps.length * 0.9);
  for (const part of [steps.slice(0, late), steps.slice(late)]) {
    await home.hold();
    for (const step of part) {
      moveTo(new Date(step.at));
      await takeStep(house, step);
    }
    await home.deliver();
  }
}, 600_000);
afterAll(() => home?.close());

/** Every issue of every project, with the project. */
const standing = async () =>
  (
    await Promise.all(
      Object.values(PROJECTS).map(async (project) =>
        (await home.people.issues(project)).map((issue): [string, SeenIssue] => [project, issue]),
      ),
    )
  ).flat();

it('every ticket of the example stands once in the project of its queue, with its title, text and due date', async () => {
  expect(await home.acts()).toEqual([]);
  const tickets = await home.filed();
  expect(tickets.length).toBeGreaterThan(100);
  const issues = await standing();
  const byMarker = Map.groupBy(issues, ([, { description }]) => splitReference(description).marker);
  const filed = tickets.filter(({ remote }) => remote !== null);
  // What was fixed before it could be filed stays with us.
  expect(tickets.filter(({ state, remote }) => state !== 'closed' && remote === null)).toEqual([]);
  expect(issues).toHaveLength(filed.length);
  for (const ticket of filed) {
    const [found, ...twice] = byMarker.get(toPublicId('ticket', ticket.id)) ?? [];
    expect(twice, ticket.key).toEqual([]);
    const [project, issue] = found!;
    const there = { project, title: issue.subject, due: issue.due_date, remote: String(issue.id) };
    const { queue, title, due, remote } = ticket;
    // What is done keeps saying what it was about.
    const said = ticket.state === 'closed' ? {} : { title, due };
    expect(there, ticket.key).toMatchObject({ project: PROJECTS[queue], remote, ...said });
    expect(issue.description.length, ticket.key).toBeGreaterThan(100);
  }
});

it('what scans proved is closed in Redmine, all else is open', async () => {
  const tickets = (await home.filed()).filter(({ remote }) => remote !== null);
  const status = new Map(
    (await standing()).map(
      ([
        ,
        {
          id,
          status: { name },
        },
      ]) => [String(id), name],
    ),
  );
  expect(tickets.some(({ state }) => state === 'closed')).toBe(true);
  for (const { key, state, remote } of tickets)
    expect([key, status.get(remote!)]).toEqual([key, state === 'closed' ? 'Closed' : 'New']);
});

it('what Redmine makes of the texts holds no link and no element that we did not write', async () => {
  const filed = (await home.filed()).filter(({ remote }) => remote !== null);
  for (const { remote } of filed.slice(0, 40)) {
    const { html } = await home.people.control<{ html: string }>('rendered', { id: Number(remote) });
    const elements = new Set([...html.matchAll(/<(\w+)/g)].map(([, name]) => name));
    expect([...elements].filter((name) => !WRITTEN.has(name!))).toEqual([]);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
    expect(links.filter((href) => !/^(https?:\/\/|#)/.test(href))).toEqual([]);
  }
});
const WRITTEN = new Set(
  'p br a h1 h2 h3 h4 strong em del code pre ul ol li table thead tbody tr th td hr blockquote'.split(' '),
);
