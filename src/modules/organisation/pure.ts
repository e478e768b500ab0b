export { checkAgainst, didYouMean } from './checked.ts';
export {
  DATA_CLASSES,
  EXPOSURES,
  type Exposure,
  type OrganisationFile,
} from './organisation-file.ts';
export { parseOrganisation } from './parse-organisation.ts';
export type { FileProblem, ProblemCode } from './problem.ts';
export { type Registry, registryOf, type Team, TRIAGE } from './registry.ts';
export {
  addressOf,
  compileResourcePattern,
  domainName,
  RESOURCE_KINDS,
  type ResourceKind,
  type ResourcePattern,
} from './resource-pattern.ts';
export { type ResourceRule, resourceRulesOf } from './resource-rules.ts';
export { suggest } from './suggest.ts';
export { textGlob } from './text-glob.ts';
export { lowestUnitOfBoth, unitAndAbove } from './units.ts';
export { ABOUT_LIMITS, readYaml, type YamlTree } from './yaml-tree.ts';
