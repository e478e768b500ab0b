import { createTwoFilesPatch } from 'diff';
import type { Kysely } from 'kysely';
import type { ActivePolicyAnswer } from '../../../contract/policy.ts';
import type { PolicyVersion, PolicyVersionDetail } from '../../../contract/policy-versions.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { DB } from '../../schema.gen.ts';
import { etagOf, stateOf } from './lifecycle.ts';
import { readRules } from './read-rules.ts';
import { activations, activeRow, newestRow, type VersionRow, versionRow, versionRows } from './store.ts';
import { inForce, labelOf } from './versions.ts';

type Db = Kysely<DB>;

/** Enough to see what happened to a version. */
const SHOWN_ACTIVATIONS = 50;

/** The policy in force, as the page and the API tell it, with its entity tag. */
export async function activePolicyAnswer(db: Db): Promise<{ etag: string; answer: ActivePolicyAnswer }> {
  const row = await activeRow(db);
  if (!row) throw new AppError('LK-NOT-FOUND', 'No policy is stored yet.');
  const newest = await newestRow(db);
  const [last] = await activations(db, { version: row.version, limit: 1 });
  const decides = await inForce(db, row);
  const readable = decides.label === labelOf(row);
  const rules = readable ? readRules(row.document) : { priority: [], routes: [] };
  const waiting = newest && newest.version > row.version ? newest : null;
  const answer: ActivePolicyAnswer = {
    version: row.version,
    label: labelOf(row),
    author: row.author,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    approvedBy: row.approved_by,
    activated: last
      ? { at: last.at.toISOString(), actor: last.actor, reason: last.reason, again: last.again }
      : null,
    waiting: waiting && {
      version: waiting.version,
      author: waiting.author,
      reason: waiting.reason,
      createdAt: waiting.created_at.toISOString(),
    },
    standIn: readable
      ? null
      : {
          label: decides.label,
          because: 'this release cannot read the active document: activate one that it can, or correct it',
        },
    document: row.document,
    ...rules,
  };
  return { etag: etagOf(row, newest), answer };
}

/** Newest first. */
export async function listVersions(
  db: Db,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: PolicyVersion[]; next: string | null }> {
  const below = cursor === undefined ? null : Number(cursor);
  if (below !== null && !Number.isSafeInteger(below))
    throw new AppError('LK-VALIDATION', 'This cursor is not one of ours: start at the first page.');
  const rows = await versionRows(db, below, limit + 1);
  const page = rows.slice(0, limit);
  return { items: page.map(versionOf), next: rows.length > limit ? String(page.at(-1)!.version) : null };
}

export async function versionDetail(db: Db, version: number): Promise<PolicyVersionDetail> {
  const row = await find(db, version);
  const history = await activations(db, { version, limit: SHOWN_ACTIVATIONS });
  return {
    ...versionOf(row),
    document: row.document,
    activations: history.map((one) => ({ ...one, at: one.at.toISOString() })),
  };
}

/** What changed from one version to another, line by line. */
export async function diffOf(db: Db, from: number, to: number) {
  const [before, after] = [await find(db, from), await find(db, to)];
  if (before.document === after.document) return { from, to, added: 0, removed: 0, patch: '' };
  const patch = createTwoFilesPatch(
    labelOf(before),
    labelOf(after),
    before.document,
    after.document,
    undefined,
    undefined,
    { context: 3, headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } },
  );
  const lines = patch.split('\n').slice(2);
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { from, to, added: count('+'), removed: count('-'), patch };
}

async function find(db: Db, version: number): Promise<VersionRow> {
  const row = await versionRow(db, version);
  if (!row) throw new AppError('LK-NOT-FOUND', `There is no version ${version} of the policy.`);
  return row;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

const versionOf = (row: VersionRow): PolicyVersion => ({
  version: row.version,
  label: labelOf(row),
  state: stateOf(row),
  author: row.author,
  reason: row.reason,
  createdAt: row.created_at.toISOString(),
  basedOn: row.based_on,
  approvedBy: row.approved_by,
  approvedAt: iso(row.approved_at),
  withdrawnAt: iso(row.withdrawn_at),
  activatedAt: iso(row.activated_at),
});
