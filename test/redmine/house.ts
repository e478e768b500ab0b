import { putConnection } from '../../src/modules/connections/public.ts';
import { enqueue } from '../../src/platform/jobs/jobs.ts';
import { openTestHouse } from '../harness/house.ts';
import { type Redmine, redminePeople } from './redmine.ts';

/** Sixty requests of one after the other take a second or two; a step of the example makes hundreds. */
const SETTLE_MS = 60_000;

/**
 * A house that files in a Redmine: a project for each queue.
 * @param projects by queue
 */
export async function openRedmineHouse(redmine: Redmine, projects: Readonly<Record<string, string>>) {
  const people = redminePeople(redmine);
  for (const identifier of Object.values(projects)) await people.control('project', { identifier });
  const home = await openTestHouse({ allowPrivate: true });
  const settings = { url: redmine.url, queues: projects };
  const connection = { system: 'redmine', settings, secrets: { apiKey: redmine.keys.bot }, enabled: true };
  await putConnection(home.house.connections, 'redmine', connection, 'test');

  const settle = () => home.settle(SETTLE_MS);
  return {
    ...home,
    people,
    settle,
    /** What people did in Redmine comes here by the next reconciliation. */
    async reconcile(): Promise<void> {
      const { db } = home.house.database;
      await db.transaction().execute((tx) => enqueue(tx, 'hear-trackers', {}));
      await settle();
    },
    /** Tickets with what is known of their other side. */
    filed: () =>
      home.rows<FiledTicket>(
        `select t.id, t.queue || '-' || t.number as key, t.queue, t.title, t.state, to_char(t.due_at, 'YYYY-MM-DD') as due,
           t.edited, f.state as filing, f.place, f.remote_id as remote, f.problem
         from ticket t left join filing f on f.ticket_id = t.id order by t.queue, t.number`,
      ),
    acts: () => home.rows("select topic, state, last_error from outbox where state <> 'done'"),
  };
}

export interface FiledTicket {
  id: string;
  key: string;
  queue: string;
  title: string;
  state: string;
  due: string | null;
  edited: string[];
  filing: string | null;
  place: string | null;
  remote: string | null;
  problem: unknown;
}
