import type { Policy } from '../document/compile.ts';
import { judgeRule, type RuleLabels, type RuleVoice } from './judge.ts';

/** What it would take for the next change of a rule's voice. */
export interface NextStep extends RuleVoice {
  word: 'useful' | 'not-useful';
  labels: number;
}

/** Further away than this nobody waits for it. */
const FARTHEST = 10_000;
const LOUDNESS = { observe: 1, comment: 2, block: 3 };
const loudness = ({ mode, demoted }: RuleVoice): number => (demoted ? 0 : LOUDNESS[mode]);

/** How many more useful labels (fixed ones) make it louder, and how many more not useful ones quieter. Pure. */
export function nextSteps(labels: RuleLabels, state: RuleVoice, trust: Policy['trust']): NextStep[] {
  const now = loudness(state);
  const useful = (n: number) => judgeRule({ ...labels, fixed: labels.fixed + n }, state, trust);
  const noise = (n: number) => judgeRule({ ...labels, notUseful: labels.notUseful + n }, state, trust);
  const louder = fewest((n) => loudness(useful(n)) > now);
  const quieter = fewest((n) => loudness(noise(n)) < now);
  return [
    ...(louder === null ? [] : [stepTo('useful', louder, useful(louder))]),
    ...(quieter === null ? [] : [stepTo('not-useful', quieter, noise(quieter))]),
  ];
}

const stepTo = (word: NextStep['word'], labels: number, { mode, demoted }: RuleVoice): NextStep => ({
  word,
  labels,
  mode,
  demoted,
});

/** The smallest number from 1 on for which it holds; once it holds, it holds for all larger ones. */
function fewest(holds: (n: number) => boolean): number | null {
  let over = 1;
  while (!holds(over)) {
    over *= 2;
    if (over > FARTHEST) return null;
  }
  let under = over >> 1;
  while (over - under > 1) {
    const middle = (under + over) >> 1;
    if (holds(middle)) over = middle;
    else under = middle;
  }
  return over;
}

/** `4 more useful labels and it comments in pull requests`. */
export function stepWords({ word, labels, mode, demoted }: NextStep): string {
  const how = `${labels} more ${word === 'useful' ? 'useful' : 'not useful'} label${labels === 1 ? '' : 's'}`;
  if (demoted) return `${how} and what it finds waits, unless it is urgent`;
  if (mode === 'observe')
    return `${how} and it looks on${word === 'useful' ? ', without holding anything back' : ''}`;
  return `${how} and it ${mode === 'comment' ? 'comments in pull requests' : 'may stop a merge where a guardrail says so'}`;
}
