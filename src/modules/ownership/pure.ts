export { checkAbout } from './check.ts';
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
export { type ResolvedOwner, resolveOwner } from './resolve.ts';
