import { PRIORITIES } from '../../../kernel/decision.ts';
import type { ExceptionKind } from './extent.ts';

const KIND_WORDS: Record<ExceptionKind, string> = {
  'false-positive': 'a false positive',
  'accepted-risk': 'risk accepted',
  mitigated: 'mitigated',
  duplicate: 'a duplicate',
};

/** `2027-03-01` */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * Who let it off, as what and until when: "risk accepted by Ada Lovelace and Sam Lee until 2027-03-01". For the ticket
 * after "Closed: ", and for histories.
 */
export function grantedWords(
  kind: ExceptionKind,
  by: readonly string[],
  expiresAt: Date | null,
  duplicateOf: string | null = null,
): string {
  const who = by.join(' and ') || 'Lanekeeper';
  const until = expiresAt ? ` until ${dayOf(expiresAt)}` : '';
  if (kind === 'duplicate')
    return `a duplicate${duplicateOf ? ` of ${duplicateOf}` : ''}, says ${who}${until}`;
  return kind === 'accepted-risk'
    ? `${KIND_WORDS[kind]} by ${who}${until}`
    : `${KIND_WORDS[kind]}, says ${who}${until}`;
}

/** Why something that has become more urgent is not covered any more. */
export const aboveWords = ({ priority }: { priority: number }): string =>
  `it is ${PRIORITIES[priority] ?? 'P0'} now: more urgent than what was accepted, so it has to be decided anew`;
