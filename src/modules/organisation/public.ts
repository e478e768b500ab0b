export { importOrganisation } from './import-organisation.ts';
export type { Registry } from './registry.ts';
export { resourceRulesVersion, type StoredResourceRule, selectResourceRules } from './resource-store.ts';
export { organisationRoutes } from './routes.ts';
export { ensureRepository, ensureTriageTeam, loadRegistry } from './service.ts';
export {
  registryVersion,
  repositoryVersion,
  selectRepository as findRepository,
  selectServices as servicesOf,
} from './store.ts';
export { selectTeamsOf as teamsOf } from './store-members.ts';
export { lowestUnitOfBoth, type Unit, unitAndAbove } from './units.ts';
