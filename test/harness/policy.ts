import { DEFAULT_POLICY } from '../../src/modules/policy/pure.ts';
import type { TestHouse } from './house.ts';

/**
 * Puts the shipped policy with other sections in force.
 * @param sections YAML; a section that the shipped policy has is replaced by it
 */
export async function policyWith(home: Pick<TestHouse, 'pool' | 'clock'>, sections: string): Promise<void> {
  const names = [...sections.matchAll(/^(\w+):/gm)].map(([, name]) => name);
  const kept = DEFAULT_POLICY.split(/^(?=\w+:)/m).filter(
    (part) => !names.some((name) => part.startsWith(`${name}:`)),
  );
  await home.pool.query('update policy_version set active = false where active');
  await home.pool.query(
    `insert into policy_version (version, document, author, reason, created_at, active)
     select coalesce(max(version), 0) + 1, $1, 'test', 'test', $2, true from policy_version`,
    [`${kept.join('')}\n${sections}\n`, home.clock.now()],
  );
}
