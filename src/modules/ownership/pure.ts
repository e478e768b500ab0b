export { checkAbout } from './check.ts';
export { CODEOWNERS_PLACES } from './codeowners.ts';
export {
  compileOwnership,
  type OwnershipFile,
  type OwnershipMap,
  type ServiceFacts,
} from './compile.ts';
export { exposureOf } from './exposure.ts';
export type {
  ContactWish,
  DescribedService,
  Descriptor,
  OwnerClaim,
  ReadDescriptor,
} from './forms/descriptor.ts';
export { isAbout, readDescriptor } from './forms/forms.ts';
export { isOwnershipFile } from './forms/ownership-file.ts';
export { judgePull, type PullRow, type PullSide, type PullVerdict } from './pull-check.ts';
export { judgePullFiles, type PullFiles, type PullReport } from './pull-sides.ts';
export { type ResolvedOwner, resolveOwner } from './resolve.ts';
