import type { Decision } from '../../kernel/decision.ts';
import { nameOf } from '../../platform/hash.ts';
import type { Reason } from '../findings/public.ts';

/** Reasons in words as findings share them: the same words from the same source have the same id. */
export function reasonOf(because: readonly string[], source: string | null): Reason {
  return { id: nameOf('reason', `${source}\n${because.join('\n')}`), because, source, facts: null };
}

/** The reasons of a decision, with the facts that let it be replayed. */
export function decisionReason({ because, policy, basis }: Decision): Reason {
  const facts = JSON.stringify(basis);
  return {
    id: nameOf('decision', `${policy}\n${because.join('\n')}\n${facts}`),
    because,
    source: policy,
    facts: basis,
  };
}
