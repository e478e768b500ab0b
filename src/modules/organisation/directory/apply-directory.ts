import { AppError } from '../../../kernel/errors.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import { lockFor, type Tx } from '../../../platform/database/database.ts';
import { audit, writePeople } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { TRIAGE } from '../registry.ts';
import * as links from '../store-directory.ts';
import { type Claim, keepHistory, replaceClaims } from '../store-members.ts';
import { type DirectoryContent, type DirectoryOptions, type DirectorySummary, Notes } from './content.ts';
import { knownPeople, type PeoplePlan, planPeople } from './people.ts';
import { planTeams, type TeamsPlan } from './teams.ts';
import { unitAbove } from './unit-above.ts';

/**
 * Brings people, teams and memberships to what one directory says, in sets. What it no longer names is ended: its
 * memberships, the accounts and teams that it made itself. What others say is not touched. The same again writes
 * nothing.
 * @throws AppError LK-INCOMPLETE when more than half would go at once and `mayShrink` is not set (a directory that
 *   answers with nothing is broken more often than empty); LK-CONFLICT when nobody could administer any more
 */
export async function applyDirectory(
  tx: Tx<DB>,
  ids: IdSource,
  content: DirectoryContent,
  options: DirectoryOptions,
): Promise<DirectorySummary> {
  const { source, by, newTeams, mayShrink = false } = options;
  await lockFor(tx, 'organisation', 'import');
  const before = await links.selectDirectoryVersion(tx);
  const notes = new Notes();
  const emails = content.people.flatMap(({ email }) => (email === null ? [] : [email.trim().toLowerCase()]));
  const known = await knownPeople(tx, source, emails);
  const people = planPeople(known, content.people, source, () => ids.next(), notes);
  const named = await links.namedTeams(tx, source);
  const units = await links.namedUnits(tx);
  const unitOf = unitAbove(units, [...(content.groups ?? []), ...content.teams], notes);
  const teams = planTeams(named, content.teams, newTeams, unitOf, () => ids.next(), notes);
  if (!mayShrink) {
    refuseShrinking('people', people.gone.length, known.filter((one) => one.externalId !== null).length);
    refuseShrinking('teams', teams.gone.length, named.filter(({ linked }) => linked).length);
  }
  const written = await storePeople(tx, people, options);
  const retired = await storeTeams(tx, teams, options);
  await storeMembers(tx, content, people, teams, options);
  await endGone(tx, teams, retired, options);
  const summary: DirectorySummary = {
    people: { linked: people.ids.size, ...written, withoutEmail: people.withoutEmail },
    teams: {
      linked: teams.ids.size,
      added: teams.added.length,
      retired: retired.length,
      leftOut: teams.leftOut,
    },
    notes: notes.list,
    changed: (await links.selectDirectoryVersion(tx)) !== before,
  };
  if (summary.changed) await audit(tx, by, 'directory.apply', source, { ...summary });
  return summary;
}

/** Below this, half of it is a handful and says nothing. */
const A_HANDFUL = 10;

function refuseShrinking(what: string, gone: number, before: number): void {
  if (gone > A_HANDFUL && gone > before / 2)
    throw new AppError(
      'LK-INCOMPLETE',
      `${gone} of ${before} ${what} would go at once; nothing was changed.`,
    );
}

async function storePeople(tx: Tx<DB>, plan: PeoplePlan, { source, now, by }: DirectoryOptions) {
  const gone = plan.gone.map(({ id }) => id);
  const closing = plan.gone
    .filter(({ managedBy }) => managedBy === source)
    .map((one) => ({ ...one, active: false, removed: true }));
  const written = await writePeople(tx, [...plan.writes, ...closing], now, by);
  await links.unlinkPeople(tx, source, gone);
  const named = [...plan.ids].map(([externalId, person]) => ({ person, externalId }));
  await links.linkPeople(tx, source, named);
  await replaceClaims(tx, source, { people: gone }, [], now);
  return written;
}

/** @returns ids of the teams that are to be retired */
async function storeTeams(tx: Tx<DB>, plan: TeamsPlan, { source }: DirectoryOptions): Promise<string[]> {
  await links.insertTeams(tx, source, plan.added);
  await links.takeUpTeams(tx, plan.takenUp);
  await links.unlinkTeams(tx, source, idsOf(plan.gone));
  await links.linkTeams(tx, source, plan.links);
  await links.renameTeams(tx, source, plan.links);
  return idsOf(
    plan.gone.filter(({ managedBy, key, retired }) => managedBy === source && key !== TRIAGE.key && !retired),
  );
}

const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

async function storeMembers(
  tx: Tx<DB>,
  content: DirectoryContent,
  people: PeoplePlan,
  teams: TeamsPlan,
  { source, now }: DirectoryOptions,
): Promise<void> {
  const claims = new Map<string, Claim>();
  for (const { id, members } of content.teams)
    for (const { person, role } of members) {
      const [team, member] = [teams.ids.get(id), people.ids.get(person)];
      if (!team || !member) continue;
      const key = `${member} ${team}`;
      if (claims.get(key)?.role !== 'manager') claims.set(key, { person: member, team, role });
    }
  const all = [...teams.ids.values(), ...idsOf(teams.gone)];
  await replaceClaims(tx, source, { teams: all }, [...claims.values()], now);
}

async function endGone(tx: Tx<DB>, plan: TeamsPlan, retired: string[], { now }: DirectoryOptions) {
  await links.retireTeams(tx, retired, now);
  await keepHistory(tx, { teams: idsOf(plan.gone) }, now);
}
