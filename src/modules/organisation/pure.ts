export {
  DATA_CLASSES,
  EXPOSURES,
  type Exposure,
  type OrganisationFile,
  organisationFile,
  type TeamEntry,
} from './organisation-file.ts';
