import { afterAll, beforeAll, expect, it } from 'vitest';
import { sarif } from '../harness/reports.ts';
import { givenRedmine } from './given.ts';
import { openRedmineHouse } from './house.ts';

let home: Awaited<ReturnType<typeof openRedmineHouse>>;
beforeAll(async () => {
  home = await openRedmineHouse(givenRedmine(), { SEC: 'both-sides' });
});
afterAll(() => home?.close());

const results = (count: number) =>
  sarif(
    Array.from({ length: count }, (_, n) => ({ path: 'src/a.ts', line: n + 1, text: `query(value${n})` })),
  );
const scan = async (count: number) => {
  await home.send(results(count));
  await home.settle();
};
const ticket = async () => {
  const [one, ...others] = await home.filed();
  expect(others).toEqual([]);
  return one!;
};
const issue = async () => home.people.issue((await ticket()).remote!);

it('what changed with us is told: the title, the text, that it is fixed, that it is back', async () => {
  await scan(2);
  const { subject } = await issue();
  await scan(4);
  expect((await issue()).subject).toBe((await ticket()).title);
  expect((await issue()).subject).not.toBe(subject);
  await scan(0);
  expect([(await ticket()).state, (await issue()).status.name]).toEqual(['closed', 'Closed']);
  await scan(3);
  expect([(await ticket()).state, (await issue()).status.name]).toEqual(['open', 'New']);
  expect((await home.people.notes((await ticket()).remote!)).length).toBeGreaterThan(0);
});

it('what people change in Redmine comes here and is not overwritten', async () => {
  const { remote } = await ticket();
  await home.people.edit(remote!, { subject: 'Our own words', due_date: '2030-01-31', status_id: 2 });
  await home.reconcile();
  expect(await ticket()).toMatchObject({ title: 'Our own words', state: 'in-progress', due: '2030-01-31' });
  await scan(5);
  expect(await issue()).toMatchObject({ subject: 'Our own words', due_date: '2030-01-31' });
  expect((await issue()).status.name).toBe('In Progress');
});

it('closing it there is a claim: a scan that still finds it opens it again, one that does not closes it', async () => {
  const { remote } = await ticket();
  await home.people.edit(remote!, { status_id: 5 });
  await home.reconcile();
  expect((await ticket()).state).toBe('claimed-fixed');
  await scan(5);
  expect((await ticket()).state).not.toBe('closed');
  expect((await issue()).status.name).not.toBe('Closed');
  await home.people.edit(remote!, { status_id: 5 });
  await home.reconcile();
  await scan(0);
  expect([(await ticket()).state, (await issue()).status.name]).toEqual(['closed', 'Closed']);
});

it('a note there is a comment here, once', async () => {
  await scan(2);
  const { id, remote } = await ticket();
  await home.people.edit(remote!, { notes: 'We look at it in the next sprint.' });
  await home.reconcile();
  await home.reconcile();
  const said = await home.rows<{ actor: string; text: string }>(
    "select actor, text from ticket_comment where ticket_id = $1 and text like '%next sprint%'",
    [id],
  );
  expect(said).toHaveLength(1);
  expect(said[0]!.actor).toContain('Ada');
});

it('one that is moved is followed, one that is deleted is filed again', async () => {
  const { remote } = await ticket();
  await home.people.control('project', { identifier: 'elsewhere' });
  await home.people.edit(remote!, { project_id: 'elsewhere' });
  await home.people.edit(remote!, { notes: 'Ours now.' });
  await scan(6);
  expect(await ticket()).toMatchObject({ remote });
  // SQLite gives the number of the last one again.
  await home.people.create({ project_id: 'both-sides', subject: 'another' });
  await home.people.remove(remote!);
  await scan(7);
  const again = await ticket();
  expect(again.remote).not.toBe(remote);
  expect(await home.people.issue(again.remote!)).toMatchObject({ subject: again.title });
});
