export { applyDirectory } from './directory/apply-directory.ts';
export { type SyncEnd, syncDirectory } from './directory/sync.ts';
export type { DirectoryDeps } from './directory/sync-deps.ts';
export {
  DIRECTORY_CRON,
  directoryChanged,
  followDirectoryHint,
  syncAllDirectoriesJob,
  syncDirectoryJob,
} from './directory/sync-jobs.ts';
export { directoryRoutes } from './directory/sync-routes.ts';
export {
  type HeldRepository,
  type Recorded,
  recordHostRepositories,
  repositoriesOf,
} from './host-repositories.ts';
export {
  archiveGone,
  lockCommits,
  noteFilesRead,
  type RepositoryToRead,
  selectOneToRead,
  selectTheseToRead,
  selectToRead,
} from './host-repository-store.ts';
export { importOrganisation } from './import-organisation.ts';
export { placeOfTeam } from './place-of-team.ts';
export type { Registry } from './registry.ts';
export { findRepositoriesByAddress, findServicesByName, type NamedPlace } from './repository-names.ts';
export { resourceRulesVersion, selectResourceRules } from './resource-store.ts';
export { organisationRoutes } from './routes.ts';
export { scimRoutes } from './scim/routes.ts';
export { ensureRepository, ensureTriageTeam, loadRegistry } from './service.ts';
export {
  registryVersion,
  repositoryVersion,
  repositoryVersions,
  selectRepository as findRepository,
  selectServices as servicesOf,
} from './store.ts';
export { selectTeamsOf as teamsOf } from './store-members.ts';
export { findTeam } from './store-teams.ts';
export { teamRoutes } from './team-routes.ts';
