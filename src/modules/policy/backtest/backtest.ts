import type { BacktestResult } from '../../../contract/policy-backtest.ts';
import { type Decision, PRIORITIES } from '../../../kernel/decision.ts';
import { decide } from '../deciding/decide.ts';
import type { Facts } from '../deciding/facts.ts';
import type { Policy } from '../document/compile.ts';
import { Examples } from './examples.ts';
import { Fired } from './fired.ts';
import { routeWords, Tally } from './tally.ts';

/** An open finding as a backtest looks at it. */
export interface TestedFinding {
  /** Public id. */
  id: string;
  title: string;
  team: { key: string; name: string };
  /** Null: it was decided before decisions kept what they rest on. */
  facts: Facts | null;
  /** What is stored: 0 = P0; the date in milliseconds. */
  stored: { priority: number; dueMs: number | null };
}

/**
 * What one policy says otherwise than another, over findings in batches. Pure: the same facts and moments give the
 * same result; memory does not grow with the number of findings.
 * @param active what decides now, `document` what would
 * @param at ISO 8601: the moment as of which both decide
 */
export async function backtest(
  policies: { active: Policy; document: Policy },
  findings: AsyncIterable<readonly TestedFinding[]>,
  at: string,
): Promise<BacktestResult> {
  const { active, document } = policies;
  const tally = new Tally();
  const examples = new Examples<BacktestResult['examples'][number]>();
  const fired = { active: new Fired(active), document: new Fired(document) };
  let unknown = 0;
  let older = 0;
  for await (const batch of findings) {
    for (const finding of batch) {
      const { facts } = finding;
      if (!facts) {
        unknown++;
        continue;
      }
      const before = decide(active, facts);
      const after = decide(document, facts);
      fired.active.add(facts, before);
      fired.document.add(facts, after);
      if (isOlder(finding.stored, before)) older++;
      const sort = tally.add(finding.team, before, after);
      if (sort !== null) examples.add(sort, () => exampleOf(finding, before, after));
    }
  }
  return {
    against: active.label,
    at,
    ...tally.result(),
    unknown,
    older,
    rules: fired.document.result(fired.active),
    examples: examples.result(),
  };
}

const isOlder = ({ priority, dueMs }: TestedFinding['stored'], now: Decision): boolean =>
  PRIORITIES[priority] !== now.priority || dueMs !== (now.dueAt === null ? null : Date.parse(now.dueAt));

function exampleOf({ id, title, team }: TestedFinding, before: Decision, after: Decision) {
  return { finding: id, title, team: team.name, before: outcomeOf(before), after: outcomeOf(after) };
}

const outcomeOf = ({ priority, dueAt, route, because }: Decision) => ({
  priority,
  dueAt,
  route: routeWords(route),
  because: [...because],
});
