/** The door to CVSS scores: also slices ask, where a tool told a vector and no score. */
export { scoreOfVectors } from './kit/cvss-score.ts';
