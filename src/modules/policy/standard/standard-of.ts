import type { Standard, Standing } from '../../../contract/standard.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import type { Facts } from '../deciding/facts.ts';
import type { Policy } from '../document/compile.ts';
import { plainWords } from '../document/plain-words.ts';
import type { PolicyDocument } from '../document/schema.ts';
import { demandsOf } from './demands.ts';
import { nextQuarter } from './next-quarter.ts';
import { DONE, exceptionWords, toldWords, withoutFixWords } from './words.ts';

interface Asked {
  policy: Policy;
  /** The same as it is written: what has no plain words is told as it stands there. */
  document: PolicyDocument;
  place: Standard['place'];
  /** Null for the house as a whole. */
  service: Facts['service'] | null;
  standing: Standing;
}

/** What is asked of a place, by when, and where it stands: the policy in force in plain words. Pure. */
export function standardOf({ policy, document, place, service, standing }: Asked, now: Date): Standard {
  return {
    policy: policy.label,
    place,
    demands: service === null ? demandsOfHouse(policy, document) : demandsOf(policy, document, service),
    ...everywhere(policy, document),
    now: standing,
    next: nextQuarter(standing, now, policy.deadlines.timeZone),
  };
}

/** The same for every place. */
const everywhere = perPolicy((policy, document) => ({
  priorities: prioritiesOf(policy, document),
  done: [...DONE],
  withoutFix: withoutFixWords(policy, document),
  exceptions: exceptionWords(policy),
  told: toldWords(policy, document),
}));

const demandsOfHouse = perPolicy((policy, document) => demandsOf(policy, document, null));

/** A policy never changes once it is compiled, and neither do the words for it. */
function perPolicy<Made>(make: (policy: Policy, document: PolicyDocument) => Made) {
  const kept = new WeakMap<Policy, Made>();
  return (policy: Policy, document: PolicyDocument): Made => {
    const made = kept.get(policy) ?? make(policy, document);
    kept.set(policy, made);
    return made;
  };
}

const prioritiesOf = (policy: Policy, document: PolicyDocument): Standard['priorities'] =>
  PRIORITIES.map((priority) => ({
    priority,
    rules: policy.rules.flatMap((rule, index) =>
      rule.priority === priority
        ? [
            {
              id: rule.id,
              words: plainWords(rule.condition.ast, document.priority[index]?.when ?? ''),
              because: rule.because,
            },
          ]
        : [],
    ),
  })).filter(({ rules }) => rules.length > 0);
