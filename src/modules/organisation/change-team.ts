import type { z } from 'zod';
import type { RegisteredTeam, RetiredTeam, teamBody } from '../../contract/teams.ts';
import { AppError } from '../../kernel/errors.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { lockFor, type Tx } from '../../platform/database/database.ts';
import { demandMatch } from '../../platform/http/entity-tag.ts';
import { audit } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import { didYouMean } from './checked.ts';
import { writeTeams } from './import-store.ts';
import { type TeamEntry, teamEntry } from './organisation-file.ts';
import { TRIAGE } from './registry.ts';
import { loadRegistry } from './service.ts';
import { selectUnits } from './store.ts';
import { retireTeams } from './store-directory.ts';
import { keepHistory } from './store-members.ts';
import { findTeam, stillOwned, teamWithName, type Versioned } from './store-teams.ts';
import { suggest } from './suggest.ts';

/** Who changes the registry by hand, and on which version they decided. */
export interface ByHand {
  /** Label for the audit trail. */
  by: string;
  now: Date;
  ifMatch: string | undefined;
}

/**
 * Makes the team, or brings it to exactly this; a retired one is taken up again.
 * @throws AppError LK-VALIDATION naming the field; LK-CONFLICT when a name means another team; LK-PRECONDITION
 */
export async function putTeam(
  tx: Tx<DB>,
  ids: IdSource,
  key: string,
  body: z.output<typeof teamBody>,
  hand: ByHand,
): Promise<{ team: Versioned<RegisteredTeam>; made: boolean }> {
  await lockFor(tx, 'organisation', 'import');
  const before = await findTeam(tx, key);
  demandMatch(hand.ifMatch, before?.version ?? null);
  const team = await write(tx, ids, entryOf({ ...body, key }), before?.value ?? null, hand);
  return { team, made: before === null };
}

/**
 * Changes what is named; null takes a field away.
 * @throws AppError as `putTeam`; LK-NOT-FOUND
 */
export async function patchTeam(
  tx: Tx<DB>,
  ids: IdSource,
  key: string,
  change: Record<string, unknown>,
  hand: ByHand,
): Promise<Versioned<RegisteredTeam>> {
  await lockFor(tx, 'organisation', 'import');
  const before = await teamOrRefuse(tx, key);
  demandMatch(hand.ifMatch, before.version);
  const { handles: _handles, managedBy: _managedBy, retiredAt: _retiredAt, ...fields } = before.value;
  const merged = Object.entries({ ...fields, ...change, key }).filter(([, value]) => value !== null);
  return write(tx, ids, entryOf(Object.fromEntries(merged)), before.value, hand);
}

/**
 * The team owns nothing new and has no members from now on; what it did stays told, and the key can be taken up
 * again. Twice is once.
 * @throws AppError LK-NOT-FOUND; LK-CONFLICT for the team that always exists
 */
export async function retireTeam(tx: Tx<DB>, key: string, hand: ByHand): Promise<RetiredTeam> {
  await lockFor(tx, 'organisation', 'import');
  const before = await teamOrRefuse(tx, key);
  demandMatch(hand.ifMatch, before.version);
  if (key === TRIAGE.key)
    throw new AppError('LK-CONFLICT', `${key} takes what reaches nobody else and cannot be retired.`);
  const fallback = (await loadRegistry(tx)).unitFallback;
  const fallbackOf = [...fallback].filter(([, team]) => team.key === key).map(([unit]) => unit);
  await retireTeams(tx, [before.id], hand.now);
  await keepHistory(tx, { teams: [before.id] }, hand.now);
  const stillOwns = { ...(await stillOwned(tx, { id: before.id, key })), fallbackOf };
  if (before.value.retiredAt === null) await audit(tx, hand.by, 'team.retire', key, { stillOwns });
  return { team: (await teamOrRefuse(tx, key)).value, stillOwns };
}

export async function teamOrRefuse(db: Tx<DB>, key: string): Promise<Versioned<RegisteredTeam>> {
  const team = await findTeam(db, key);
  if (!team) throw new AppError('LK-NOT-FOUND', `There is no team ${key.slice(0, 100)}.`);
  return team;
}

function entryOf(fields: Record<string, unknown>): TeamEntry {
  const read = teamEntry.safeParse(fields);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new AppError('LK-VALIDATION', problems.join('; '));
}

async function write(
  tx: Tx<DB>,
  ids: IdSource,
  entry: TeamEntry,
  before: RegisteredTeam | null,
  { by }: ByHand,
): Promise<Versioned<RegisteredTeam>> {
  await refuseUnknownUnit(tx, entry);
  const other = await teamWithName(tx, entry.key, [entry.key, ...entry.aliases, ...entry.github]);
  if (other) throw new AppError('LK-CONFLICT', `${other.name} means the team ${other.key} already.`);
  const { added, changed } = await writeTeams(tx, [{ ...entry, id: ids.next() }], 'api');
  const after = (await findTeam(tx, entry.key))!;
  if (added + changed > 0)
    await audit(tx, by, added ? 'team.add' : 'team.change', entry.key, { before, after: after.value });
  return after;
}

async function refuseUnknownUnit(tx: Tx<DB>, { unit }: TeamEntry): Promise<void> {
  if (unit === undefined) return;
  const keys = (await selectUnits(tx)).map(({ key }) => key);
  if (keys.includes(unit)) return;
  const meant = didYouMean(suggest(unit, keys));
  throw new AppError('LK-VALIDATION', `unit: no business unit is called ${unit}${meant}`);
}
