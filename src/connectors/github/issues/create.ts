import type { NewTicket, RemoteTicket } from '../../connector.ts';
import { read } from '../../kit/api.ts';
import { labelsOfNew } from '../../kit/issue-labels.ts';
import { withMarker } from '../../kit/issue-marker.ts';
import type { Github } from '../access.ts';
import { homeOf, writerOf } from './homes.ts';
import { creationPace } from './pace.ts';
import { notVisible, refused } from './refused.ts';
import { placeIn, remoteTicket } from './remote-ticket.ts';
import { rulesOf } from './rules.ts';
import { issueShape } from './shapes.ts';
import { bodyText, titleText } from './text.ts';

/** As `Tickets.create`; labels that the repository does not have are made by GitHub. */
export async function create(github: Github, ticket: NewTicket): Promise<RemoteTicket> {
  const { api } = github;
  // Before it is created: afterwards nothing may go wrong.
  const home = await homeOf(github, ticket.place);
  const place = home.full_name;
  const response = await github.ask(await writerOf(github, place), `/repos/${place}/issues`, {
    method: 'POST',
    body: JSON.stringify({
      title: titleText(ticket.title),
      body: withMarker(bodyText(ticket.body), ticket),
      labels: labelsOfNew(rulesOf(github), ticket),
    }),
    perSecond: creationPace(api),
  });
  if (response.status === 404) throw notVisible(place);
  if (response.status !== 201) throw refused(place, response);
  const issue = read(api, `the new issue in ${place}`, response, issueShape);
  const at = placeIn(issue) === place ? home : await homeOf(github, placeIn(issue));
  return remoteTicket(rulesOf(github), issue, at.id);
}
