import type { Contact } from '../../kernel/owner.ts';
import { didYouMean, type Registry, suggest, type Team } from '../organisation/pure.ts';

export type FoundTeam =
  | { ok: true; key: string; team: Team | null }
  | {
      ok: false;
      code: 'unknown-team' | 'ambiguous-team' | 'retired-team';
      why: string;
      suggestion: string | null;
    };

/** What ownership files may call a team, and which team that is. */
export interface TeamNames {
  /** `payments-core`, `group:default/payments-core`, `@acme/payments`, an address, a former name. */
  find(name: string): FoundTeam;
  /** The teams with that Jira project, and of several the one with that on-call id. */
  findByTracker(jiraId: string, oncallId: string): FoundTeam & { by?: 'jira' | 'oncall' };
}

/** Without a registry every name is a team's, as written. */
export const anyTeam: TeamNames = {
  find: (name) => ({ ok: true, key: plainName(name), team: null }),
  findByTracker: (jiraId) => ({
    ok: false,
    code: 'unknown-team',
    why: `there is no list of teams to look up the Jira project ${jiraId} in`,
    suggestion: null,
  }),
};

export function teamNames(registry: Pick<Registry, 'teams' | 'byKey'>): TeamNames {
  const byName = new Map<string, Set<Team>>();
  const add = (name: string | null, team: Team) => {
    if (name === null) return;
    const folded = name.toLowerCase();
    const known = byName.get(folded);
    if (known) known.add(team);
    else byName.set(folded, new Set([team]));
  };
  const live = registry.teams.filter(({ retiredAt }) => retiredAt === null);
  for (const team of live) for (const name of [...team.aliases, team.mail]) add(name, team);
  const heirs = new Map(byName);
  // A key is never ambiguous: what other teams call themselves cannot take it, not even a retired one's.
  for (const team of registry.teams) byName.set(team.key.toLowerCase(), new Set([team]));
  for (const team of registry.teams)
    if (team.retiredAt !== null)
      for (const name of team.aliases) if (!heirs.has(name.toLowerCase())) add(name, team);
  const keys = live.map(({ key }) => key);
  const settle = (team: Team): FoundTeam =>
    team.retiredAt === null ? found(team) : retired(team, team.retiredAt, heirs.get(team.key.toLowerCase()));
  const look = (name: string): FoundTeam => {
    if (/^user:/i.test(name)) return unknown(`${name} is a person, not a team`, null);
    const plain = plainName(name);
    const teams = byName.get(name.toLowerCase()) ?? byName.get(plain.toLowerCase());
    if (teams?.size === 1) return settle(teams.values().next().value!);
    if (teams) return ambiguous(name, teams);
    const suggestion = suggest(plain, keys);
    return unknown(`no team is called ${name.slice(0, 100)}${didYouMean(suggestion)}`, suggestion);
  };
  // A file repeats its few names on thousands of lines, and a suggestion compares with every key.
  const looked = new Map<string, FoundTeam>();
  return {
    find(name) {
      const known = looked.get(name) ?? look(name);
      looked.set(name, known);
      return known;
    },
    findByTracker(jiraId, oncallId) {
      const byJira = live.filter((team) => team.jiraProject === jiraId);
      if (byJira.length === 1) return { ...found(byJira[0]!), by: 'jira' };
      const candidates = byJira.length > 0 ? byJira : live;
      const byOncall = candidates.filter((team) => team.oncall === oncallId);
      if (byOncall.length === 1) return { ...found(byOncall[0]!), by: 'oncall' };
      const several = byOncall.length > 1 ? byOncall : byJira;
      if (several.length > 1) return ambiguous(`the Jira project ${jiraId}`, several);
      const gone = registry.teams.filter((team) => team.jiraProject === jiraId && team.retiredAt !== null);
      return gone.length === 1
        ? settle(gone[0]!)
        : unknown(`no team has the Jira project ${jiraId} or the on-call id ${oncallId}`, null);
    },
  };
}

export const contactOf = (team: Team): Contact => ({
  queue: team.queue,
  channel: team.channel,
  oncall: team.oncall,
});

const found = (team: Team): FoundTeam => ({ ok: true, key: team.key, team });

const unknown = (why: string, suggestion: string | null): FoundTeam => ({
  ok: false,
  code: 'unknown-team',
  why,
  suggestion,
});

const retired = (team: Team, at: string, heirs: ReadonlySet<Team> | undefined): FoundTeam => {
  const suggestion = heirs?.size === 1 ? heirs.values().next().value!.key : null;
  const heir = suggestion === null ? '' : `; ${suggestion} goes by its name now`;
  const why = `${team.key} was retired on ${at.slice(0, 10)}${heir}`;
  return { ok: false, code: 'retired-team', why, suggestion };
};

const ambiguous = (name: string, teams: Iterable<Team>): FoundTeam => ({
  ok: false,
  code: 'ambiguous-team',
  why: `${name} could be any of ${[...teams]
    .map(({ key }) => key)
    .sort()
    .join(', ')}`,
  suggestion: null,
});

/** The last part of a handle or of an entity reference. */
function plainName(name: string): string {
  const bare = name.replace(/^group:/i, '');
  const slashed = bare.startsWith('@') || bare !== name || bare.includes('/');
  return (slashed ? bare.slice(bare.lastIndexOf('/') + 1) : bare).replace(/^@+/, '');
}
