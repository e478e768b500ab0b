import { isAbsolute, relative, resolve } from 'node:path';
import { compileOwnership, type ResolvedOwner, resolveOwner } from '../modules/ownership/pure.ts';
import type { Io } from './io.ts';
import { ownershipFilesOf, repositoryOf, teamsOf } from './ownership-files.ts';

export interface OwnerOptions {
  repo?: string;
  teams?: string;
  json?: boolean;
}

/**
 * `owner PATH…`: who owns each path of a repository, and why; without a server. The paths are relative to
 * `--repo` and need not exist.
 * @throws AppError LK-USAGE, LK-VALIDATION
 */
export async function ownerCommand(paths: string[], options: OwnerOptions, io: Io): Promise<number> {
  const folder = options.repo ?? '.';
  const teams = options.teams ? await teamsOf(options.teams) : null;
  const files = await ownershipFilesOf(folder);
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
