import { isAbsolute, relative, resolve } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import { compileOwnership, type ResolvedOwner, resolveOwner } from '../modules/ownership/pure.ts';
import type { Io } from './io.ts';
import { linesOf } from './lines.ts';
import { ownerOfResource } from './owner-of-resource.ts';
import { ownershipFilesOf, repositoryOf, teamsOf } from './ownership-files.ts';

export interface OwnerOptions {
  repo?: string;
  teams?: string;
  /** `kind:key`, instead of paths. */
  resource?: string;
  json?: boolean;
}

type Input = AsyncIterable<Buffer | string>;

/**
 * `owner PATH…`: who owns each path of a repository, and why; without a server. The paths are relative to
 * `--repo` and need not exist; `-` stands for those of the standard input, one to a line. With `--resource`: who owns what is not a path.
 * @param input the standard input
 * @throws AppError LK-USAGE, LK-VALIDATION
 */
export async function ownerCommand(
  paths: string[],
  options: OwnerOptions,
  io: Io,
  input: Input = process.stdin,
): Promise<number> {
  const folder = options.repo ?? '.';
  const teams = options.teams ? await teamsOf(options.teams) : null;
  const files = await ownershipFilesOf(folder);
  if (options.resource !== undefined) {
    if (paths.length > 0 || !teams)
      throw new AppError('LK-USAGE', '--resource stands alone, with --teams FILE: its rules say whose it is');
    const found = ownerOfResource(options.resource, teams, { folder, files });
    io.out(options.json ? resourceInJson(options.resource, found) : tell(options.resource, found));
    return 0;
  }
  if (paths.length === 0)
    throw new AppError('LK-USAGE', 'name a path, - for those of the standard input, or --resource KIND:KEY');
  const map = compileOwnership({
    repository: repositoryOf(folder, teams),
    registry: teams?.registry ?? null,
    files,
  });
  const root = resolve(folder);
  const answer = (path: string): string => {
    const found = resolveOwner(map, isAbsolute(path) ? relative(root, path) : path);
    return options.json ? JSON.stringify(answerOf(path, found)) : tell(path, found);
  };
  for (const path of paths) {
    if (path !== '-') io.out(answer(path));
    else await answerLines(input, answer, io);
  }
  return 0;
}

/** A piece of the input at a time, and no faster than the answers are taken. */
async function answerLines(input: Input, answer: (path: string) => string, io: Io): Promise<void> {
  for await (const lines of linesOf(input)) {
    const answers = lines.filter((path) => path !== '').map(answer);
    if (answers.length > 0) io.out(answers.join('\n'));
    await io.drained?.();
  }
}

/** The stable keys of `--json`. */
function answerOf(path: string, { team, source, because, unowned, codeowners, contact }: ResolvedOwner) {
  const { queue, channel, oncall } = contact;
  return { path, owner: team, source, because, unowned, codeowners, contact: { queue, channel, oncall } };
}

function resourceInJson(resource: string, found: ResolvedOwner): string {
  const { path: _, ...answer } = answerOf('', found);
  return JSON.stringify({ resource, ...answer });
}

function tell(path: string, { because, contact, unowned }: ResolvedOwner): string {
  const reach = [
    contact.queue && `queue ${contact.queue}`,
    contact.channel && `channel ${contact.channel}`,
    contact.oncall && `on call ${contact.oncall}`,
  ].filter(Boolean);
  const [first = '', ...others] = because;
  const lines = [`${path}: ${first}${unowned ? ' (unowned)' : ''}`, ...others.map((line) => `  - ${line}`)];
  if (reach.length > 0) lines.push(`  reach them: ${reach.join(', ')}`);
  return lines.join('\n');
}
