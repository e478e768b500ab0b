/** The second door: decisions of this slice, without I/O, cheap to load. */
export { type BaseState, baseWords } from './base-images.ts';
export { PLAIN_CLOCK, sameClock, sameTime } from './clocks/clock.ts';
export { contentOf, type Detail, detailOf, ResultsDigest } from './content.ts';
export { nameOfVulnerability } from './correlation/aliases.ts';
export { closestOf } from './correlation/cwe.ts';
export { exemptOf, NOT_EXEMPT } from './exceptions/exempt.ts';
export { isUnder } from './exceptions/extent.ts';
export { fixOf, purlTypeOf, shortName } from './fixes.ts';
export { keysOf, packageOf } from './keys.ts';
export { fixForOwner } from './moved-fix.ts';
export { type Hints, type Known, type Seen, track } from './track.ts';
export { mayBreak } from './versions/may-break.ts';
