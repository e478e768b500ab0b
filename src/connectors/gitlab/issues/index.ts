import type { ConnectorContext, TicketSystem, Tickets } from '../../connector.ts';
import { placeOfQueue } from '../../kit/ticket-places.ts';
import { type Gitlab, gitlabOf } from '../gitlab.ts';
import type { GitlabSettings } from '../settings.ts';
import { comment, comments } from './comments.ts';
import { readChanged, readMarked, readTicket } from './read.ts';
import { create, update } from './write.ts';

/** Issues of GitLab as tickets. Source: "Issues API" and "Notes API" of GitLab's REST API v4. */
export const gitlabTickets: TicketSystem<GitlabSettings> = {
  keepsTickets: true,
  placeOf: ({ tickets }, queue) => placeOfQueue(tickets, queue),
  open: openIssues,
};

function openIssues(context: ConnectorContext<GitlabSettings>): Tickets {
  // What is missing is told by the first question, as every other error is.
  let opened: Gitlab | undefined;
  const gitlab = () => (opened ??= gitlabOf(context));
  return {
    create: async (ticket) => create(gitlab(), ticket),
    find: async (place, marker) => readMarked(gitlab(), place, marker),
    read: async (id) => readTicket(gitlab(), id),
    update: async (id, edit) => update(gitlab(), id, edit),
    comment: async (id, words) => comment(gitlab(), id, words),
    comments: async (id) => comments(gitlab(), id),
    changed: async function* (place, since) {
      yield* readChanged(gitlab(), place, since);
    },
  };
}
