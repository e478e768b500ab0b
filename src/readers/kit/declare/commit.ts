import type { Observation } from '../../../kernel/observation.ts';
import type { Spec } from './fields.ts';
import { readingOf } from './reading.ts';
import type { Told } from './told.ts';

const COMMIT = /^[0-9a-f]{7,64}$/i;

/**
 * For `touch` of scanners of a history: says the commit. Set after the message was masked, because a commit looks
 * like a key; what is no commit is not said.
 */
export const inCommit = (spec: Spec): ((observation: Observation, told: Told) => void) => {
  const reading = readingOf(spec);
  return (observation, told) => {
    const commit = reading.text(told);
    if (commit === undefined || !COMMIT.test(commit)) return;
    observation.message = [observation.message, `Found in commit ${commit}.`].filter(Boolean).join('\n\n');
  };
};
