import type { Evidence, Why } from './judge.ts';

/** `0.0213` -> `2.1 %`; whole numbers without a digit after the point. */
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Why a rule is as loud as it is, in sentences: what was counted, then what follows. */
export function reasonsOf(why: Why, evidence: Evidence): string[] {
  return [countedWords(evidence), consequence(why, evidence)];
}

function countedWords({ notUseful, fixed, acknowledged, rate, lower, upper, windowDays }: Evidence): string {
  const all = notUseful + fixed + acknowledged;
  if (all === 0) return `nobody has judged it in the last ${windowDays} days`;
  return `${notUseful} of ${counted(all, 'label')} in ${windowDays} days say not useful: ${percent(rate)}, with 95 % certainty between ${percent(lower)} and ${percent(upper)}`;
}

function consequence(why: Why, { fixRate, suggestsFix, rate, limits }: Evidence): string {
  const comment = percent(limits.commentMaxRate);
  const block = percent(limits.blockMaxRate);
  switch (why) {
    case 'nothing-counted':
      return 'it starts afresh: it looks on';
    case 'too-noisy':
      return `certainly more than ${comment}: what it finds and is not urgent waits until it is trusted again`;
    case 'still-too-noisy':
      return `it lost its voice before, and ${percent(rate)} is still more than ${comment}`;
    case 'may-block':
      return `certainly less than ${block}, ${percent(fixRate)} were fixed and it says how: it may stop a merge where a guardrail says so`;
    case 'keeps-block':
      return `neither certainly less nor certainly more than ${block}: it keeps its mode`;
    case 'lost-block':
      return `${lostBlock(fixRate, suggestsFix, rate, limits)}: from now on it comments`;
    case 'may-comment':
      return `certainly less than ${comment}: it comments in pull requests`;
    case 'keeps-comment':
      return `neither certainly less nor certainly more than ${comment}: it keeps its mode`;
    case 'not-proven':
      return `not yet certainly less than ${comment}: it looks on`;
  }
}

function lostBlock(fixRate: number, suggestsFix: boolean, rate: number, limits: Evidence['limits']): string {
  if (!suggestsFix) return 'it no longer says how to fix what it finds';
  if (rate > limits.blockMaxRate) return `certainly more than ${percent(limits.blockMaxRate)}`;
  return `only ${percent(fixRate)} were fixed, of ${percent(limits.blockMinFixRate)} that blocking asks for`;
}
