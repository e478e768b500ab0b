import type { BacktestResult } from '../../../contract/policy-backtest.ts';
import type { Decision } from '../../../kernel/decision.ts';
import { conditionFacts, type Facts } from '../deciding/facts.ts';
import type { Policy } from '../document/compile.ts';

type RuleCount = BacktestResult['rules'][number];

/** Places of the rules that decided: of a priority, of a route; -1 = none. */
interface Deciding {
  priority: number;
  route: number;
}

/** Counts on how many findings each rule of a policy decides. */
export class Fired {
  readonly #policy: Policy;
  readonly #priority: number[];
  readonly #routes: number[];
  readonly #pauses = new Map<string, number>();
  /** Findings that share their facts share the list of reasons: the rules are asked once for each. */
  readonly #known = new WeakMap<readonly string[], Deciding>();

  constructor(policy: Policy) {
    this.#policy = policy;
    this.#priority = policy.rules.map(() => 0);
    this.#routes = policy.routes.map(() => 0);
  }

  add(facts: Facts, decision: Decision): void {
    let deciding = this.#known.get(decision.because);
    if (!deciding) {
      deciding = this.#decidingOn(facts, decision);
      this.#known.set(decision.because, deciding);
    }
    if (deciding.priority >= 0) this.#priority[deciding.priority]!++;
    if (deciding.route >= 0) this.#routes[deciding.route]!++;
    const { pausedBy } = decision;
    if (pausedBy !== null) this.#pauses.set(pausedBy, (this.#pauses.get(pausedBy) ?? 0) + 1);
  }

  #decidingOn(facts: Facts, { priority }: Decision): Deciding {
    const seen = conditionFacts(facts);
    const rule = this.#policy.rules.findIndex(({ condition }) => condition.holds(seen));
    const rated = { ...seen, finding: { ...seen.finding, priority } };
    return {
      priority: rule,
      route: this.#policy.routes.findIndex(({ condition }) => condition.holds(rated)),
    };
  }

  /** In the order of the document; what `before` has of the same id stands beside it. */
  result(before: Fired): RuleCount[] {
    const earlier = new Map(before.#counts().map((rule) => [`${rule.section} ${rule.id}`, rule.fired]));
    return this.#counts().map((rule) => ({
      ...rule,
      before: earlier.get(`${rule.section} ${rule.id}`) ?? null,
    }));
  }

  #counts(): Omit<RuleCount, 'before'>[] {
    const { rules, routes, deadlines } = this.#policy;
    return [
      ...rules.map(({ id }, index) => ({ section: 'priority' as const, id, fired: this.#priority[index]! })),
      ...routes.map(({ id }, index) => ({
        section: 'routes' as const,
        id: id ?? `number ${index + 1}`,
        fired: this.#routes[index]!,
      })),
      ...deadlines.pauses.map(({ id }) => ({
        section: 'pauses' as const,
        id,
        fired: this.#pauses.get(id) ?? 0,
      })),
    ];
  }
}
