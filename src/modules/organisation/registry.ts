import type { AskKind } from '../../contract/ask-kinds.ts';
import type { FindingKind } from '../../kernel/observation.ts';
import type { OrganisationFile, TeamEntry } from './organisation-file.ts';
import type { Unit } from './units.ts';

export interface Team {
  id: string;
  key: string;
  name: string;
  /** Teams of kind `security` take what nobody owns and what policy routes to them. */
  kind: 'team' | 'security';
  unitKey: string | null;
  queue: string;
  channel: string | null;
  oncall: string | null;
  mail: string | null;
  manager: string | null;
  champion: string | null;
  deputies: string[];
  partner: string | null;
  jiraProject: string | null;
  /** Other names that mean this team: former keys, handles such as `@acme/payments`. */
  aliases: string[];
  /** Besides `queue` and `channel`: what a file may choose for this team. */
  allowedQueues: string[];
  allowedChannels: string[];
  /** Of a security team: kinds of findings that come to it where nobody owns the place. */
  takes: FindingKind[];
  /** Of a security team: kinds of asks that come to it; without any, what no other takes. */
  takesAsks: AskKind[];
  /** ISO 8601. A retired team owns nothing any more; null while it works. */
  retiredAt: string | null;
}

/** All teams, as one unchanging value: who may own, and who takes what nobody owns. */
export interface Registry {
  /** Changes whenever an answer could. */
  version: string;
  teams: Team[];
  byKey: Map<string, Team>;
  /** The last resort. */
  triage: Team;
  /** Business units by key, with what holds them and who leads them. */
  units: ReadonlyMap<string, Unit>;
  /** Business unit key -> the team that works on the unit's fallback queue; triage if it names none. */
  unitFallback: Map<string, Team>;
}

/** The team that always exists: what reaches nobody reaches it. */
export const TRIAGE = {
  key: 'security-triage',
  name: 'Security triage',
  kind: 'security',
  queue: 'SEC',
} as const;

/** @param teams must hold the triage team */
export function buildRegistry(version: string, teams: Team[], units: Unit[]): Registry {
  const byKey = new Map(teams.map((team) => [team.key, team]));
  const triage = byKey.get(TRIAGE.key);
  if (!triage) throw new Error(`a registry needs the team ${TRIAGE.key}`);
  const unitFallback = new Map(units.map((unit) => [unit.key, fallbackOf(unit, teams, triage)]));
  return {
    version,
    teams,
    byKey,
    triage,
    units: new Map(units.map((unit) => [unit.key, unit])),
    unitFallback,
  };
}

/** Two teams may share a queue: the one of the unit itself comes first. */
function fallbackOf(unit: Unit, teams: Team[], triage: Team): Team {
  const workers = teams.filter((team) => team.queue === unit.fallbackQueue && team.retiredAt === null);
  return workers.find((team) => team.unitKey === unit.key) ?? workers[0] ?? triage;
}

/** The registry of a document alone, as the command line has it; ids are the keys. */
export function registryOf(document: Pick<OrganisationFile, 'teams' | 'businessUnits'>): Registry {
  const teams = document.teams.map(teamOfEntry);
  if (!teams.some(({ key }) => key === TRIAGE.key)) teams.push(triageTeam(TRIAGE.key));
  const units = document.businessUnits.map(({ key, name, parent, leader, fallbackQueue }) => ({
    key,
    name,
    parent: parent ?? null,
    leader: leader ?? null,
    fallbackQueue: fallbackQueue ?? null,
  }));
  return buildRegistry('document', teams, units);
}

const teamOfEntry = (entry: TeamEntry): Team => ({
  id: entry.key,
  key: entry.key,
  name: entry.name,
  kind: entry.kind,
  unitKey: entry.unit ?? null,
  queue: entry.queue,
  channel: entry.channel ?? null,
  oncall: entry.oncall ?? null,
  mail: entry.mail ?? null,
  manager: entry.manager ?? null,
  champion: entry.champion ?? null,
  deputies: entry.deputies,
  partner: entry.partner ?? null,
  jiraProject: entry.jira ?? null,
  aliases: [...new Set([...entry.aliases, ...entry.github])],
  allowedQueues: entry.allowedQueues,
  allowedChannels: entry.allowedChannels,
  takes: entry.takes,
  takesAsks: entry.takesAsks,
  retiredAt: null,
});

const triageTeam = (id: string): Team => ({
  ...teamOfEntry({
    ...TRIAGE,
    deputies: [],
    aliases: [],
    github: [],
    allowedQueues: [],
    allowedChannels: [],
    takes: [],
    takesAsks: [],
  }),
  id,
});
