import type { Kysely } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { Facts } from '../deciding/facts.ts';
import { sharedTrust, type TrustMap } from './trust-map.ts';

/** What is known of a tool's rules, in one query; rules that nobody judged, as most, have no entry. */
export async function loadTrust(db: Kysely<DB>, tool: string): Promise<TrustMap> {
  const rows = await db
    .selectFrom('rule_trust')
    .select(['rule', 'mode', 'demoted'])
    .where('tool', '=', tool)
    .execute();
  return new Map(rows.map((row) => [row.rule, sharedTrust(row.mode as Facts['trust']['mode'], row.demoted)]));
}
