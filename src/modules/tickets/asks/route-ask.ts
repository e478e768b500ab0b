import { ASK_KIND, type AskDirection, type AskKind, mayGo } from '../../../contract/ask-kinds.ts';

/** What routing knows of a team. */
export interface AskTeam {
  id: string;
  key: string;
  name: string;
  kind: 'team' | 'security';
  queue: string;
  takesAsks: readonly AskKind[];
  retiredAt: string | null;
}

export interface AskToRoute {
  from: AskTeam;
  kind: AskKind;
  /** The team that was named, if one was. */
  named: AskTeam | null;
  /** Who owns what it is about. */
  owner: AskTeam | null;
  /** Teams of security in which the partner of the asking team works. */
  partnersTeams: readonly string[];
}

export type RoutedAsk =
  | { to: AskTeam; direction: AskDirection; because: string }
  /** For people: what is missing or does not go. */
  | { refused: string };

/**
 * Whose queue an ask comes to. What security asks of a team comes to that team's queue; what a team asks comes to
 * the team of security that takes its kind, else the one that names none, else triage.
 * @param teams all of them; `triage` is the one that always exists
 */
export function routeAsk(ask: AskToRoute, teams: readonly AskTeam[], triage: AskTeam): RoutedAsk {
  if (ask.from.retiredAt !== null) return { refused: `${ask.from.name} is retired; ask for another team.` };
  const chosen = ask.named ? namedTeam(ask, ask.named) : foundTeam(ask, teams, triage);
  if ('refused' in chosen) return chosen;
  const { to, because } = chosen;
  if (to.id === ask.from.id) return { refused: `${to.name} would ask itself; name the other side.` };
  const direction = to.kind === 'security' ? 'of-security' : 'of-team';
  if (ask.from.kind === 'team' && direction === 'of-team')
    return { refused: 'An ask goes between security and a team; ask the other team in its own queue.' };
  if (!mayGo(ask.kind, direction))
    return { refused: `Security does not ask a team for ${ASK_KIND[ask.kind].words}; choose another kind.` };
  return { to, direction, because };
}

type Chosen = { to: AskTeam; because: string } | { refused: string };

function namedTeam({ owner }: AskToRoute, named: AskTeam): Chosen {
  if (named.retiredAt !== null) return { refused: `${named.name} is retired; name another team.` };
  const because = owner?.id === named.id ? `${named.name} owns what it is about` : `${named.name} was named`;
  return { to: named, because };
}

function foundTeam(ask: AskToRoute, teams: readonly AskTeam[], triage: AskTeam): Chosen {
  if (ask.from.kind === 'security')
    return ask.owner && ask.owner.kind === 'team'
      ? { to: ask.owner, because: `${ask.owner.name} owns what it is about` }
      : { refused: 'Say which team is asked.' };
  const working = teams.filter(({ kind, retiredAt }) => kind === 'security' && retiredAt === null);
  const wanted = ASK_KIND[ask.kind].words;
  const takers = working.filter(({ takesAsks }) => takesAsks.includes(ask.kind)).sort(byKey);
  const [taker, ...others] = takers;
  if (taker && others.length === 0)
    return { to: taker, because: `${taker.name} is the team of security that is asked for ${wanted}` };
  if (taker) return amongTakers(ask, takers, taker);
  const open = working.filter(({ takesAsks, id }) => takesAsks.length === 0 && id !== triage.id);
  const [only, ...more] = open;
  if (only && more.length === 0)
    return {
      to: only,
      because: `nobody in security is named for ${wanted}; ${only.name} takes what others do not`,
    };
  return { to: triage, because: `nobody in security is named for ${wanted}; ${triage.name} passes it on` };
}

function amongTakers(
  { from, kind, partnersTeams }: AskToRoute,
  takers: readonly AskTeam[],
  first: AskTeam,
): Chosen {
  const partners = takers.find(({ key }) => partnersTeams.includes(key));
  if (partners)
    return {
      to: partners,
      because: `the partner of ${from.name} works in ${partners.name}, which is asked for ${ASK_KIND[kind].words}`,
    };
  return {
    to: first,
    because: `${first.name} is the first of ${takers.length} teams of security that are asked for ${ASK_KIND[kind].words}`,
  };
}

const byKey = (a: AskTeam, b: AskTeam) => (a.key < b.key ? -1 : 1);
