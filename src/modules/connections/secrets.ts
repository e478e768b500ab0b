import { z } from 'zod';
import type { Keys } from '../../platform/secrets/keys.ts';
import { openText, sealText } from '../../platform/secrets/seal-text.ts';

/** How long the former webhook secret still counts: time to change it on the other side. */
const FORMER_COUNTS_MS = 7 * 86_400_000;

const kept = z.object({
  secrets: z.record(z.string(), z.string()),
  /** The webhook secret before the last change. */
  former: z.object({ value: z.string(), until: z.iso.datetime() }).nullable(),
});
export type KeptSecrets = z.infer<typeof kept>;

export const NO_SECRETS: KeptSecrets = { secrets: {}, former: null };

/**
 * What is kept after a change: a secret that is not named stays, null removes it.
 * @param hookSecret the secret that signs webhooks; its former value counts for some days more
 */
export function changeSecrets(
  before: KeptSecrets,
  change: Readonly<Record<string, string | null>>,
  hookSecret: string | undefined,
  now: Date,
): KeptSecrets {
  const secrets: Record<string, string> = { ...before.secrets };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete secrets[name];
    else secrets[name] = value;
  }
  // Taken away altogether, it counts no longer at all.
  if (hookSecret === undefined || secrets[hookSecret] === undefined) return { secrets, former: null };
  const value = before.secrets[hookSecret];
  if (value === undefined || value === secrets[hookSecret]) return { secrets, former: before.former };
  const until = new Date(now.getTime() + FORMER_COUNTS_MS).toISOString();
  return { secrets, former: { value, until } };
}

/**
 * The webhook secrets that count now: those that are set, and during a change the former one.
 * @param names of the secrets that sign webhooks, the newest first
 */
export function hookSecrets({ secrets, former }: KeptSecrets, names: readonly string[], now: Date): string[] {
  const set = names.flatMap((name) => secrets[name] ?? []);
  return former && new Date(former.until) > now ? [...set, former.value] : set;
}

export const seal = (keys: Keys, connectionId: string, secrets: KeptSecrets): Buffer =>
  sealText(keys, `connection:${connectionId}`, JSON.stringify(secrets));

/** @throws AppError LK-SECRET when they cannot be opened with the keys of this installation */
export const unseal = (keys: Keys, connectionId: string, sealed: Uint8Array | null): KeptSecrets =>
  sealed === null ? NO_SECRETS : kept.parse(JSON.parse(openText(keys, `connection:${connectionId}`, sealed)));
