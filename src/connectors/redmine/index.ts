import type { Connector } from '../connector.ts';
import { addNote } from './comment.ts';
import { changedTickets, findTicket, readComments, readTicket } from './read.ts';
import { type Redmine, redmineOf } from './redmine.ts';
import { placeOf, type RedmineSettings, redmineSettings } from './settings.ts';
import { testRedmine } from './test-connection.ts';
import { createIssue, updateIssue } from './write.ts';

/** Redmine 4 and newer, by an API key. Source: Redmine's REST API. */
export const connector: Connector<RedmineSettings> = {
  id: 'redmine',
  name: 'Redmine',
  homePage: 'https://www.redmine.org/projects/redmine/wiki/Rest_api',
  settings: redmineSettings,
  example: `url: https://redmine.acme.example
# Where the tickets of a queue go: the identifier of a project
queues:
  PAY: payments
priorities: { P0: Immediate, P1: Urgent }
`,
  secrets: { apiKey: 'Of an account made for Lanekeeper: "My account", on the right, "API access key"' },
  test: testRedmine,
  tickets: {
    placeOf,
    keepsTickets: true,
    open(context) {
      // What is missing is told by the first question, as every other error is.
      let opened: Redmine | undefined;
      const redmine = () => (opened ??= redmineOf(context));
      return {
        create: async (ticket) => createIssue(redmine(), ticket),
        find: async (_place, marker) => findTicket(redmine(), marker),
        read: async (id) => readTicket(redmine(), id),
        update: async (id, edit) => updateIssue(redmine(), id, edit),
        comment: async (id, comment) => addNote(redmine(), id, comment),
        comments: async (id) => readComments(redmine(), id),
        async *changed(place, since) {
          yield* changedTickets(redmine(), place, since);
        },
      };
    },
  },
};
