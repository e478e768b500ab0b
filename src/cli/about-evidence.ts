import { AppError } from '../kernel/errors.ts';
import {
  adminTeamEvidence,
  codeownersEvidence,
  committerEvidence,
  compileOwnership,
  descriptorEvidence,
  type Evidence,
  HISTORY_DAYS,
  type KnownPeople,
  type KnownPerson,
  knownPeople,
  MANIFESTS,
  type ManifestFacts,
  manifestFacts,
  NO_EVIDENCE,
  type OwnershipFile,
  type OwnershipMap,
  type Proposal,
  propose,
  together,
} from '../modules/ownership/pure.ts';
import { authorsSince } from './git/authors.ts';
import {
  findOwnershipFiles,
  pathsIn,
  repositoryOf,
  type TeamsFile,
  teamsOf,
  textOf,
} from './ownership-files.ts';

/** A repository with all that a guess may look at. */
export interface Repository {
  folder: string;
  files: OwnershipFile[];
  /** All its files, from its root. */
  paths: string[];
  teams: TeamsFile | null;
  people: KnownPeople | null;
  adminTeams: string[];
  now: Date;
}

const HANDLE = /^@?\w[\w.-]*(\/\w[\w.-]*)*$/;
const MAX_MANIFEST_BYTES = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

/** @throws AppError LK-USAGE, LK-VALIDATION */
export async function openRepository(
  folder: string,
  options: { teams?: string; adminTeam?: string[] },
  now: Date,
): Promise<Repository> {
  const adminTeams = [...new Set(options.adminTeam ?? [])];
  const odd = adminTeams.find((handle) => !HANDLE.test(handle));
  if (odd !== undefined) throw new AppError('LK-USAGE', `--admin-team ${odd} is no handle such as @org/team`);
  const teams = options.teams ? await teamsOf(options.teams) : null;
  const { files } = await findOwnershipFiles(folder);
  const { wanted: paths } = await pathsIn(folder, () => true);
  return { folder, files, paths, teams, people: teams && knownPeople(peopleOf(teams)), adminTeams, now };
}

/** People with their teams, and who is a team's manager or champion. */
function peopleOf({ document, registry }: TeamsFile): KnownPerson[] {
  const listed = document.people.map(({ email, name, teams }) => ({
    email,
    name,
    teams: (teams ?? []).map(({ team }) => team),
  }));
  const known = new Set(
    listed.filter(({ teams }) => teams.length > 0).map(({ email }) => email.toLowerCase()),
  );
  const leading = registry.teams.flatMap(({ key, manager, champion }) =>
    [manager, champion].flatMap((email) =>
      email?.includes('@') && !known.has(email.toLowerCase()) ? [{ email, name: '', teams: [key] }] : [],
    ),
  );
  return [...listed, ...leading];
}

/** Who owns what by the files that are there. */
export const ownersIn = ({ folder, files, teams }: Repository): OwnershipMap =>
  compileOwnership({ repository: repositoryOf(folder, teams), registry: teams?.registry ?? null, files });

/** All evidence on one folder, and what it comes to. @param folder from the root, '' is the repository */
export async function placeEvidence(
  repository: Repository,
  folder: string,
): Promise<{ proposal: Proposal; facts: ManifestFacts }> {
  const registry = repository.teams?.registry ?? null;
  const inside =
    folder === '' ? repository.paths : repository.paths.filter((path) => path.startsWith(`${folder}/`));
  const evidence = together(
    codeownersEvidence(repository.files, inside, registry),
    // What is said of a repository as a whole says nothing of one of its folders.
    folder === '' ? descriptorEvidence(repository.files, registry) : NO_EVIDENCE,
    folder === '' ? adminTeamEvidence(repository.adminTeams, registry) : NO_EVIDENCE,
    await historyEvidence(repository, folder),
  );
  return { proposal: propose(evidence), facts: await factsOf(repository, folder) };
}

async function historyEvidence(repository: Repository, folder: string): Promise<Evidence> {
  const since = new Date(repository.now.getTime() - HISTORY_DAYS * DAY_MS);
  const read = await authorsSince(repository.folder, folder, since);
  if (read.state === 'unknown') return { claims: [], remarks: [`the history tells nothing (${read.why})`] };
  const history = { commits: read.commits, shallow: read.shallow };
  return committerEvidence(history, repository.people, repository.now);
}

async function factsOf({ folder: root }: Repository, folder: string): Promise<ManifestFacts> {
  const manifests = new Map<string, string>();
  for (const name of MANIFESTS) {
    const text = await textOf(root, folder === '' ? name : `${folder}/${name}`, MAX_MANIFEST_BYTES);
    if (text !== null) manifests.set(name, text);
  }
  return manifestFacts(manifests);
}
