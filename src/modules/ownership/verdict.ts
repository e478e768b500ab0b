import type { Contact, OwnerSource } from '../../kernel/owner.ts';
import type { FileProblem, Team } from '../organisation/pure.ts';
import type { ContactWish, OwnerClaim, Place } from './forms/descriptor.ts';
import type { Pattern } from './pattern.ts';
import { contactOf, type FoundTeam, type TeamNames } from './team-names.ts';

/** What one rule says, worked out once: a team, or why it gives none and the next rule is asked. */
export type Verdict =
  | { answers: true; team: string; source: OwnerSource; why: string; contact: Contact; unowned: boolean }
  | { answers: false; why: string };

export interface PathVerdict {
  pattern: Pattern;
  verdict: Verdict;
}

/** The verdict on a claim of a descriptor; what does not fit the registry is told to the file's people. */
export function claimVerdict(
  file: string,
  claim: OwnerClaim,
  names: TeamNames,
  problems: FileProblem[],
): Verdict {
  if (claim.by === 'tracker') {
    const found = names.findByTracker(claim.jira, claim.oncall.id);
    const { place, what } = found.by === 'oncall' ? claim.oncall : claim;
    return judge({ file, place, what, source: claim.source }, found, claim.wish, problems);
  }
  const found = names.find(claim.name);
  return judge({ file, ...claim }, found, claim.wish, claim.perhaps ? [] : problems);
}

interface Origin {
  file: string;
  place: Place;
  what: string;
  source: OwnerSource;
}

/** The verdict on one name; what does not fit the registry is told to the file's people. */
export function judge(origin: Origin, found: FoundTeam, wish: ContactWish, problems: FileProblem[]): Verdict {
  const { file, place, what, source } = origin;
  const where = `${file}:${place.line} ${what}`;
  if (!found.ok) {
    const { code, why, suggestion } = found;
    // CODEOWNERS and catalogues may well name people and teams that are not ours to judge.
    const level = source.startsWith('about.yaml') ? 'error' : 'warning';
    problems.push({ file, ...place, level, code, message: why, suggestion });
    return { answers: false, why: `${where}: ${why}` };
  }
  const contact = found.team
    ? registryContact(found.team, wish, (message) =>
        problems.push({ file, ...place, level: 'warning', code: 'not-used', message, suggestion: null }),
      )
    : {
        queue: wish.jira?.project ?? null,
        channel: wish.slack?.channel ?? null,
        oncall: wish.oncall?.pagerduty ?? wish.oncall?.opsgenie ?? null,
      };
  return { answers: true, team: found.key, source, why: where, contact, unowned: false };
}

/** A registry says which queues and channels a team may use; a file chooses among them and no others. */
function registryContact(team: Team, wish: ContactWish, tell: (message: string) => void): Contact {
  const contact = contactOf(team);
  const project = wish.jira?.project;
  if (project !== undefined) {
    const queue = [team.queue, ...team.allowedQueues].find((allowed) => same(project, allowed));
    if (queue !== undefined) contact.queue = queue;
    else if (!same(project, team.jiraProject))
      tell(`the registry files work of ${team.key} in ${team.queue}, so ${project} is not used`);
  }
  const wanted = wish.slack?.channel;
  if (wanted !== undefined) {
    const channel = [team.channel, ...team.allowedChannels].find((allowed) => sameChannel(wanted, allowed));
    if (channel) contact.channel = channel;
    else
      tell(
        team.channel === null
          ? `the registry gives ${team.key} no channel, so ${wanted} is not used`
          : `the registry reaches ${team.key} in ${team.channel}, so ${wanted} is not used`,
      );
  }
  return contact;
}

const same = (a: string, b: string | null) => a.toLowerCase() === b?.toLowerCase();
const sameChannel = (a: string, b: string | null) => b !== null && same(bareChannel(a), bareChannel(b));
const bareChannel = (channel: string) => channel.replace(/^#/, '');
