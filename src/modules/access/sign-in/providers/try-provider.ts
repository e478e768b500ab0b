import type { ServerMetadata } from 'openid-client';
import type { ProviderTest } from '../../../../contract/identity-providers.ts';
import { AppError } from '../../../../kernel/errors.ts';
import type { HttpClient } from '../../../../platform/client/client.ts';
import type { Database } from '../../../../platform/database/database.ts';
import type { Keys } from '../../../../platform/secrets/keys.ts';
import { openText } from '../../../../platform/secrets/seal-text.ts';
import type { DB } from '../../../schema.gen.ts';
import { findScope } from '../../rights/store.ts';
import { discover, redirectUriOf, secretPlace } from '../oidc/provider-client.ts';
import type { ProviderRow } from '../store-providers.ts';

type Check = ProviderTest['checks'][number];
type Says = string | { wrong: string };

interface TryDeps {
  db: Database<DB>;
  client: HttpClient;
  keys: Keys;
  publicUrl(): string;
}

const OPTIONS = { timeoutMs: 10_000, maxResponseBytes: 1_000_000, redirects: false, retries: 1 } as const;

/**
 * Looks at everything a sign-in needs, without a person: the provider's own word, its keys, whether it knows our
 * return address, and whether it takes the client's secret.
 */
export async function tryProvider(deps: TryDeps, provider: ProviderRow): Promise<ProviderTest> {
  const checks: Check[] = [];
  async function check(what: string, look: () => Promise<Says>): Promise<void> {
    const says = await look().catch((error: unknown) => ({ wrong: inWords(error) }));
    const ok = typeof says === 'string';
    checks.push({ what, ok, says: ok ? says : says.wrong });
  }
  let found: ServerMetadata | null = null;
  await check('Discovery', async () => {
    found = await discover(deps.client, provider.issuer, provider.client_id);
    return missingOf(found) ?? `${provider.issuer} says who it is, and where.`;
  });
  const metadata = found as ServerMetadata | null;
  if (metadata) {
    await check('Keys', () => keysOf(deps.client, metadata));
    await check('Return address', () => returnAddress(deps, provider, metadata));
    await check('Client', () => clientOf(deps, provider, metadata));
  }
  await check('Groups', () => scopesOf(deps.db, provider));
  return { ok: checks.every(({ ok }) => ok), checks };
}

function missingOf(metadata: ServerMetadata): { wrong: string } | null {
  const { authorization_endpoint: begin, token_endpoint: token, jwks_uri: jwks } = metadata;
  const missing = [!begin && 'authorization_endpoint', !token && 'token_endpoint', !jwks && 'jwks_uri'];
  const names = missing.filter((name) => name !== false);
  if (names.length > 0) return { wrong: `It does not name its ${names.join(', ')}.` };
  const methods = metadata.code_challenge_methods_supported;
  if (methods && !methods.includes('S256')) return { wrong: 'It does not support PKCE with S256.' };
  const algorithms = metadata.id_token_signing_alg_values_supported;
  if (algorithms && !algorithms.some((name) => /^(RS|PS|ES)\d{3}$|^(Ed25519|EdDSA)$/.test(name)))
    return { wrong: `It signs only by ${algorithms.join(', ')}; a public-key signature is needed.` };
  return null;
}

async function keysOf(client: HttpClient, metadata: ServerMetadata): Promise<Says> {
  const answer = await client.request(metadata.jwks_uri!, OPTIONS);
  if (answer.status !== 200) return { wrong: `Its keys are answered with ${answer.status}.` };
  const { keys } = answer.json() as { keys?: { use?: string }[] };
  const signing = (Array.isArray(keys) ? keys : []).filter(({ use }) => use === undefined || use === 'sig');
  return signing.length > 0
    ? `${signing.length} ${signing.length === 1 ? 'key' : 'keys'} to check signatures with.`
    : { wrong: 'It publishes no key to check signatures with.' };
}

/** Asked to let somebody in without asking them anything, it must say at our address that it cannot (OpenID Core, 3.1.2.6). */
async function returnAddress(deps: TryDeps, provider: ProviderRow, metadata: ServerMetadata): Promise<Says> {
  const redirectUri = redirectUriOf(deps.publicUrl(), provider.key);
  const url = new URL(metadata.authorization_endpoint!);
  for (const [name, value] of Object.entries({
    client_id: provider.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: [...new Set(['openid', ...provider.scopes])].join(' '),
    prompt: 'none',
    state: 'test',
    nonce: 'test',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }))
    url.searchParams.set(name, value);
  const answer = await deps.client.request(url, OPTIONS);
  const location = URL.parse(answer.headers.get('location') ?? '', url);
  if (location?.href.startsWith(redirectUri) !== true)
    return {
      wrong: `It does not lead back to ${redirectUri}: register exactly this address for client ${provider.client_id}.`,
    };
  const error = location.searchParams.get('error');
  const expected = [
    'login_required',
    'interaction_required',
    'consent_required',
    'account_selection_required',
  ];
  if (error === null || expected.includes(error)) return `It leads back to ${redirectUri}.`;
  const why = location.searchParams.get('error_description') ?? '';
  return { wrong: `It leads back with ${error}. ${why}`.trim() };
}

/** A code that is none: a provider that takes the client refuses the code, one that does not refuses the client. */
async function clientOf(deps: TryDeps, provider: ProviderRow, metadata: ServerMetadata): Promise<Says> {
  const secret =
    provider.client_secret && openText(deps.keys, secretPlace(provider.id), provider.client_secret);
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: 'lanekeeper-test',
    redirect_uri: redirectUriOf(deps.publicUrl(), provider.key),
    code_verifier: 'lanekeeper-test-lanekeeper-test-lanekeeper-test',
  });
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  };
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  if (secret && methods.includes('client_secret_basic')) {
    const pair = [provider.client_id, secret].map((part) =>
      new URLSearchParams({ p: part }).toString().slice(2),
    );
    headers['authorization'] = `Basic ${Buffer.from(pair.join(':')).toString('base64')}`;
  } else {
    form.set('client_id', provider.client_id);
    if (secret) form.set('client_secret', secret);
  }
  const request = { ...OPTIONS, method: 'POST', headers, body: String(form) };
  const answer = await deps.client.request(metadata.token_endpoint!, request);
  const { error } = answer.json() as { error?: unknown };
  if (error === 'invalid_grant' || error === 'invalid_code') return 'It takes the client and its secret.';
  if (error === 'invalid_client' || error === 'unauthorized_client')
    return {
      wrong: `It does not take the client (${error}): check client id and secret, and that the client may use codes.`,
    };
  return { wrong: `To a code that is none it answers ${answer.status} ${String(error ?? '')}`.trim() };
}

async function scopesOf(db: Database<DB>, { group_roles: groupRoles }: ProviderRow): Promise<Says> {
  const groups = Object.entries(groupRoles);
  const lost: string[] = [];
  for (const [group, { team, unit }] of groups) {
    if (team !== undefined && !(await findScope(db, { team }))) lost.push(`${group}: no team ${team}`);
    if (unit !== undefined && !(await findScope(db, { unit })))
      lost.push(`${group}: no business unit ${unit}`);
  }
  if (lost.length > 0) return { wrong: lost.join('; ') };
  return groups.length === 0
    ? 'No group gives anything; rights are given by hand.'
    : `${groups.length} groups give roles.`;
}

/** The library says which part of an answer did not fit; the network says what did not answer. */
function inWords(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof AppError) return `${cause.message}. ${cause.card.help}`;
  const { message, cause } = error as {
    message?: unknown;
    cause?: { expected?: unknown; body?: { issuer?: unknown } };
  };
  const issuer = cause?.body?.issuer;
  if (typeof issuer === 'string') return `It calls itself ${issuer}: state exactly that as issuer.`;
  return String(message ?? error);
}
