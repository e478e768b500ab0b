export { checkAbout, isOwnershipFile } from './check.ts';
export { CODEOWNERS_PLACES } from './codeowners.ts';
export {
  compileOwnership,
  isAbout,
  isCatalogue,
  type OwnershipFile,
  type OwnershipMap,
  type ServiceFacts,
} from './compile.ts';
export { exposureOf } from './exposure.ts';
export { judgePull, type PullRow, type PullSide, type PullVerdict } from './pull-check.ts';
export { judgePullFiles, type PullFiles, type PullReport } from './pull-sides.ts';
export { type ResolvedOwner, resolveOwner } from './resolve.ts';
