import { PRIORITIES } from '../../../kernel/decision.ts';
import { conditionFacts, type Facts } from '../deciding/facts.ts';
import type { Condition } from '../document/condition.ts';

/** The facts of a decided finding, as the conditions of routes, pacing, escalation and notification see them. */
export function ratedFacts(facts: Facts, priority: number): Record<string, Record<string, unknown>> {
  const seen = conditionFacts(facts);
  return { ...seen, finding: { ...seen.finding, priority: PRIORITIES[priority] ?? 'P4' } };
}

/**
 * The priorities (0 = P0) for which a condition can hold: exact where it asks for nothing but the priority, as most
 * do, else all. A job then looks at the rest in the database instead of at every row.
 */
export function prioritiesOf({ reads, holds }: Condition): { exact: boolean; priorities: number[] } {
  const exact = reads.every((fact) => fact === 'finding.priority');
  const all = PRIORITIES.map((_, index) => index);
  if (!exact) return { exact, priorities: all };
  return { exact, priorities: all.filter((index) => holds({ finding: { priority: PRIORITIES[index] } })) };
}
