import { putConnection } from '../../src/modules/connections/public.ts';
import { enqueue } from '../../src/platform/jobs/jobs.ts';
import { freeLane, pauseLane } from '../../src/platform/outbox/acts.ts';
import { wakeLanes } from '../../src/platform/outbox/plan.ts';
import { openTestHouse } from '../harness/house.ts';
import { type Redmine, redminePeople } from './redmine.ts';

/** Hundreds of requests, one after the other, on a machine that may have other things to do. */
const SETTLE_MS = 240_000;

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
  const { id: lane } = await putConnection(home.house.connections, 'redmine', connection, 'test');

  const settle = () => home.settle(SETTLE_MS);
  return {
    ...home,
    people,
    settle,
    /** From here on nothing is delivered, as if Redmine were away. */
    hold: () =>
      pauseLane(home.house.database.db, lane, {
        until: new Date(Date.now() + 3_600_000),
        because: 'the test holds it',
        code: 'LK-NETWORK',
        failures: 1,
      }),
    /** Delivers what waits. */
    async deliver(): Promise<void> {
      await freeLane(home.house.database.db, lane);
      await wakeLanes(home.house.database.db, [lane]);
      await settle();
    },
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
