import type { FindingRow } from '../../../contract/findings.ts';

/**
 * Each weakness once: a finding stands under its leader where that one is listed too and names its tool. What is
 * fixed stands for itself, because its leader no longer names it.
 */
export function toldOnce(rows: readonly FindingRow[]): FindingRow[] {
  const listed = new Set(rows.map(({ id }) => id));
  return rows.filter(({ leader, state }) => leader === null || state === 'fixed' || !listed.has(leader));
}
