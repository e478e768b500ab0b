import { type Facts, NOT_JUDGED } from '../deciding/facts.ts';

type Trust = Facts['trust'];

/** How loud the rules of one tool may be, by the tool's name of the rule. */
export type TrustMap = ReadonlyMap<string, Trust>;

// One object for each voice: decisions that share their facts are told apart by them.
const shared = new Map<string, Trust>();

export function sharedTrust(mode: Trust['mode'], demoted: boolean): Trust {
  const key = `${mode} ${demoted}`;
  let trust = shared.get(key);
  if (!trust) {
    trust = Object.freeze({ mode, demoted });
    shared.set(key, trust);
  }
  return trust;
}

/** @returns what is known of a rule; `NOT_JUDGED` where nothing is, as for most */
export const trustOf = (known: TrustMap | undefined, rule: string): Trust => known?.get(rule) ?? NOT_JUDGED;
