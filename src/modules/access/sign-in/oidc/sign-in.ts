import * as oidc from 'openid-client';
import { z } from 'zod';
import type { OidcRefusal } from '../../../../contract/oidc-refusals.ts';
import { AppError } from '../../../../kernel/errors.ts';
import type { ProviderRow } from '../store-providers.ts';
import { readClaims, type Told } from './claims.ts';
import type { ProviderClients } from './provider-client.ts';

/** What has to fit when the browser comes back. */
export const journey = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectUri: z.string(),
  /** Where the person wanted to go. */
  to: z.string(),
});
export type Journey = z.infer<typeof journey>;

/** Where the browser is sent, and what to remember meanwhile. */
export async function beginJourney(
  clients: ProviderClients,
  provider: ProviderRow,
  redirectUri: string,
  to: string,
): Promise<{ url: URL; journey: Journey }> {
  const configuration = await clients.configurationOf(provider);
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const scopes = new Set(['openid', ...provider.scopes]);
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: [...scopes].join(' '),
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { url, journey: { provider: provider.id, state, nonce, verifier, redirectUri, to } };
}

/**
 * Trades the code for what the provider says of the person. State, issuer, signature, audience, nonce and times are
 * checked by the library.
 * @throws whatever did not fit; `refusalOf` says it in a word
 */
export async function endJourney(
  clients: ProviderClients,
  provider: ProviderRow,
  { redirectUri, state, nonce, verifier }: Journey,
  answer: string,
): Promise<Told> {
  const configuration = await clients.configurationOf(provider);
  const back = new URL(redirectUri);
  back.search = answer;
  const tokens = await oidc.authorizationCodeGrant(configuration, back, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims()!;
  const info = configuration.serverMetadata().userinfo_endpoint
    ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    : {};
  const { groups_claim: groupsClaim, trusts_email: trustsEmail } = provider;
  return readClaims(claims, info, { groupsClaim, trustsEmail });
}

/** Why it came to nothing: one word for the person, more of them for the trail; never the provider's own text. */
export function refusalOf(error: unknown): { refusal: OidcRefusal; why: string } {
  if (error instanceof oidc.AuthorizationResponseError) {
    const refusal = error.error === 'access_denied' ? 'cancelled' : 'refused';
    return { refusal, why: wordOf(error.error) };
  }
  if (error instanceof oidc.ResponseBodyError) return { refusal: 'refused', why: wordOf(error.error) };
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AppError)
      return { refusal: cause.code === 'LK-NETWORK' ? 'unreachable' : 'refused', why: cause.code };
  }
  const { code, message } = error as { code?: unknown; message?: unknown };
  return { refusal: 'refused', why: wordOf([code, message].filter(Boolean).join(': ')) };
}

const LONGEST_WORD = 200;
const wordOf = (text: unknown): string =>
  String(text)
    .replace(/[^\w .,:"'-]/g, ' ')
    .slice(0, LONGEST_WORD);
