import type { Kysely } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { Facts } from '../deciding/facts.ts';
import { sharedTrust, type TrustMap } from './trust-map.ts';

/** What is known of a tool's rules, in one query; rules that nobody judged, as most, have no entry. */
export async function loadTrust(db: Kysely<DB>, tool: string): Promise<TrustMap> {
  return (await loadTrusts(db, [tool])).get(tool) ?? new Map();
}

/** More rules than that are not looked up one by one: a tool's are read through. */
const FEW_RULES = 50;

/** The same for several tools, in one query. @param rules which are asked for; without, all that are known */
export async function loadTrusts(
  db: Kysely<DB>,
  tools: readonly string[],
  rules?: readonly string[],
): Promise<ReadonlyMap<string, TrustMap>> {
  const rows = await db
    .selectFrom('rule_trust')
    .select(['tool', 'rule', 'mode', 'demoted'])
    .where('tool', 'in', ['', ...tools])
    .$if(rules !== undefined && rules.length > 0 && rules.length <= FEW_RULES, (query) =>
      query.where('rule', 'in', rules ?? []),
    )
    .execute();
  const known = new Map<string, Map<string, Facts['trust']>>();
  for (const { tool, rule, mode, demoted } of rows) {
    const rules = known.get(tool) ?? new Map<string, Facts['trust']>();
    rules.set(rule, sharedTrust(mode as Facts['trust']['mode'], demoted));
    known.set(tool, rules);
  }
  return known;
}
