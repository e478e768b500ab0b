import type { ConnectorContext, TicketSystem, Tickets } from '../../connector.ts';
import { placeOfQueue } from '../../kit/ticket-places.ts';
import { type Github, githubOf } from '../access.ts';
import type { GithubSettings } from '../settings.ts';
import { comment, comments } from './comments.ts';
import { create } from './create.ts';
import { readChanged, readMarked, readTicket } from './read.ts';
import { update } from './update.ts';

/** Issues of GitHub as tickets. Source: "REST API endpoints for issues", version 2022-11-28. */
export const githubTickets: TicketSystem<GithubSettings> = {
  keepsTickets: true,
  placeOf: ({ tickets }, queue) => placeOfQueue(tickets, queue),
  open: openIssues,
};

function openIssues(context: ConnectorContext<GithubSettings>): Tickets {
  // What is missing is told by the first question, as every other error is.
  let opened: Github | undefined;
  const github = () => (opened ??= githubOf(context));
  return {
    create: async (ticket) => create(github(), ticket),
    find: async (place, marker) => readMarked(github(), place, marker),
    read: async (id) => readTicket(github(), id),
    update: async (id, edit) => update(github(), id, edit),
    comment: async (id, words) => comment(github(), id, words),
    comments: async (id) => comments(github(), id),
    changed: async function* (place, since) {
      yield* readChanged(github(), place, since);
    },
  };
}
