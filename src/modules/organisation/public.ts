export { importOrganisation } from './import-organisation.ts';
export type { Registry, Team } from './registry.ts';
export { organisationRoutes } from './routes.ts';
export { ensureRepository, ensureTriageTeam, loadRegistry } from './service.ts';
export {
  type RepositoryRow,
  registryVersion,
  repositoryVersion,
  type Service,
  selectRepository as findRepository,
  selectServices as servicesOf,
  selectTeamsOf as teamsOf,
} from './store.ts';
