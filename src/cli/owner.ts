import { isAbsolute, relative, resolve } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import { compileOwnership, type ResolvedOwner, resolveOwner } from '../modules/ownership/pure.ts';
import type { Io } from './io.ts';
import { ownerOfResource } from './owner-of-resource.ts';
import { ownershipFilesOf, repositoryOf, teamsOf } from './ownership-files.ts';

export interface OwnerOptions {
  repo?: string;
  teams?: string;
  /** `kind:key`, instead of paths. */
  resource?: string;
  json?: boolean;
}

/**
 * `owner PATH…`: who owns each path of a repository, and why; without a server. The paths are relative to
 * `--repo` and need not exist. With `--resource`: who owns what is not a path.
 * @throws AppError LK-USAGE, LK-VALIDATION
 */
export async function ownerCommand(paths: string[], options: OwnerOptions, io: Io): Promise<number> {
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
  if (paths.length === 0) throw new AppError('LK-USAGE', 'name a path, or --resource KIND:KEY');
  const map = compileOwnership({
    repository: repositoryOf(folder, teams),
    registry: teams?.registry ?? null,
    files,
  });
  for (const path of paths) {
    const inside = isAbsolute(path) ? relative(resolve(folder), path) : path;
    const found = resolveOwner(map, inside);
    io.out(options.json ? JSON.stringify(answerOf(path, found)) : tell(path, found));
  }
  return 0;
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
