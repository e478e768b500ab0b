export { importOrganisation } from './import-organisation.ts';
export type { Registry } from './registry.ts';
export { organisationRoutes } from './routes.ts';
export { ensureRepository, ensureTriageTeam, loadRegistry } from './service.ts';
export {
  registryVersion,
  repositoryVersion,
  selectRepository as findRepository,
  selectServices as servicesOf,
  selectTeamsOf as teamsOf,
} from './store.ts';
export { lowestUnitOfBoth, type Unit, unitAndAbove } from './units.ts';
