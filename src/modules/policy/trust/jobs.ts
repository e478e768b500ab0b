import type { Transaction } from 'kysely';
import { z } from 'zod';
import { enqueue, type Job } from '../../../platform/jobs/jobs.ts';
import type { DB } from '../../schema.gen.ts';
import { loadActivePolicy } from '../document/versions.ts';
import { type JudgingDeps, judgeRules, lockTrust, windowOf } from './judge-rules.ts';
import type { RuleKey } from './label-store.ts';
import { rulesOfException, takeExceptions } from './take-labels.ts';

const JUDGE_RULES = 'judge-rules';
/** Hourly: labels leave the window, scans have proved fixes, and words of people end. */
export const JUDGE_RULES_CRON = `37 * * * * ${JUDGE_RULES}`;

const payload = z.object({
  rules: z.array(z.object({ tool: z.string(), rule: z.string() })).nullish(),
});

/** Asks that these rules be judged soon, in the transaction that gave a reason. */
export async function planJudging(tx: Transaction<DB>, rules: readonly RuleKey[]): Promise<void> {
  const distinct = new Map(rules.map(({ tool, rule }) => [`${tool}\n${rule}`, { tool, rule }]));
  if (distinct.size === 0) return;
  await enqueue(tx, JUDGE_RULES, { rules: [...distinct.values()] }, { queue: JUDGE_RULES });
}

/** Asks for a look at all rules soon, as the hourly one. */
export const planJudgingAll = (tx: Transaction<DB>): Promise<void> =>
  enqueue(tx, JUDGE_RULES, {}, { key: JUDGE_RULES, queue: JUDGE_RULES });

/** Judges the named rules, or all of them. */
export const judgeRulesJob = (deps: JudgingDeps): Job<z.output<typeof payload>> => ({
  name: JUDGE_RULES,
  payload,
  run: async ({ rules }, { log }) => {
    const changed = await judgeRules(deps, rules ?? null);
    if (changed > 0) log.info({ changed }, 'rules are louder or quieter than before');
  },
});

export const exceptionDecided = z.object({ exceptionId: z.uuid() });

/** A false positive was granted or revoked: its rule is judged with it, not only with the next hourly look. */
export async function hearException(
  { db, clock }: Pick<JudgingDeps, 'db' | 'clock'>,
  { exceptionId }: z.output<typeof exceptionDecided>,
): Promise<void> {
  const now = clock.now();
  await db.transaction().execute(async (tx) => {
    await lockTrust(tx);
    const { trust } = (await loadActivePolicy(tx)).policy;
    await takeExceptions(tx, windowOf(trust, now), now, exceptionId);
    await planJudging(tx, await rulesOfException(tx, exceptionId));
  });
}
