import type { ToldState } from '../../kernel/observation.ts';
import type { Told } from './declare/told.ts';
import { textOf } from './declare/values.ts';
import { own } from './values.ts';

/** Why GitLab's people dismiss ("Vulnerability dismissal reasons"). */
const REASONS: Readonly<Record<string, ToldState['state']>> = {
  false_positive: 'false-positive',
  not_applicable: 'false-positive',
  acceptable_risk: 'accepted',
  mitigating_control: 'accepted',
  used_in_tests: 'accepted',
};

/** What GitLab's people say of a vulnerability, where a list of those is read in the form of a report. */
export function gitlabState(told: Told): ToldState | undefined {
  const state = textOf('state', told)?.toLowerCase();
  if (state === 'resolved') return { state: 'fixed' };
  if (state !== 'dismissed') return undefined;
  const reason = textOf('dismissal_reason', told)?.toLowerCase();
  const said = [(reason ?? 'dismissed').replaceAll('_', ' '), textOf('state_comment', told)];
  return { state: own(REASONS, reason ?? '') ?? 'accepted', reason: said.filter(Boolean).join(': ') };
}
