import type { Kysely, Transaction } from 'kysely';
import { lockFor } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { compilePolicy, type Policy } from './compile.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { activate, activeRow, type PolicyRow } from './store.ts';

export interface ActivePolicy {
  version: number;
  policy: Policy;
  /** `default@1` for what the product ships, `policy@7` for what people wrote. */
  label: string;
}

/** Author of versions that came with the product: only those are replaced by a newer default. */
const SHIPPED = 'lanekeeper';

/**
 * Makes the shipped default the first version. A later release with another default adds it as a new
 * version, unless people have written a policy of their own.
 */
export async function ensureDefaultPolicy(tx: Transaction<DB>, now: Date): Promise<void> {
  await lockFor(tx, 'policy', 'active');
  const active = await activeRow(tx);
  if (active && (active.author !== SHIPPED || active.document === DEFAULT_POLICY)) return;
  await activate(tx, {
    document: DEFAULT_POLICY,
    author: SHIPPED,
    reason: active ? 'the default of a newer release' : 'the default that a new house starts with',
    created_at: now,
  });
}

const compiled = new Map<string, Policy>();

/** The policy that decides now. Compiled once per document; asking again costs one small query. */
export async function loadActivePolicy(db: Kysely<DB>): Promise<ActivePolicy> {
  const row = await activeRow(db);
  // Before the first start has stored it, the default is in force already.
  return row ? active(row) : active({ version: 1, document: DEFAULT_POLICY, author: SHIPPED });
}

export const labelOf = ({ author, version }: Pick<PolicyRow, 'author' | 'version'>): string =>
  `${author === SHIPPED ? 'default' : 'policy'}@${version}`;

function active(row: Pick<PolicyRow, 'version' | 'document' | 'author'>): ActivePolicy {
  const label = labelOf(row);
  const key = `${label}\n${row.document}`;
  let policy = compiled.get(key);
  if (!policy) {
    // Two or three are in use while a version changes.
    if (compiled.size >= 8) compiled.clear();
    policy = compilePolicy(row.document, label);
    compiled.set(key, policy);
  }
  return { version: row.version, policy, label };
}
