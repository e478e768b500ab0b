import type { ExceptionKind } from '../../findings/public.ts';
import type { PolicyDocument } from '../document/schema.ts';
import type { DECIDERS } from '../document/sections/people.ts';

export type DeciderRole = (typeof DECIDERS)[number];
type Section = PolicyDocument['exceptions'];

/** Somebody who speaks of an exception. */
export interface Voice {
  label: string;
  /** Null for a program. */
  personId: string | null;
  /** The roles they have now in the team that owns the finding, and their own: security, admin. */
  roles: readonly DeciderRole[];
}

/** What decides who may grant it. */
export interface Granted {
  kind: ExceptionKind;
  /** The most urgent of what it covers, 0 = P0. */
  priority: number;
  /** It covers what other teams own. */
  allTeams: boolean;
}

export interface GrantRow {
  by: readonly DeciderRole[];
  countersign: readonly DeciderRole[];
  /** Null = it may be without end. */
  maxDays: number | null;
}

/** P0 and P1 are for others to accept than the rest. */
const URGENT = 1;

/** Who grants such an exception, and for how long at most. Pure. */
export function rowFor(section: Section, { kind, priority }: Granted): GrantRow {
  switch (kind) {
    case 'false-positive':
      return { ...section.falsePositive, maxDays: null };
    case 'duplicate':
      return { ...section.duplicate, maxDays: null };
    case 'mitigated':
      return section.mitigated;
    case 'accepted-risk': {
      const { P0P1, ...rest } = section.acceptedRisk;
      return priority <= URGENT ? { ...P0P1, maxDays: rest.maxDays } : rest;
    }
  }
}

/** The most urgent that it may cover: what a manager accepted as P2 does not hold once it is P1. Pure. */
export const ceilingOf = ({ kind, priority }: Granted): number =>
  kind === 'accepted-risk' && priority > URGENT ? URGENT + 1 : 0;

interface Weighed {
  /** The words that are missing, each as the roles of which one has to give it. */
  missing: (readonly DeciderRole[])[];
  /** Who filled what. */
  filled: { voice: Voice; role: DeciderRole }[];
}

const SECURITY: readonly DeciderRole[] = ['security'];

/**
 * Which words are missing. Each person's fills one place at most, so that nobody ever gives both the word and the
 * countersign; what covers other teams needs security among those who spoke. Pure.
 */
export function weigh(section: Section, exception: Granted, voices: readonly Voice[]): Weighed {
  const row = rowFor(section, exception);
  const places = row.countersign.length > 0 ? [row.by, row.countersign] : [row.by];
  const people = distinct(voices);
  const weighed = fill(places, people);
  const agrees = people.find(({ roles }) => roles.includes('security'));
  if (!exception.allTeams || weighed.missing.some((roles) => sameRoles(roles, SECURITY))) return weighed;
  if (!agrees) return { ...weighed, missing: [...weighed.missing, SECURITY] };
  const counted = weighed.filled.some(({ voice }) => voice === agrees);
  return counted
    ? weighed
    : { ...weighed, filled: [...weighed.filled, { voice: agrees, role: 'security' as const }] };
}

/** The best way to give each place a voice of its own: at most two places, so all ways are tried. */
function fill(places: readonly (readonly DeciderRole[])[], voices: readonly Voice[]): Weighed {
  const [first, ...rest] = places;
  if (!first) return { missing: [], filled: [] };
  const without = fill(rest, voices);
  let best: Weighed = { missing: [first, ...without.missing], filled: without.filled };
  for (const voice of voices) {
    const role = first.find((one) => voice.roles.includes(one));
    if (role === undefined) continue;
    const others = fill(
      rest,
      voices.filter((other) => other !== voice),
    );
    if (others.missing.length < best.missing.length)
      best = { missing: others.missing, filled: [{ voice, role }, ...others.filled] };
  }
  return best;
}

const nameOf = ({ personId, label }: Voice): string => personId ?? label;

/** One voice for each person, with all roles they spoke in. */
function distinct(voices: readonly Voice[]): Voice[] {
  return [...Map.groupBy(voices, nameOf).values()].map((same) => ({
    ...same[0]!,
    roles: [...new Set(same.flatMap(({ roles }) => roles))],
  }));
}

const sameRoles = (a: readonly DeciderRole[], b: readonly DeciderRole[]): boolean =>
  a.length === b.length && a.every((role) => b.includes(role));

export interface Verdict {
  may: boolean;
  as: DeciderRole | null;
  /** The first word grants, the others countersign. */
  word: 'granted' | 'countersigned';
  /** Roles that still have to agree after this word; empty = it is granted. */
  awaits: DeciderRole[];
  because: string;
}

/**
 * Whether somebody may say yes, in which role, and whose word is missing then. Pure.
 * @param spoken who said yes before, with the roles they have now: a champion's word counts while they are one
 * @param team name of the owning team
 */
export function mayGrant(
  section: Section,
  exception: Granted,
  spoken: readonly Voice[],
  actor: Voice,
  team: string,
): Verdict {
  const before = weigh(section, exception, spoken);
  const who = decidesWords(rowFor(section, exception), exception, team);
  const no = (because: string): Verdict => ({
    may: false,
    as: null,
    word: 'granted',
    awaits: rolesOf(before),
    because,
  });
  if (actor.personId === null) return no(`A yes is a person’s word. ${who}`);
  if (spoken.some((voice) => nameOf(voice) === nameOf(actor)))
    return no(`You have said yes already; one person never gives both words. ${who}`);
  const after = weigh(section, exception, [...spoken, actor]);
  if (after.missing.length >= before.missing.length) return no(who);
  const as = after.filled.find(({ voice }) => nameOf(voice) === nameOf(actor))?.role ?? null;
  const awaits = rolesOf(after);
  return {
    may: true,
    as,
    word: spoken.length > 0 ? 'countersigned' : 'granted',
    awaits,
    because:
      awaits.length > 0
        ? `You may, as ${as}; then ${orList(awaits.map((role) => inTeam(role, team)))} has to agree as well.`
        : `You may, as ${as}.`,
  };
}

export const rolesOf = ({ missing }: Weighed): DeciderRole[] => [...new Set(missing.flat())];

/** "The manager of Payments grants it; security countersigns." Pure. */
export function decidesWords(
  { by, countersign }: GrantRow,
  { allTeams }: Pick<Granted, 'allTeams'>,
  team: string,
): string {
  const grants = `${capital(orList(by.map((role) => inTeam(role, team))))} grants it`;
  const second =
    countersign.length > 0
      ? `; ${orList(countersign.map((role) => inTeam(role, team)))} countersigns, which is another person`
      : '';
  const others = allTeams ? '; it covers what other teams own, so security has to be among them' : '';
  return `${grants}${second}${others}.`;
}

const inTeam = (role: DeciderRole, team: string): string =>
  role === 'security'
    ? 'security'
    : role === 'admin'
      ? 'an admin'
      : role === 'leader'
        ? `the leader above ${team}`
        : `${role === 'developer' ? 'a' : 'the'} ${role} of ${team}`;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const orList = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
