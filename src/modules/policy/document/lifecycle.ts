import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { Publish } from '../../../platform/outbox/events.ts';
import { audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { checkPolicy } from './check.ts';
import { refusal } from './parse.ts';
import {
  activeRow,
  insertVersion,
  newestRow,
  othersMayApprove,
  setActive,
  setApproved,
  setWithdrawn,
  type VersionRow,
  versionRow,
} from './store.ts';
import { labelOf, lockPolicy, SHIPPED } from './versions.ts';

type Tx = Transaction<DB>;

export interface LifecycleDeps {
  db: Kysely<DB>;
  clock: Clock;
  publish: Publish<DB>;
}

/** Who asks: `personId` is null for a token of nobody. */
export interface Author {
  label: string;
  personId: string | null;
}

export type VersionState = 'draft' | 'approved' | 'active' | 'past' | 'withdrawn';

export function stateOf(row: VersionRow): VersionState {
  if (row.active) return 'active';
  if (row.withdrawn_at) return 'withdrawn';
  if (row.activated_at) return 'past';
  return row.approved_at ? 'approved' : 'draft';
}

/** What changes with every version that is saved or comes into force: two who edit at once notice each other. */
export const etagOf = (active: VersionRow | undefined, newest: VersionRow | undefined): string =>
  `"policy-${active?.version ?? 0}-${newest?.version ?? 0}"`;

export async function currentEtag(db: Kysely<DB>): Promise<string> {
  return etagOf(await activeRow(db), await newestRow(db));
}

/** @throws AppError LK-PRECONDITION that names what was saved meanwhile */
async function demandCurrent(tx: Tx, ifMatch: string | undefined): Promise<void> {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const [active, newest] = [await activeRow(tx), await newestRow(tx)];
  const current = etagOf(active, newest);
  const asked = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (asked.includes(current)) return;
  const told = newest && newest.version !== active?.version ? newest : active;
  throw new AppError(
    'LK-PRECONDITION',
    told
      ? `Meanwhile version ${told.version} was saved by ${told.author}: ${told.reason}`
      : 'The policy has changed meanwhile.',
    { detail: { etag: current, version: told?.version ?? null } },
  );
}

/**
 * Saves a document that can be used as a draft; nothing changes by it.
 * @returns its number
 * @throws AppError LK-VALIDATION with line and column; LK-PRECONDITION when somebody saved another meanwhile
 */
export async function draftVersion(
  { db, clock }: LifecycleDeps,
  draft: { document: string; reason: string; basedOn?: number | undefined },
  author: Author,
  ifMatch: string | undefined,
): Promise<number> {
  demandUsable(draft.document);
  return db.transaction().execute(async (tx) => {
    await lockPolicy(tx);
    await demandCurrent(tx, ifMatch);
    const basedOn = draft.basedOn ?? (await activeRow(tx))?.version ?? null;
    if (draft.basedOn !== undefined) await find(tx, draft.basedOn);
    const version = await insertVersion(tx, {
      document: draft.document,
      author: author.label,
      author_person: author.personId,
      reason: draft.reason,
      created_at: clock.now(),
      based_on: basedOn,
    });
    await audit(tx, author.label, 'policy.draft', `policy@${version}`, { reason: draft.reason, basedOn });
    return version;
  });
}

/**
 * Somebody says that a draft may come into force. Whoever wrote it does not approve it alone while there is another
 * person who could: with the role security or admin.
 */
export async function approveVersion(
  { db, clock }: LifecycleDeps,
  version: number,
  actor: Author,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockPolicy(tx);
    const row = await find(tx, version);
    const state = stateOf(row);
    if (state === 'approved' && row.approved_by === actor.label) return;
    if (state !== 'draft') throw conflict(version, `is ${state}: only a draft is approved`);
    if (isAuthor(row, actor) && (await othersMayApprove(tx, { person: actor.personId, label: actor.label })))
      throw new AppError(
        'LK-FORBIDDEN',
        'You wrote this version: somebody else with the role security or admin approves it.',
      );
    await setApproved(tx, version, actor.label, clock.now());
    await audit(tx, actor.label, 'policy.approve', labelOf(row), { author: row.author });
  });
}

const isAuthor = (row: VersionRow, { label, personId }: Author): boolean =>
  row.author === label || (row.author_person !== null && row.author_person === personId);

/**
 * Puts a version in force, or an older one again. What was decided keeps its version; with `again` all open findings
 * are decided again by whoever listens to `policy.activated`.
 */
export async function activateVersion(
  { db, clock, publish }: LifecycleDeps,
  version: number,
  { reason, again }: { reason: string; again: boolean },
  actor: Author,
  ifMatch: string | undefined,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockPolicy(tx);
    await demandCurrent(tx, ifMatch);
    const row = await find(tx, version);
    const state = stateOf(row);
    if (state === 'withdrawn') throw conflict(version, 'was withdrawn: save it as a new draft');
    if (state === 'draft' && row.author !== SHIPPED)
      throw conflict(version, 'waits for its approval: it comes into force after that');
    // The same request twice, or two people with one mind.
    if (state === 'active' && !again) return;
    demandUsable(row.document);
    const before = await activeRow(tx);
    await setActive(tx, { version, at: clock.now(), actor: actor.label, reason, again });
    const action = state === 'past' ? 'policy.roll-back' : 'policy.activate';
    await audit(tx, actor.label, action, labelOf(row), { reason, again, before: before?.version ?? null });
    await publish(tx, { type: 'policy.activated', version, again });
  });
}

/** Takes a draft back. What was in force once stays in the history. */
export async function withdrawVersion(
  { db, clock }: LifecycleDeps,
  version: number,
  actor: Author,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockPolicy(tx);
    const row = await find(tx, version);
    const state = stateOf(row);
    if (state === 'withdrawn') return;
    if (state !== 'draft' && state !== 'approved')
      throw conflict(version, `${state === 'active' ? 'is' : 'was'} in force: activate another one instead`);
    await setWithdrawn(tx, version, clock.now());
    await audit(tx, actor.label, 'policy.withdraw', labelOf(row));
  });
}

/** @throws AppError LK-VALIDATION that names every problem with line and column */
function demandUsable(document: string): void {
  const { problems } = checkPolicy(document);
  if (problems.length > 0) throw refusal(problems);
}

async function find(tx: Tx, version: number): Promise<VersionRow> {
  const row = await versionRow(tx, version);
  if (!row) throw new AppError('LK-NOT-FOUND', `There is no version ${version} of the policy.`);
  return row;
}

const conflict = (version: number, words: string) =>
  new AppError('LK-CONFLICT', `Version ${version} ${words}.`);
