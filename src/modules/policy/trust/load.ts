import type { Kysely } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { Facts } from '../deciding/facts.ts';
import { sharedTrust, type TrustMap } from './trust-map.ts';

/** What is known of a tool's rules, in one query; rules that nobody judged, as most, have no entry. */
export async function loadTrust(db: Kysely<DB>, tool: string): Promise<TrustMap> {
  return (await loadTrusts(db, [tool])).get(tool) ?? new Map();
}

/** The same for several tools, in one query. */
export async function loadTrusts(
  db: Kysely<DB>,
  tools: readonly string[],
): Promise<ReadonlyMap<string, TrustMap>> {
  const rows = await db
    .selectFrom('rule_trust')
    .select(['tool', 'rule', 'mode', 'demoted'])
    .where('tool', 'in', ['', ...tools])
    .execute();
  const known = new Map<string, Map<string, Facts['trust']>>();
  for (const { tool, rule, mode, demoted } of rows) {
    const rules = known.get(tool) ?? new Map<string, Facts['trust']>();
    rules.set(rule, sharedTrust(mode as Facts['trust']['mode'], demoted));
    known.set(tool, rules);
  }
  return known;
}
