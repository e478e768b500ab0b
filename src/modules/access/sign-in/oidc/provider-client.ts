import * as oidc from 'openid-client';
import { AppError } from '../../../../kernel/errors.ts';
import type { HttpClient } from '../../../../platform/client/client.ts';
import type { Keys } from '../../../../platform/secrets/keys.ts';
import { openText } from '../../../../platform/secrets/seal-text.ts';
import type { ProviderRow } from '../store-providers.ts';
import { providerFetch } from './provider-fetch.ts';

/** Clocks of two machines differ a little; a token that ended longer ago has ended. */
const CLOCK_TOLERANCE_S = 10;
/** What a provider says of itself hardly ever changes; its keys are asked for at each sign-in. */
const METADATA_KEPT_MS = 5 * 60_000;

export const secretPlace = (providerId: string): string => `identity-provider:${providerId}`;

/** The address that is registered at the provider: each has its own, so answers of one are never taken for another's. */
export const redirectUriOf = (publicUrl: string, key: string): string =>
  `${publicUrl.replace(/\/$/, '')}/api/v1/sign-in/oidc/${key}/callback`;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Only https, but for a provider on this very machine, which is for trying things out.
 * @throws AppError LK-VALIDATION
 */
export function checkIssuer(issuer: string): URL {
  const url = URL.parse(issuer);
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))))
    throw new AppError('LK-VALIDATION', 'issuer: has to be an https address');
  if (url.search || url.hash || url.username || url.password)
    throw new AppError(
      'LK-VALIDATION',
      'issuer: is an address without query, fragment, user name and password',
    );
  return url;
}

export interface ProviderDeps {
  client: HttpClient;
  keys: Keys;
}

/** Speaks to identity providers, and remembers for a while what they say of themselves. */
export function providerClients({ client, keys }: ProviderDeps) {
  const known = new Map<string, { until: number; metadata: oidc.ServerMetadata }>();

  async function metadataOf(provider: ProviderRow): Promise<oidc.ServerMetadata> {
    const kept = known.get(provider.issuer);
    if (kept && kept.until > Date.now()) return kept.metadata;
    const metadata = await discover(client, provider.issuer, provider.client_id);
    known.set(provider.issuer, { until: Date.now() + METADATA_KEPT_MS, metadata });
    return metadata;
  }

  return {
    /** @throws AppError LK-NETWORK, or the library's own error when the provider says something it must not */
    async configurationOf(provider: ProviderRow): Promise<oidc.Configuration> {
      const metadata = await metadataOf(provider);
      const secret =
        provider.client_secret && openText(keys, secretPlace(provider.id), provider.client_secret);
      return configure(client, provider, metadata, secret);
    },
  };
}
export type ProviderClients = ReturnType<typeof providerClients>;

/** Asks a provider what it says of itself; that it is the one it says is checked. */
export async function discover(
  client: HttpClient,
  issuer: string,
  clientId: string,
): Promise<oidc.ServerMetadata> {
  const url = checkIssuer(issuer);
  const found = await oidc.discovery(url, clientId, undefined, oidc.None(), {
    [oidc.customFetch]: providerFetch(client),
    execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
  });
  return found.serverMetadata();
}

/** A configuration with no keys yet: it asks for them when the first signature is checked. */
function configure(
  client: HttpClient,
  provider: ProviderRow,
  metadata: oidc.ServerMetadata,
  secret: string | null,
): oidc.Configuration {
  const settings = { [oidc.clockTolerance]: CLOCK_TOLERANCE_S };
  const configuration = new oidc.Configuration(
    metadata,
    provider.client_id,
    settings,
    authenticationOf(metadata, secret),
  );
  configuration[oidc.customFetch] = providerFetch(client);
  if (new URL(provider.issuer).protocol === 'http:') oidc.allowInsecureRequests(configuration);
  // Signatures are checked although the token comes over TLS: `none` and keys that are not published are refused.
  oidc.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** Basic is what every provider must take unless it says otherwise (OpenID Connect Discovery, section 3). */
function authenticationOf(metadata: oidc.ServerMetadata, secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic')
    ? oidc.ClientSecretBasic(secret)
    : oidc.ClientSecretPost(secret);
}
