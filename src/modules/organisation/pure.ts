export { checkAgainst, didYouMean } from './checked.ts';
export {
  DATA_CLASSES,
  EXPOSURES,
  type Exposure,
  type OrganisationFile,
  organisationFile,
} from './organisation-file.ts';
export { type KnownKeys, type ParsedOrganisation, parseOrganisation } from './parse-organisation.ts';
export type { FileProblem, ProblemCode } from './problem.ts';
export { buildRegistry, type Registry, registryOf, type Team, TRIAGE } from './registry.ts';
export { suggest } from './suggest.ts';
export { ABOUT_LIMITS, KEY, readYaml, type YamlTree } from './yaml-tree.ts';
