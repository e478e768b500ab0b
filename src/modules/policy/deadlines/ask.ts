import { PRIORITIES, type Priority } from '../../../kernel/decision.ts';
import { type Facts, hasFix } from '../deciding/facts.ts';
import type { CompiledDeadlines, CompiledRegime } from '../document/compile.ts';
import type { Clock } from '../document/sections/deadlines.ts';
import type { PublishedRegime } from '../regimes/regime.ts';
import type { Length } from './length.ts';

/** What one regime asks of a finding, before it is known when its clock starts. */
export interface Ask {
  /** As decisions list it. */
  regime: string;
  clock: Clock;
  /** Null = no date of its own. */
  length: Length | null;
  /** The same as the house standard, because the regime leaves it to the house. */
  byHouse: boolean;
  duties: readonly string[];
  /** Who asks and why, as it stands behind "due in 3 days:". */
  by: string;
  /** Short, as in "stricter than the house standard". */
  name: string;
  /** The row of a published table in words. */
  row: string | null;
  /** A published table goes on while the house waits. */
  published: boolean;
}

/** What the regimes that apply ask, with the sentences that say why one has no date and what it assumed. */
export interface Asks {
  /** The first is the house standard. */
  all: Ask[];
  notes: string[];
}

/** Asks of the house standard and every regime that applies. `rated` are the facts with their priority. */
export function asksOf(
  deadlines: CompiledDeadlines,
  facts: Facts,
  priority: Priority,
  rated: Record<string, unknown>,
): Asks {
  // What cannot wait for a fix gets a date for a mitigation, the rest another look.
  const dated = hasFix(facts.finding) !== false || deadlines.withoutFix.mitigate.holds(rated);
  const standard = standardAsks(deadlines)[dated ? 'dated' : 'undated'][priority];
  let asks = standard;
  for (const regime of deadlines.regimes) {
    if (!regime.appliesTo.holds(rated)) continue;
    if (asks === standard) asks = { all: [...standard.all], notes: [] };
    if (regime.own) asks.all.push(ownAsk(regime, regime.own, priority));
    else if (regime.published) addPublished(asks, regime, regime.published, facts, priority);
  }
  return asks;
}

type StandardAsks = Record<'dated' | 'undated', Record<Priority, Asks>>;

/** There are ten of them for all findings of a policy. */
const made = new WeakMap<CompiledDeadlines, StandardAsks>();

function standardAsks(deadlines: CompiledDeadlines): StandardAsks {
  const known = made.get(deadlines);
  if (known) return known;
  const { standard } = deadlines;
  const all = (lengthOf: (priority: Priority) => Length | null) =>
    Object.fromEntries(
      PRIORITIES.map((priority) => [priority, askOnly(standard.clock, priority, lengthOf(priority))]),
    ) as Record<Priority, Asks>;
  const asks = { dated: all((priority) => standard[priority]), undated: all(() => null) };
  made.set(deadlines, asks);
  return asks;
}

const askOnly = (clock: Clock, priority: Priority, length: Length | null): Asks => ({
  all: [
    {
      regime: 'standard',
      clock,
      length,
      byHouse: false,
      duties: [],
      by: `${priority} by the house standard`,
      name: 'the house standard',
      row: null,
      published: false,
    },
  ],
  notes: [],
});

function ownAsk(
  { name, clock }: CompiledRegime,
  own: NonNullable<CompiledRegime['own']>,
  priority: Priority,
): Ask {
  return {
    regime: name,
    clock: clock ?? own.clock,
    length: own[priority],
    byHouse: false,
    duties: [],
    by: `${priority} (regime ${name})`,
    name,
    row: null,
    published: false,
  };
}

function addPublished(
  asks: Asks,
  { name, clock, level }: CompiledRegime,
  table: PublishedRegime,
  facts: Facts,
  priority: Priority,
): void {
  const { title } = table;
  const answer = table.answer(facts, { priority, level: level ?? null });
  const standard = asks.all[0]!;
  const byHouse = answer.length === 'standard';
  const waits = table.needsFix && !byHouse && hasFix(facts.finding) === false;
  const length = answer.length === 'standard' ? standard.length : waits ? null : answer.length;
  asks.all.push({
    regime: name,
    clock: clock ?? (byHouse ? standard.clock : (answer.clock ?? table.clock)),
    length,
    byHouse,
    duties: answer.duties,
    by: `${title}, ${answer.why} (regime ${name})`,
    name: title,
    row: answer.why,
    published: !byHouse,
  });
  if (byHouse) asks.notes.push(`${title}: ${answer.why} (regime ${name})`);
  else if (waits) asks.notes.push(`${title}: no date before there is a fix (regime ${name})`);
  else if (length === null)
    asks.notes.push(`${title}: ${[...answer.duties, answer.why].join(': ')} (regime ${name})`);
  for (const assumed of answer.assumed) asks.notes.push(`${title}: ${assumed}`);
}
