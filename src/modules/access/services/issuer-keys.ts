import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { HttpClient } from '../../../platform/client/client.ts';

const HOUR_MS = 3_600_000;
/** Keys change; who sends tokens with made-up ones does not make us ask for them each time. */
const AGAIN_MS = 60_000;
const MOST_BYTES = 256 * 1024;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(100) });

interface Known {
  at: number;
  find: JWTVerifyGetKey;
}

/**
 * The public keys of issuers that an admin trusts, kept for an hour; a key that is not among them is looked for again,
 * at most once a minute.
 */
export function issuerKeys({ client, clock }: { client: HttpClient; clock: Clock }) {
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<Known>>();

  function load(issuer: string): Promise<Known> {
    const running = asking.get(issuer) ?? fetchKeys(client, issuer, clock.now().getTime());
    asking.set(issuer, running);
    return running
      .then((found) => {
        known.set(issuer, found);
        return found;
      })
      .finally(() => asking.delete(issuer));
  }

  return {
    /** @throws AppError LK-NETWORK, LK-ANSWER when the issuer cannot be asked; errors of jose for unknown keys */
    of(issuer: string): JWTVerifyGetKey {
      return async (header, token) => {
        const now = clock.now().getTime();
        const kept = known.get(issuer);
        const keys = kept && now - kept.at < HOUR_MS ? kept : await load(issuer);
        try {
          return await keys.find(header, token);
        } catch (error) {
          if (!(error instanceof errors.JWKSNoMatchingKey) || now - keys.at < AGAIN_MS) throw error;
          return (await load(issuer)).find(header, token);
        }
      };
    },
  };
}
export type IssuerKeys = ReturnType<typeof issuerKeys>;

async function fetchKeys(client: HttpClient, issuer: string, at: number): Promise<Known> {
  const told = discovery.safeParse(await get(client, `${issuer}/.well-known/openid-configuration`));
  if (!told.success || told.data.issuer !== issuer)
    throw new AppError('LK-ANSWER', `${issuer} does not tell of itself as an issuer of tokens.`);
  // Who answers for the issuer answers for its keys.
  if (new URL(told.data.jwks_uri).origin !== new URL(issuer).origin)
    throw new AppError('LK-ANSWER', `The keys of ${issuer} are said to be at another host.`);
  const keys = keySet.safeParse(await get(client, told.data.jwks_uri));
  if (!keys.success) throw new AppError('LK-ANSWER', `The keys of ${issuer} cannot be read.`);
  return { at, find: createLocalJWKSet(keys.data as unknown as JSONWebKeySet) };
}

async function get(client: HttpClient, url: string): Promise<unknown> {
  const answer = await client.request(url, {
    maxResponseBytes: MOST_BYTES,
    retries: 1,
    redirects: false,
    timeoutMs: 10_000,
  });
  if (answer.status !== 200) throw new AppError('LK-ANSWER', `${url} answered ${answer.status}.`);
  try {
    return answer.json();
  } catch {
    throw new AppError('LK-ANSWER', `${url} did not answer with JSON.`);
  }
}
