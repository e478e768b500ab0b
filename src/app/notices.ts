import { z } from 'zod';
import { askChanged } from '../contract/asks.ts';
import { fixEscalated } from '../contract/escalation.ts';
import { ticketsChanged } from '../contract/tickets-changed.ts';
import { hostChanged } from '../modules/connections/public.ts';
import {
  digestsJob,
  followSaid,
  hearAsk,
  hearEscalation,
  hearException,
  hearTickets,
  type NotifyDeps,
} from '../modules/notify/public.ts';
import { runCommand } from '../modules/tickets/public.ts';
import type { AnyJob } from '../platform/jobs/jobs.ts';
import type { House } from './house.ts';
import { backDepsOf } from './trackers-back.ts';

/** What telling people needs, on the connections of jobs. */
export const notifyDepsOf = ({ work, ids, clock, connections, config }: House): NotifyDeps => ({
  db: work.db,
  ids,
  clock,
  connections: { ...connections, db: work.db },
  publicUrl: (config.LANEKEEPER_URL ?? `http://localhost:${config.port}`).replace(/\/+$/, ''),
});

/** What happens elsewhere that people should hear, and what they answer. */
export function subscribeNotices(house: House): void {
  const { events } = house;
  const deps = notifyDepsOf(house);
  const exception = z.object({ exceptionId: z.uuid() });
  events.subscribe('tickets.changed', 'notify', ticketsChanged, (event) => hearTickets(deps, event));
  events.subscribe('fix.escalated', 'notify', fixEscalated, (event) => hearEscalation(deps, event));
  events.subscribe('ask.changed', 'notify', askChanged, (event) => hearAsk(deps, event));
  events.subscribe('exception.decided', 'notify', exception, (event) =>
    hearException(deps, event, 'exception-decided'),
  );
  events.subscribe('exception.ends', 'notify', exception, (event) =>
    hearException(deps, event, 'exception-ends'),
  );
  const run = (said: Parameters<typeof runCommand>[1]) => runCommand(backDepsOf(house), said);
  events.subscribe('host.changed', 'notify', hostChanged, (event) => followSaid({ ...deps, run }, event));
}

export const noticeJobs = (house: House): AnyJob[] => [digestsJob(notifyDepsOf(house))];
