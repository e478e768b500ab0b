import type { Transaction } from 'kysely';
import type { LabelChannel, LabelWord } from '../../../contract/trust.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { planJudging } from './jobs.ts';
import { insertLabels, undoLabels, undoOtherWords } from './label-store.ts';

/** What somebody says of a finding. */
export interface Label {
  /** UUID of the finding. */
  findingId: string;
  word: LabelWord;
  channel: LabelChannel;
  /** Label of the actor, as in the audit trail. */
  actor: string;
  reason: string | null;
}

/**
 * Keeps what people say of findings, from whatever channel: one word per finding and person, the newest. Their rules
 * are judged soon after. A finding that a person reported by hand has no rule: nothing is kept of it.
 * @returns how many were new or changed
 */
export async function keepLabels(
  tx: Transaction<DB>,
  { ids, at }: { ids: IdSource; at: Date },
  labels: readonly Label[],
): Promise<number> {
  if (labels.length === 0) return 0;
  await undoOtherWords(tx, labels, at);
  const kept = await insertLabels(tx, ids, labels, at);
  await planJudging(tx, kept);
  return kept.length;
}

/** Takes back what somebody said of findings. @returns how many labels there were */
export async function takeBackLabels(
  tx: Transaction<DB>,
  { at }: { at: Date },
  words: readonly Pick<Label, 'findingId' | 'actor'>[],
): Promise<number> {
  if (words.length === 0) return 0;
  const undone = await undoLabels(tx, words, at);
  await planJudging(tx, undone);
  return undone.length;
}
