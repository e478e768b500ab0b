import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type ConnectionBody, connectionKey } from '../contract/connections.ts';
import { AppError } from '../kernel/errors.ts';
import { checkAgainst, type FileProblem, readYaml } from '../modules/organisation/pure.ts';

/** Where a secret is: never the secret itself, because such files are kept in git. */
export const whereSecretIs = z
  .string()
  .regex(/^(env:[A-Za-z_]\w*|file:.+)$/, 'say where the secret is: env:NAME or file:PATH, never what it is');

const connectionsFile = z.strictObject({
  connections: z
    .array(
      z.strictObject({
        key: connectionKey,
        system: z.string().min(1).max(63),
        settings: z.record(z.string(), z.unknown()).default({}),
        secrets: z.record(z.string(), whereSecretIs).default({}),
        enabled: z.boolean().default(true),
      }),
    )
    .min(1)
    .max(200),
});

const LIMITS = { size: 256 * 1024, depth: 16, values: 10_000 };

export interface StatedConnection {
  key: string;
  body: ConnectionBody;
}

/**
 * Reads a YAML document of connections and fetches their secrets from where it says they are.
 * @param environment for `env:NAME`; paths of `file:` are relative to the document
 * @throws AppError LK-VALIDATION with the first problem's line and column; LK-CONFIG for a secret that is not there
 */
export async function readConnectionsFile(
  file: string,
  environment: Record<string, string | undefined>,
): Promise<StatedConnection[]> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('LK-USAGE', `${file} cannot be read`, { cause });
  });
  const { trees, problems } = readYaml(file, text, LIMITS);
  const [tree] = trees;
  if (!tree) throw told(file, problems);
  const checked = checkAgainst(file, tree, connectionsFile, { unknownKeys: 'error' });
  if (!checked.value) throw told(file, checked.problems);
  const { connections } = checked.value;
  const twice = connections.find(({ key }, at) => connections.findIndex((other) => other.key === key) !== at);
  if (twice) throw new AppError('LK-VALIDATION', `${file}: ${twice.key} is named twice`);
  return Promise.all(
    connections.map(async ({ key, secrets, ...rest }) => ({
      key,
      body: { ...rest, secrets: await fetchSecrets(dirname(file), environment, key, secrets) },
    })),
  );
}

async function fetchSecrets(
  folder: string,
  environment: Record<string, string | undefined>,
  key: string,
  secrets: Record<string, string>,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, where] of Object.entries(secrets)) {
    const secret = await fetchSecret(folder, environment, where);
    if (secret === undefined)
      throw new AppError('LK-CONFIG', `the secret ${name} of ${key} is not at ${where}`);
    found[name] = secret;
  }
  return found;
}

/** @returns undefined when it is not there, or empty */
export async function fetchSecret(
  folder: string,
  environment: Record<string, string | undefined>,
  where: string,
): Promise<string | undefined> {
  const value = where.startsWith('env:')
    ? environment[where.slice('env:'.length)]
    : await readFile(resolve(folder, where.slice('file:'.length)), 'utf8').catch(() => undefined);
  // A file ends in a line break that is none of the secret.
  return value?.replace(/\r?\n$/, '') || undefined;
}

export function told(file: string, problems: readonly FileProblem[]): AppError {
  const [first] = problems;
  if (!first) return new AppError('LK-VALIDATION', `${file} is empty`);
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new AppError('LK-VALIDATION', `${file}:${first.line}:${first.column}: ${first.message}${others}`, {
    detail: { problems },
  });
}
