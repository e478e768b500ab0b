/** The second door: decisions of this slice, without I/O, cheap to load. */
export { contentOf, type Detail, detailOf, ResultsDigest } from './content.ts';
export { describeFix, type Fix, fixOf, shortName } from './fixes.ts';
export { type Keys, keysOf, packageOf, weaknessOf } from './keys.ts';
export { type Alignment, type How, type Known, type Seen, track } from './track.ts';
export { compareVersions, smallestFixing } from './versions.ts';
