import { toPublicId } from '../../../../kernel/ids.ts';
import { askForException } from '../../../policy/public.ts';
import type { BackDeps } from '../deps.ts';
import type { Command } from './parse-command.ts';
import type { Spoken } from './run-command.ts';
import { notOfAsks } from './subject.ts';

/** Asks to accept the risk of everything that the fix removes; who may grant it grants it by asking. */
export async function acceptRisk(
  deps: BackDeps,
  { actor, subject }: Spoken,
  { until, reason }: Extract<Command, { verb: 'accept-risk' }>,
): Promise<string> {
  if (subject.of === 'ask') throw notOfAsks();
  const made = await askForException(
    deps,
    {
      kind: 'accepted-risk',
      scope: { of: 'fix', fix: toPublicId('fix', subject.fixId) },
      reason,
      until,
      evidence: null,
      justification: null,
      duplicateOf: null,
      grant: true,
    },
    actor,
  );
  if (made.state === 'granted')
    return `Done: the risk of ${subject.key} is accepted until ${until} (${made.id}).`;
  const missing = made.words.some(({ word }) => word === 'granted') ? ' Your yes stands.' : '';
  return `Asked for, until ${until} (${made.id}).${missing} ${made.decides} Until they have said so, its date stays.`;
}
