import type { Transaction } from 'kysely';
import type { OverruleRule } from '../../../contract/trust.ts';
import { AppError } from '../../../kernel/errors.ts';
import { audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { UNHEARD } from './judge.ts';
import { type JudgingDeps, lockTrust, tellChanged } from './judge-rules.ts';
import type { RuleKey } from './label-store.ts';
import { ensureMeasured, keepChanges, keepTrust, knowsRule, type TrustRow, trustRows } from './store.ts';
import { earnedVoice, isSameVoice, nameOfVoice, overruledAt, voiceOfName } from './voice.ts';

/** A year: whoever still thinks so then says it again. */
const LONGEST_MS = 366 * 24 * 60 * 60 * 1000;

/**
 * A person's word on how loud a rule is, above what the labels say, until it ends by itself. Said again, it replaces
 * the one before.
 * @param actor label of who says so
 * @throws AppError LK-NOT-FOUND when no tool has told of such a rule, LK-VALIDATION for an end that is past or over a
 *   year away
 */
export async function overruleRule(
  deps: JudgingDeps,
  { tool, rule, mode, reason, until }: OverruleRule,
  actor: string,
): Promise<void> {
  const now = deps.clock.now();
  const ends = new Date(until);
  if (ends <= now) throw new AppError('LK-VALIDATION', 'until: this day is over; take one that is to come');
  if (ends.getTime() > now.getTime() + LONGEST_MS)
    throw new AppError('LK-VALIDATION', 'until: at most a year ahead; by then it can be said again');
  await deps.db.transaction().execute(async (tx) => {
    await lockTrust(tx);
    const key = { tool, rule };
    if (!(await knowsRule(tx, key)))
      throw new AppError('LK-NOT-FOUND', `no report has told of a rule ${rule} of ${tool}`);
    const [known] = await trustRows(tx, [key]);
    const row: TrustRow = {
      ...(known ?? freshRow(key, now)),
      ...voiceOfName(mode),
      because: [`${actor} decided so: ${reason}`],
      overruledBy: actor,
      overruledUntil: ends,
      overruledBecause: reason,
    };
    await ensureMeasured(tx, key);
    await keepWord(deps, tx, known, row, { action: 'trust.overrule', actor, detail: { reason, until } });
  });
}

/**
 * Takes a person's word back before it ends; the labels decide again. Nothing happens where none stands.
 * @param actor label of who says so
 */
export async function endOverrule(deps: JudgingDeps, key: RuleKey, actor: string): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    await lockTrust(tx);
    const [known] = await trustRows(tx, [key]);
    if (!known || !overruledAt(known, now)) return;
    const row: TrustRow = {
      ...known,
      ...earnedVoice(known),
      because: [`${actor} took back what ${known.overruledBy} had decided; the labels decide`],
      overruledBy: null,
      overruledUntil: null,
      overruledBecause: null,
    };
    const detail = { by: known.overruledBy };
    await keepWord(deps, tx, known, row, { action: 'trust.overrule-end', actor, detail });
  });
}

const freshRow = (key: RuleKey, since: Date): TrustRow => ({
  ...key,
  ...UNHEARD,
  since,
  because: [],
  earnedMode: UNHEARD.mode,
  earnedDemoted: UNHEARD.demoted,
  overruledBy: null,
  overruledUntil: null,
  overruledBecause: null,
});

async function keepWord(
  deps: JudgingDeps,
  tx: Transaction<DB>,
  known: TrustRow | undefined,
  row: TrustRow,
  said: { action: string; actor: string; detail: Record<string, unknown> },
): Promise<void> {
  const now = deps.clock.now();
  const before = known ?? UNHEARD;
  const same = isSameVoice(before, row);
  const names = { before: nameOfVoice(before), after: nameOfVoice(row) };
  const { tool, rule, because } = row;
  const change = { id: deps.ids.next(), tool, rule, actor: said.actor, because, ...names };
  await keepTrust(tx, [{ ...row, since: same ? row.since : now }]);
  await keepChanges(tx, [{ ...change, evidence: said.detail }], now);
  await audit(tx, said.actor, said.action, `${tool} ${rule}`, { ...names, ...said.detail });
  if (!same) await tellChanged(deps, tx, [row]);
}
