import type { Kysely, Transaction } from 'kysely';
import { lockFor } from '../../../platform/database/database.ts';
import { together } from '../../../platform/together.ts';
import type { DB } from '../../schema.gen.ts';
import { problemsOf } from './check.ts';
import { compilePolicy, type Policy } from './compile.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import {
  activations,
  activeRow,
  insertVersion,
  type PolicyRow,
  pastDocuments,
  setActive,
  type VersionRow,
  versionRow,
} from './store.ts';

export interface ActivePolicy {
  version: number;
  policy: Policy;
  /** `default@1` for what the product ships, `policy@7` for what people wrote. */
  label: string;
  /** The text it was compiled from: of what stands in, where the active one cannot be read. */
  document: string;
}

/** Author of versions that came with the product: only those are replaced by a newer default. */
export const SHIPPED = 'lanekeeper';

/** One change of what is in force at a time. */
export const lockPolicy = (tx: Transaction<DB>): Promise<unknown> => lockFor(tx, 'policy', 'active');

/**
 * Makes the shipped default the first version. A later release with another default adds it as a new version, unless
 * people have written a policy of their own or chosen an older default.
 */
export async function ensureDefaultPolicy(tx: Transaction<DB>, now: Date): Promise<void> {
  await lockPolicy(tx);
  const active = await activeRow(tx);
  if (active && (active.author !== SHIPPED || active.document === DEFAULT_POLICY)) return;
  const [last] = await activations(tx, { limit: 1 });
  if (active && last && last.actor !== SHIPPED) return;
  await shipVersion(tx, {
    document: DEFAULT_POLICY,
    author: SHIPPED,
    reason: active ? 'the default of a newer release' : 'the default that a new house starts with',
    created_at: now,
  });
}

/** Adds a version that needs nobody's approval and puts it in force. */
export async function shipVersion(tx: Transaction<DB>, row: Omit<PolicyRow, 'version'>): Promise<void> {
  const version = await insertVersion(tx, { ...row, author_person: null, based_on: null });
  await setActive(tx, { version, at: row.created_at, actor: row.author, reason: row.reason, again: false });
}

/** By label and document; null = it cannot be read by this release. */
const compiled = new Map<string, Policy | null>();

/** The policy that decides now. Compiled once per document; asking again costs one small query. */
export async function loadActivePolicy(db: Kysely<DB>): Promise<ActivePolicy> {
  const row = await together(db, 'active policy', () => activeRow(db));
  // Before the first start has stored it, the default is in force already.
  return row ? inForce(db, row) : readable(SHIPPED_ROW)!;
}

/** The policy of the version in force, or what stands in for it. */
export async function inForce(db: Kysely<DB>, active: VersionRow): Promise<ActivePolicy> {
  return readable(active) ?? (await lastGood(db));
}

/** The policy of a stored version, to replay what it decided; null = it is not kept, or this release cannot read it. */
export async function loadPolicyVersion(db: Kysely<DB>, version: number): Promise<ActivePolicy | null> {
  const row = (await versionRow(db, version)) ?? (version === SHIPPED_ROW.version ? SHIPPED_ROW : null);
  return row && readable(row);
}

const SHIPPED_ROW = { version: 1, document: DEFAULT_POLICY, author: SHIPPED };
/** So far back is looked for a document that can be read. */
const PAST = 20;

/** A release that no longer reads the active document goes on with what was in force before, else with its default. */
async function lastGood(db: Kysely<DB>): Promise<ActivePolicy> {
  for (const row of await pastDocuments(db, PAST)) {
    const found = readable(row);
    if (found) return found;
  }
  return readable(SHIPPED_ROW)!;
}

export const labelOf = ({ author, version }: Pick<PolicyRow, 'author' | 'version'>): string =>
  `${author === SHIPPED ? 'default' : 'policy'}@${version}`;

function readable(row: Pick<PolicyRow, 'version' | 'document' | 'author'>): ActivePolicy | null {
  const label = labelOf(row);
  const key = `${label}\n${row.document}`;
  let policy = compiled.get(key);
  if (policy === undefined) {
    // Two or three are in use while a version changes.
    if (compiled.size >= 8) compiled.clear();
    policy = compiledOrNull(row.document, label);
    compiled.set(key, policy);
  }
  return policy && { version: row.version, policy, label, document: row.document };
}

function compiledOrNull(document: string, label: string): Policy | null {
  try {
    return compilePolicy(document, label);
  } catch (error) {
    if (problemsOf(error)) return null;
    throw error;
  }
}
