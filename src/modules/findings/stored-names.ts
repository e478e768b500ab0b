import type { Observation } from '../../kernel/observation.ts';
import { nameOf } from '../../platform/hash.ts';

/** Rules are stored once for all that name them. */
export const ruleIdOf = (tool: string, rule: string): string => nameOf('rule', tool, rule);

/** An entry of the index over them has little room, and no register gives longer names. */
const VULNERABILITY_LENGTH = 200;

/** Names of vulnerabilities as they are stored; null = none. */
export function vulnerabilitiesOf({ vulnerabilities }: Observation): string[] | null {
  const names = vulnerabilities.some((id) => id.length > VULNERABILITY_LENGTH)
    ? vulnerabilities.filter((id) => id.length <= VULNERABILITY_LENGTH)
    : vulnerabilities;
  return names.length > 0 ? names : null;
}
