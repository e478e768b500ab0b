/** The pure door of policy: how urgent, by when, to whom, and why; no I/O, no clock. */
export { compilePolicy, type Policy } from './compile.ts';
export { decide } from './decide.ts';
export { DEFAULT_POLICY } from './default-policy.ts';
export { type Facts, type FactsInput, factsSchema, type Intel } from './facts.ts';
export { type IntelMap, intelOf, NO_INTEL } from './intel.ts';
