/** The pure door of policy: how urgent, by when, to whom, and why; no I/O, no clock. */

export { decide } from './deciding/decide.ts';
export {
  type Basis,
  type Facts,
  type FactsInput,
  factsSchema,
  hasFix,
  type Intel,
  isExploited,
  NOT_JUDGED,
  PLAIN_CLOCKS,
} from './deciding/facts.ts';
export {
  BLANK_SERVICE,
  basisOf,
  clocksOf,
  factsOfStored,
  type StoredClock,
  type StoredFinding,
} from './deciding/stored-facts.ts';
export { checkPolicy } from './document/check.ts';
export { compilePolicy, type Policy } from './document/compile.ts';
export { DEFAULT_POLICY } from './document/default-policy.ts';
export type { PolicyProblem } from './document/parse.ts';

export { type IntelMap, intelOf, NO_INTEL } from './intelligence/intel.ts';
export { escalationMoment } from './pacing/escalation-moment.ts';
export { pace, type WantingTicket } from './pacing/pace.ts';
export { prioritiesOf, ratedFacts } from './pacing/rated-facts.ts';
export { waitWords } from './pacing/wait-words.ts';
export { dayWords, weekStart } from './pacing/week.ts';
export { type TrustMap, trustOf } from './trust/trust-map.ts';
