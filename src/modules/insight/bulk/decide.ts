import type { BulkAction } from '../../../contract/bulk.ts';
import { CLOSING_ROLES } from '../../../contract/findings.ts';
import { type Actor, type Place, refusal } from '../../access/public.ts';
import { objectionToClosing } from '../../findings/public.ts';
import type { ChosenFinding } from './chosen.ts';

/** What will be done, and why not to the others: reasons with the number of findings each holds back. */
export interface Decision {
  will: string[];
  leftOut: { because: string; n: number }[];
}

/** Decides item by item. Pure. */
export function decideBulk(
  action: BulkAction,
  findings: readonly ChosenFinding[],
  actor: Actor,
  placeOf: (teamId: string) => Place,
): Decision {
  const will: string[] = [];
  const held = new Map<string, number>();
  for (const finding of findings) {
    const because = objection(action, finding, actor, placeOf);
    if (because === null) will.push(finding.id);
    else held.set(because, (held.get(because) ?? 0) + 1);
  }
  const leftOut = [...held].map(([because, n]) => ({ because, n })).sort((a, b) => b.n - a.n);
  return { will, leftOut };
}

function objection(
  action: BulkAction,
  finding: ChosenFinding,
  actor: Actor,
  placeOf: (teamId: string) => Place,
): string | null {
  switch (action.kind) {
    case 'not-useful':
      if (finding.kind === 'manual') return 'a person found it, no rule: there is none to judge';
      return finding.saidNotUseful ? 'you said so already' : null;
    case 'exception':
      if (finding.state === 'excepted') return 'it has an exception already';
      if (finding.state === 'fixed') return 'it is fixed already';
      return finding.asked ? 'an exception is asked for already' : null;
    case 'close': {
      const found =
        finding.kind === 'manual' && actor.personId !== null && actor.personId === finding.finderId;
      const refused = refusal(actor, { scope: 'admin', roles: CLOSING_ROLES }, placeOf(finding.teamId));
      // The kind first: what nobody may close by hand is no question of rights.
      return objectionToClosing(finding, action.how)?.message ?? (refused && !found ? refused : null);
    }
  }
}

const DOES: Record<BulkAction['kind'], string> = {
  'not-useful': 'Says “not useful” of',
  exception: 'Asks for an exception for',
  close: 'Closes',
};

/** "Closes 12 of 14 findings." Pure. */
export const bulkSentence = (kind: BulkAction['kind'], will: number, chosen: number): string =>
  will === chosen
    ? `${DOES[kind]} ${will === 1 ? '1 finding' : `${will.toLocaleString('en-US')} findings`}.`
    : `${DOES[kind]} ${will.toLocaleString('en-US')} of ${chosen.toLocaleString('en-US')} findings.`;
