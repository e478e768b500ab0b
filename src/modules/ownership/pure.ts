export { checkAbout } from './check/check.ts';
export type { PullVerdict } from './check/pull-check.ts';
export { judgePullFiles, type PullFiles, type PullReport } from './check/pull-sides.ts';
export {
  compileOwnership,
  type OwnershipFile,
  type OwnershipMap,
  type ServiceFacts,
} from './compile.ts';
export { exposureOf } from './exposure.ts';
export { readDescriptor } from './forms/forms.ts';
export { isOwnershipFile } from './forms/ownership-file.ts';
export { adminTeamEvidence, codeownersEvidence, descriptorEvidence } from './propose/claims.ts';
export { committerEvidence, HISTORY_DAYS } from './propose/committers.ts';
export { draftAbout } from './propose/draft.ts';
export { type Evidence, NO_EVIDENCE, together } from './propose/evidence.ts';
export { type KnownPeople, type KnownPerson, knownPeople } from './propose/known-people.ts';
export { MANIFESTS, type ManifestFacts, manifestFacts } from './propose/manifest.ts';
export { aboutPlace, foldersOfTheirOwn } from './propose/place.ts';
export { type Candidate, type Proposal, propose } from './propose/propose.ts';
export { type ResolvedOwner, resolveOwner } from './resolve.ts';
export { assetsIn } from './resources/assets.ts';
export { compileResources, linkedTo } from './resources/compile-resources.ts';
export { resourcePlaceOfKey } from './resources/place.ts';
export { resolveResource } from './resources/resolve-resource.ts';
export { type Found, type TargetGround, TargetOwners, type Whose } from './resources/target-owners.ts';
