import type { Observation } from '../../../kernel/observation.ts';
import type { Spec } from './fields.ts';
import { readingOf } from './reading.ts';
import type { Told } from './told.ts';

const COMMIT = /^[0-9a-f]{7,64}$/i;

/** For `instance`, where the same secret is told for every commit of a history: what is no commit is left out. */
export const commitOf = (spec: Spec): ((told: Told) => string | undefined) => {
  const reading = readingOf(spec);
  return (told) => {
    const commit = reading.text(told);
    return commit !== undefined && COMMIT.test(commit) ? commit : undefined;
  };
};

/**
 * For `touch` of scanners of a history: says the commit. Set after the message was masked, because a commit looks
 * like a key; what is no commit is not said.
 */
export const inCommit = (spec: Spec): ((observation: Observation, told: Told) => void) => {
  const commitIn = commitOf(spec);
  return (observation, told) => {
    const commit = commitIn(told);
    if (commit === undefined) return;
    observation.message = [observation.message, `Found in commit ${commit}.`].filter(Boolean).join('\n\n');
  };
};
