import type { Mode } from '../../../kernel/decision.ts';
import type { RuleVoice } from './judge.ts';
import type { TrustRow } from './store.ts';

/** As it stands in histories. */
export type VoiceName = 'demoted' | Mode;
export const nameOfVoice = ({ mode, demoted }: RuleVoice): VoiceName => (demoted ? 'demoted' : mode);
export const voiceOfName = (name: VoiceName): RuleVoice =>
  name === 'demoted' ? { mode: 'observe', demoted: true } : { mode: name, demoted: false };

const LOUDNESS: Record<VoiceName, number> = { demoted: 0, observe: 1, comment: 2, block: 3 };
export const isLouder = (one: RuleVoice, other: RuleVoice): boolean =>
  LOUDNESS[nameOfVoice(one)] > LOUDNESS[nameOfVoice(other)];
export const isSameVoice = (one: RuleVoice, other: RuleVoice): boolean =>
  one.mode === other.mode && one.demoted === other.demoted;

/** A person's word that has not ended. */
export const overruledAt = ({ overruledUntil }: Pick<TrustRow, 'overruledUntil'>, now: Date): boolean =>
  overruledUntil !== null && overruledUntil > now;

/** What the labels have earned, whatever a person said above them. */
export const earnedVoice = ({ earnedMode, earnedDemoted }: TrustRow): RuleVoice => ({
  mode: earnedMode,
  demoted: earnedDemoted,
});
