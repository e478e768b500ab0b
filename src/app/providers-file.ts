import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type ProviderBody, providerBody, providerKey } from '../contract/identity-providers.ts';
import { AppError } from '../kernel/errors.ts';
import { putProvider } from '../modules/access/public.ts';
import { checkAgainst, readYaml } from '../modules/organisation/pure.ts';
import { fetchSecret, told, whereSecretIs } from './connections-file.ts';
import type { House } from './house.ts';

const providersFile = z.strictObject({
  providers: z
    .array(providerBody.extend({ key: providerKey, clientSecret: whereSecretIs.nullable().default(null) }))
    .min(1)
    .max(20),
});

const LIMITS = { size: 256 * 1024, depth: 16, values: 10_000 };

/**
 * Reads a YAML document of identity providers and fetches their secrets from where it says they are.
 * @throws AppError LK-VALIDATION with the first problem's line and column; LK-CONFIG for a secret that is not there
 */
export async function readProvidersFile(
  file: string,
  environment: Record<string, string | undefined>,
): Promise<{ key: string; body: ProviderBody }[]> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('LK-CONFIG', `LANEKEEPER_PROVIDERS: ${file} cannot be read`, { cause });
  });
  const { trees, problems } = readYaml(file, text, LIMITS);
  const [tree] = trees;
  if (!tree) throw told(file, problems);
  const checked = checkAgainst(file, tree, providersFile, { unknownKeys: 'error' });
  if (!checked.value) throw told(file, checked.problems);
  return Promise.all(
    checked.value.providers.map(async ({ key, clientSecret: where, ...rest }) => {
      const secret = where === null ? null : await fetchSecret(dirname(file), environment, where);
      if (secret === undefined)
        throw new AppError('LK-CONFIG', `the client secret of ${key} is not at ${where}`);
      return { key, body: { ...rest, clientSecret: secret } };
    }),
  );
}

/** At each start: brings the providers that the file names to what it says; others stay. */
export async function bringProviders({ config, database, ids, keys, clock }: House): Promise<void> {
  const file = config.LANEKEEPER_PROVIDERS;
  if (file === undefined) return;
  for (const { key, body } of await readProvidersFile(file, process.env))
    await putProvider({ db: database.db, ids, keys }, key, body, clock.now(), `file ${file}`);
}
