import type { Transaction } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import { type Database, lockFor } from '../../../platform/database/database.ts';
import type { PublishAll } from '../../../platform/outbox/events.ts';
import { auditAll } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Policy } from '../document/compile.ts';
import { loadActivePolicy } from '../document/versions.ts';
import { countAsked } from './cost.ts';
import { type Judgement, judgeRule, type LabelCounts, type RuleLabels, UNHEARD } from './judge.ts';
import { countLabels, MACHINE, type RuleKey } from './label-store.ts';
import {
  keepChanges,
  keepMeasures,
  keepTrust,
  measuredRules,
  suggestingFixes,
  type TrustChange,
  type TrustRow,
  trustRows,
} from './store.ts';
import { takeExceptions, takeFixed } from './take-labels.ts';
import { earnedVoice, isLouder, isSameVoice, nameOfVoice, overruledAt } from './voice.ts';

export interface JudgingDeps {
  db: Database<DB>;
  ids: IdSource;
  clock: Clock;
  publishAll: PublishAll<DB>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const NOTHING: LabelCounts = { notUseful: 0, fixed: 0, acknowledged: 0 };

/** The beginning of the window. */
export const windowOf = (trust: Policy['trust'], now: Date): Date =>
  new Date(now.getTime() - trust.windowDays * DAY_MS);

/** One judgement at a time: two would take each other's changes back. */
export const lockTrust = (tx: Transaction<DB>): Promise<unknown> => lockFor(tx, 'trust', 'judge');

/**
 * Judges rules by the labels of the window, keeps what changed with its evidence, and tells everyone.
 * @param rules null = all: also takes what scans and exceptions say, ends what people overruled, and counts the cost
 * @returns how many rules have another voice now
 */
export async function judgeRules(deps: JudgingDeps, rules: readonly RuleKey[] | null): Promise<number> {
  const now = deps.clock.now();
  return deps.db.transaction().execute(async (tx) => {
    await lockTrust(tx);
    const { trust } = (await loadActivePolicy(tx)).policy;
    const since = windowOf(trust, now);
    if (rules === null) {
      await takeFixed(tx, since);
      await takeExceptions(tx, since, now);
      await countAsked(tx, since);
    }
    const met = await rulesToJudge(tx, since, rules, trust);
    await keepMeasures(
      tx,
      met.map(({ key, judgement: { evidence } }) => ({ ...key, ...evidence })),
    );
    return keepJudged(deps, tx, met, now);
  });
}

interface Met {
  key: RuleKey;
  row: TrustRow | undefined;
  judgement: Judgement;
}

async function rulesToJudge(
  tx: Transaction<DB>,
  since: Date,
  rules: readonly RuleKey[] | null,
  trust: Policy['trust'],
): Promise<Met[]> {
  const counted = await countLabels(tx, since, rules);
  const rows = await trustRows(tx, rules);
  const before = rules ?? (await measuredRules(tx));
  const counts = new Map(counted.map((one) => [textOf(one), one]));
  const known = new Map(rows.map((row) => [textOf(row), row]));
  const keys = new Map(
    [...counted, ...rows, ...before].map(({ tool, rule }) => [textOf({ tool, rule }), { tool, rule }]),
  );
  const judge = (text: string, suggestsFix: boolean) => {
    const { notUseful, fixed, acknowledged } = counts.get(text) ?? NOTHING;
    const labels: RuleLabels = { notUseful, fixed, acknowledged, suggestsFix };
    const row = known.get(text);
    return judgeRule(labels, row ? earnedVoice(row) : UNHEARD, trust);
  };
  // Few could ever block: only of those it is asked whether they say how to fix.
  const blocking = [...keys].filter(([text]) => judge(text, true).mode === 'block').map(([, key]) => key);
  const helpful = new Set((await suggestingFixes(tx, blocking)).map(textOf));
  return [...keys].map(([text, key]) => ({
    key,
    row: known.get(text),
    judgement: judge(text, helpful.has(text)),
  }));
}

const textOf = ({ tool, rule }: RuleKey): string => `${tool}\n${rule}`;

async function keepJudged(
  deps: JudgingDeps,
  tx: Transaction<DB>,
  met: readonly Met[],
  now: Date,
): Promise<number> {
  const rows: TrustRow[] = [];
  const changes: (TrustChange & { action: string })[] = [];
  for (const one of met) {
    const { row, change } = outcomeOf(one, now);
    if (row) rows.push(row);
    if (change) changes.push({ ...change, ...one.key, id: deps.ids.next() });
  }
  await keepTrust(tx, rows);
  await keepChanges(tx, changes, now);
  await auditAll(
    tx,
    'system',
    changes.map(({ tool, rule, action, before, after, because }) => ({
      action,
      subject: `${tool} ${rule}`,
      detail: { before, after, because },
    })),
  );
  await tellChanged(deps, tx, changes);
  return changes.length;
}

type Change = Omit<TrustChange, 'id' | keyof RuleKey> & { action: string };

/** What is to be written of a judged rule; nothing where all is as it was. Pure. */
function outcomeOf({ key, row, judgement }: Met, now: Date): { row: TrustRow | null; change: Change | null } {
  const { mode, demoted, because, evidence } = judgement;
  const stands = row !== undefined && overruledAt(row, now);
  const before = row ?? UNHEARD;
  const after = stands ? before : { mode, demoted };
  const heard = isSameVoice(before, after);
  const ended = row !== undefined && row.overruledUntil !== null && !stands;
  if (heard && !ended && isSameVoice(row ? earnedVoice(row) : UNHEARD, judgement))
    return { row: null, change: null };
  const told = ended ? [`the word of ${row.overruledBy} has ended`, ...because] : because;
  const written: TrustRow = {
    ...key,
    mode: after.mode,
    demoted: after.demoted,
    since: heard && row ? row.since : now,
    because: stands ? row.because : told,
    earnedMode: mode,
    earnedDemoted: demoted,
    overruledBy: stands ? row.overruledBy : null,
    overruledUntil: stands ? row.overruledUntil : null,
    overruledBecause: stands ? row.overruledBecause : null,
  };
  if (heard) return { row: written, change: null };
  return {
    row: written,
    change: {
      action: isLouder(after, before) ? 'trust.promote' : 'trust.demote',
      actor: MACHINE,
      before: nameOfVoice(before),
      after: nameOfVoice(after),
      because: told,
      evidence,
    },
  };
}

/** So many rules are named by one event. */
const TOLD_AT_ONCE = 500;

/** Their findings may be decided otherwise now. */
export async function tellChanged(
  { publishAll }: Pick<JudgingDeps, 'publishAll'>,
  tx: Transaction<DB>,
  changed: readonly RuleKey[],
): Promise<void> {
  const rules = changed.map(({ tool, rule }) => ({ tool, rule }));
  const events = [];
  for (let start = 0; start < rules.length; start += TOLD_AT_ONCE)
    events.push({ type: 'trust.changed', rules: rules.slice(start, start + TOLD_AT_ONCE) });
  if (events.length > 0) await publishAll(tx, events);
}
