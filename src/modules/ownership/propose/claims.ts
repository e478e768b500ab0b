import { CODEOWNERS_PLACES } from '../codeowners.ts';
import { compileOwnership, type OwnerRegistry, type OwnershipFile } from '../compile.ts';
import { isAbout } from '../forms/forms.ts';
import { resolveOwner } from '../resolve.ts';
import { type TeamNames, teamNames } from '../team-names.ts';
import { type Claim, type Evidence, NO_EVIDENCE, percent, plain } from './evidence.ts';

/** A line somebody reviewed is the best there is, short of the file itself. */
const CODEOWNERS_STRENGTH = 0.9;
const DESCRIPTOR_STRENGTH = 0.85;
/** Who may do everything to a repository need not be who works in it. */
const ADMIN_STRENGTH = 0.6;
const LEAST_SHARE = 0.05;
const REPOSITORY = { key: '', unitKey: null };

/** What a file would call a team, and whether the list of teams has it. */
function written(handle: string, names: TeamNames | null): { owner: string; known: boolean | null } {
  const found = names?.find(handle);
  return found?.ok ? { owner: found.key, known: true } : { owner: plain(handle), known: names && false };
}

/** `@org/team`, `@group/sub/team`; a handle without a slash is a person's, unless the list of teams has it. */
const isTeamHandle = (handle: string) => /^@[^/\s]+\//.test(handle);

interface Share {
  files: number;
  handle: string;
  /** The line of CODEOWNERS that says so first. */
  where: string;
}

/**
 * Which teams CODEOWNERS names for the files of a place, by their share.
 * @param files all ownership files of the repository
 * @param paths all files of the place, from the root of the repository
 */
export function codeownersEvidence(
  files: readonly OwnershipFile[],
  paths: readonly string[],
  registry: OwnerRegistry | null,
): Evidence {
  const own = files.filter(({ path }) => CODEOWNERS_PLACES.includes(path));
  if (own.length === 0 || paths.length === 0) return NO_EVIDENCE;
  const map = compileOwnership({ repository: REPOSITORY, registry, files: own });
  const names = registry && teamNames(registry);
  const teams = new Map<string, Share>();
  const people = new Map<string, Share>();
  for (const path of paths) {
    const { codeowners, because } = resolveOwner(map, path);
    const [first] = codeowners ?? [];
    if (!codeowners || first === undefined) continue;
    const team =
      (names && codeowners.find((handle) => names.find(handle).ok)) ?? codeowners.find(isTeamHandle);
    const [into, key] = team ? [teams, written(team, names).owner] : [people, first];
    const share = into.get(key);
    if (share) share.files++;
    else into.set(key, { files: 1, handle: team ?? first, where: lineIn(because) });
  }
  const told = (shares: Iterable<Share>) =>
    [...shares].filter((share) => share.files / paths.length >= LEAST_SHARE);
  const said = (share: Share, what: string) =>
    `${share.where} names ${plain(share.handle)}${what} for ${ofFiles(share, paths.length)}`;
  return {
    claims: told(teams.values()).map((share) => ({
      source: 'CODEOWNERS',
      ...written(share.handle, names),
      strength: (CODEOWNERS_STRENGTH * share.files) / paths.length,
      why: said(share, ''),
    })),
    remarks: told(people.values())
      .slice(0, 3)
      .map((share) => said(share, ', a person,')),
  };
}

const lineIn = (because: readonly string[]) =>
  /\S*CODEOWNERS:\d+/.exec(because.join(' '))?.[0] ?? 'CODEOWNERS';

const ofFiles = ({ files }: Share, all: number) =>
  all === 1 ? 'the one file' : `${percent(files / all)} of ${all} files`;

/** What another form of descriptor at the root says, such as catalog-info.yaml. */
export function descriptorEvidence(
  files: readonly OwnershipFile[],
  registry: OwnerRegistry | null,
): Evidence {
  const others = files.filter(({ path }) => !isAbout(path) && !CODEOWNERS_PLACES.includes(path));
  const answer = resolveOwner(compileOwnership({ repository: REPOSITORY, registry, files: others }), null);
  if (answer.unowned) return NO_EVIDENCE;
  const [why = ''] = answer.because;
  const claim: Claim = {
    source: 'descriptor',
    owner: answer.team,
    known: registry && true,
    strength: DESCRIPTOR_STRENGTH,
    why: plain(why.slice(why.indexOf(', because ') + ', because '.length)),
  };
  return { claims: [claim], remarks: [] };
}

/** @param handles of the teams that administer the repository, as the code host writes them: @org/team */
export function adminTeamEvidence(handles: readonly string[], registry: OwnerRegistry | null): Evidence {
  const names = registry && teamNames(registry);
  const claims = handles.map(
    (handle): Claim => ({
      source: 'admin team',
      ...written(handle, names),
      // A repository that many administer is nobody's by that.
      strength: ADMIN_STRENGTH / handles.length,
      why: `${plain(handle)} administers the repository`,
    }),
  );
  return { claims, remarks: [] };
}
