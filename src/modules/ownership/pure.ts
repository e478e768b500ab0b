export { checkAbout, formProblems } from './check.ts';
export { CODEOWNERS_PLACES, codeownersOf, parseCodeowners } from './codeowners.ts';
export {
  compileOwnership,
  isAbout,
  isCatalogue,
  type OwnerRegistry,
  type OwnershipFacts,
  type OwnershipFile,
  type OwnershipMap,
  type ServiceFacts,
} from './compile.ts';
export { exposureOf, type ServiceExposure } from './exposure.ts';
export { type ResolvedOwner, resolveOwner } from './resolve.ts';
