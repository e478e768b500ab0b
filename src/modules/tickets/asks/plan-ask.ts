import type { Kysely } from 'kysely';
import type { AskDirection, AskKind } from '../../../contract/ask-kinds.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import { loadRegistry, type Registry } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import { findTicketId } from '../queries.ts';
import type { Speaker } from './deps.ts';
import { guessKind } from './guess-kind.ts';
import { type AskTeam, routeAsk } from './route-ask.ts';
import { type About, aboutFinding, aboutFix, aboutRepository, securityTeamsOf } from './store.ts';
import { type Who, whoIs } from './who.ts';

/** An ask as somebody states it; keys of teams, public ids. */
export interface WantedAsk {
  from?: string | undefined;
  to?: string | undefined;
  kind?: AskKind | undefined;
  text: string;
  about?:
    | {
        finding?: string | undefined;
        fix?: string | undefined;
        ticket?: string | undefined;
        repository?: string | undefined;
      }
    | undefined;
}

export interface PlannedAsk {
  from: AskTeam;
  to: AskTeam;
  direction: AskDirection;
  kind: AskKind;
  /** Why it was taken for this kind; null when it was named. */
  kindBecause: string | null;
  because: string;
  about: About;
}

const NOTHING: About = { repositoryId: null, fixId: null, findingId: null, ownerTeamId: null };

/**
 * What would be asked of whom, and why. Reads, writes nothing.
 * @throws AppError LK-VALIDATION (in words for the asker), LK-FORBIDDEN, LK-NOT-FOUND
 */
export async function planAsk(db: Kysely<DB>, wanted: WantedAsk, speaker: Speaker): Promise<PlannedAsk> {
  const registry = await loadRegistry(db);
  const who = await whoIs(db, registry, speaker);
  const about = await aboutOf(db, wanted.about ?? {});
  const owner = registry.teams.find(({ id }) => id === about.ownerTeamId) ?? null;
  const named = wanted.to === undefined ? null : teamOf(registry, wanted.to);
  const from = askingTeam(registry, who, wanted.from, owner, named);
  // A team asks security; security asks a team, but for one of its own that is named.
  const direction = from.kind === 'security' && named?.kind !== 'security' ? 'of-team' : 'of-security';
  const guessed = wanted.kind === undefined ? guessKind(wanted.text, direction) : null;
  const kind = wanted.kind ?? guessed?.kind ?? 'other';
  const partner = registry.byKey.get(from.key)?.partner ?? null;
  const partnersTeams = direction === 'of-security' ? await securityTeamsOf(db, partner) : [];
  const routed = routeAsk({ from, kind, named, owner, partnersTeams }, registry.teams, registry.triage);
  if ('refused' in routed) throw new AppError('LK-VALIDATION', routed.refused);
  return { from, kind, kindBecause: guessed?.because ?? null, about, ...routed };
}

function teamOf(registry: Registry, key: string): AskTeam {
  const team = registry.byKey.get(key);
  if (!team) throw new AppError('LK-VALIDATION', `There is no team ${key}.`);
  return team;
}

/** The team that was named, else the asker's own that owns what it is about, else their only one. */
function askingTeam(
  registry: Registry,
  who: Who,
  key: string | undefined,
  owner: AskTeam | null,
  named: AskTeam | null,
): AskTeam {
  if (key !== undefined) return demandMayAskFor(who, teamOf(registry, key));
  // Who asks a team is security, whatever other team they are in; who asks security is a team.
  const kinds = named?.kind === 'team' ? ['security'] : ['team', 'security'];
  const suited = who.teams.filter(({ kind }) => kinds.includes(kind));
  // A team that asks a team is told why that does not go.
  const own = suited.length > 0 || who.security || who.all ? suited : who.teams;
  const ofThing = own.find(({ id }) => id === owner?.id);
  const [only, ...others] = own;
  if (ofThing) return ofThing;
  if (only && others.length === 0) return only;
  if (!only && (who.security || who.all)) return registry.triage;
  const keys = own.map((team) => team.key).join(', ');
  throw only
    ? new AppError('LK-VALIDATION', `Say which of your teams asks: ${keys}.`)
    : new AppError('LK-FORBIDDEN', 'You are in no team yet that could ask; its manager adds you.');
}

/** Security may write down what a team asked of it in a meeting. */
function demandMayAskFor(who: Who, team: AskTeam): AskTeam {
  if (who.all || who.security || who.alsoFor.some(({ id }) => id === team.id)) return team;
  throw new AppError('LK-FORBIDDEN', `Only people of ${team.name} and security ask for ${team.name}.`);
}

async function aboutOf(db: Kysely<DB>, about: NonNullable<WantedAsk['about']>): Promise<About> {
  const given = Object.entries(about).filter(([, value]) => value !== undefined);
  if (given.length > 1) throw new AppError('LK-VALIDATION', 'about: name one thing.');
  const [what, id] = given[0] ?? [];
  if (what === undefined || id === undefined) return NOTHING;
  const found = await find(db, what, id);
  if (!found) throw new AppError('LK-VALIDATION', `about: there is no ${what} ${id.slice(0, 100)}.`);
  return found;
}

async function find(db: Kysely<DB>, what: string, text: string): Promise<About | null> {
  if (what === 'repository') return aboutRepository(db, text);
  if (what === 'ticket') {
    const ticketId = await findTicketId(db, text);
    const row = await db.selectFrom('ticket').select('fix_id').where('id', '=', ticketId).executeTakeFirst();
    return row ? aboutFix(db, row.fix_id) : null;
  }
  const id = fromPublicId(what === 'finding' ? 'finding' : 'fix', text);
  if (id === null) return null;
  return what === 'finding' ? aboutFinding(db, id) : aboutFix(db, id);
}
