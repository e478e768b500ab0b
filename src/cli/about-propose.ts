import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import {
  aboutPlace,
  type Candidate,
  draftAbout,
  foldersOfTheirOwn,
  type ManifestFacts,
  type Proposal,
  resolveOwner,
} from '../modules/ownership/pure.ts';
import { openRepository, ownersIn, placeEvidence, type Repository } from './about-evidence.ts';
import { shown } from './about-output.ts';
import type { Io } from './io.ts';
import { isRealFolder } from './ownership-files.ts';

export interface AboutProposeOptions {
  teams?: string;
  adminTeam?: string[];
  deep?: boolean;
  write?: boolean;
  json?: boolean;
}

interface Draft {
  path: string;
  proposal: Proposal;
  facts: ManifestFacts;
  content: string;
}

/** Each folder is one look into the history. */
const MAX_FOLDERS = 100;

/**
 * `about propose [DIR]`: drafts an about.yaml for a repository that has none; with `--deep` also for folders
 * that another team works on. Reads files and git's history, and runs nothing of the repository.
 * @returns 1 when there is not enough to name the owner of the repository, else 0
 * @throws AppError LK-USAGE, LK-VALIDATION
 */
export async function aboutProposeCommand(
  folder: string,
  options: AboutProposeOptions,
  io: Io,
  now: Date = new Date(),
): Promise<number> {
  const repository = await openRepository(folder, options, now);
  const place = aboutPlace(repository.files, '');
  const root = place.taken ? null : await draft(repository, '', place.path);
  if (place.taken)
    io.err(`${place.path} is there already; \`lanekeeper about check\` tells whether it is in order`);
  const below = options.deep ? await draftsBelow(repository, root, io) : [];
  const drafts = root ? [root, ...below] : below;
  for (const each of drafts) {
    if (options.json) io.out(JSON.stringify(answerOf(each)));
    if (options.write) await write(folder, each, io);
    else if (!options.json)
      io.out(`${drafts.length > 1 ? `# --- ${shown(each.path)}\n` : ''}${each.content.trimEnd()}`);
  }
  return root && !root.proposal.owner ? 1 : 0;
}

async function draft(repository: Repository, folder: string, path: string): Promise<Draft> {
  const { proposal, facts } = await placeEvidence(repository, folder);
  return { path, proposal, facts, content: draftAbout(proposal, facts) };
}

/** Only where somebody else is at work: a folder without a file belongs to whoever owns what is around it. */
async function draftsBelow(repository: Repository, root: Draft | null, io: Io): Promise<Draft[]> {
  const free = foldersOfTheirOwn(repository.paths).filter(
    (each) => !aboutPlace(repository.files, each).taken,
  );
  if (free.length > MAX_FOLDERS) io.err(`looked at the first ${MAX_FOLDERS} of ${free.length} folders`);
  const owners = ownersIn(repository);
  const drafts: Draft[] = [];
  for (const folder of free.slice(0, MAX_FOLDERS)) {
    const around = root ? root.proposal.owner?.owner : resolveOwner(owners, `${folder}/x`).team;
    const found = await draft(repository, folder, aboutPlace(repository.files, folder).path);
    const { owner } = found.proposal;
    if (owner && owner.owner !== around) drafts.push(found);
    else
      io.err(
        `${shown(folder)}: ${owner ? `needs no file, ${owner.owner} owns what is around it` : 'not enough to tell it from what is around it'}`,
      );
  }
  return drafts;
}

/** The keys of `--json`. */
function answerOf({ path, proposal, facts, content }: Draft) {
  const { owner, alternatives, remarks } = proposal;
  return {
    path,
    owner: owner?.owner ?? null,
    confidence: owner?.confidence ?? 0,
    evidence: owner ? evidenceOf(owner) : [],
    alternatives: alternatives.map((each) => ({
      owner: each.owner,
      confidence: each.confidence,
      known: each.known,
      evidence: evidenceOf(each),
    })),
    remarks,
    name: facts.name?.value ?? null,
    type: facts.type?.value ?? null,
    content,
  };
}

const evidenceOf = ({ claims }: Candidate) =>
  claims.map(({ source, why, strength }) => ({ source, why, strength: Math.round(strength * 100) / 100 }));

/** Only what names an owner is written, only where nothing is, and never through a link. */
async function write(repository: string, { path, proposal, content }: Draft, io: Io): Promise<void> {
  if (!proposal.owner) {
    io.err(`${shown(path)} is not written: ${proposal.remarks.at(-1)}`);
    return;
  }
  if (!(await isRealFolder(repository, path.slice(0, Math.max(0, path.lastIndexOf('/'))))))
    throw new AppError('LK-USAGE', `${shown(path)} would be written through a link`);
  await writeFile(join(repository, path), content, { flag: 'wx' }).catch((cause: unknown) => {
    throw new AppError('LK-USAGE', `${shown(path)} cannot be written`, { cause });
  });
  io.err(`${shown(path)} written: ${proposal.owner.owner}, confidence ${proposal.owner.confidence}`);
}
