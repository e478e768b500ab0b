import type { ToldState } from '../../kernel/observation.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';

const STATES: Readonly<Record<string, ToldState['state']>> = {
  RESOLVED: 'fixed',
  IGNORED: 'suppressed',
  REJECTED: 'false-positive',
};

/** Why Wiz does not count it as open, with the reason that was given there. */
export const stateOf =
  (status: string, reason: readonly string[]) =>
  (told: Told): ToldState | undefined => {
    const word = textOf(status, told);
    const state = own(STATES, word?.toUpperCase() ?? '');
    return state && { state, reason: textOf(reason, told) ?? `${word?.toLowerCase()} in Wiz` };
  };
