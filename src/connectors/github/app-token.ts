import { createHash, createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import { AppError } from '../../kernel/errors.ts';
import { type Api, ask, read, unexpected } from '../kit/api.ts';
import { tokenShape } from './shapes.ts';

export interface App {
  id: string;
  key: KeyObject;
  /** Tells one key from another without showing it. */
  fingerprint: string;
}

/** GitHub's media type and version of the answers we know. */
export const ACCEPT = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
};

/** @throws AppError LK-CONNECTION when the secret is no private key */
export function appOf(id: string, pem: string): App {
  try {
    // A key pasted into one line keeps its line ends as \n.
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    return { id, key, fingerprint: createHash('sha256').update(pem).digest('hex') };
  } catch (cause) {
    throw new AppError(
      'LK-CONNECTION',
      'the private key of the App cannot be read: paste the whole .pem file that GitHub gave',
      { cause },
    );
  }
}

/**
 * The App's own word (RS256), good for nine of the ten minutes that GitHub allows and from a minute ago, for
 * clocks that differ ("Generating a JSON Web Token (JWT) for a GitHub App").
 */
export function appJwt(app: App, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iat: seconds - 60, exp: seconds + 540, iss: app.id };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(app.key, 'base64url')}`;
}

/** Renewed while it still works: a request under way must not outlive it. */
const RENEW_BEFORE_MS = 5 * 60_000;
const MAX_KEPT = 1000;

interface Kept {
  token: string;
  expiresAt: number;
}

/** Tokens of installations, in this process only; an App may be asked for few, so that connections share them. */
const kept = new Map<string, Promise<Kept>>();

const nameOf = (api: Api, app: App, installation: number): string =>
  [api.base, app.id, app.fingerprint, installation].join('\n');

/** @throws AppError LK-CONNECTION when the installation is gone or suspended */
export async function installationToken(api: Api, app: App, installation: number): Promise<string> {
  const name = nameOf(api, app, installation);
  const known = await kept.get(name);
  if (known && known.expiresAt - api.now().getTime() > RENEW_BEFORE_MS) return known.token;
  if (kept.size >= MAX_KEPT) kept.clear();
  const asked = fetchToken(api, app, installation);
  kept.set(name, asked);
  try {
    return (await asked).token;
  } catch (error) {
    kept.delete(name);
    throw error;
  }
}

/** It was refused: the next one is asked for anew. */
export const forgetToken = (api: Api, app: App, installation: number): void =>
  void kept.delete(nameOf(api, app, installation));

async function fetchToken(api: Api, app: App, installation: number): Promise<Kept> {
  const what = `a token of installation ${installation}`;
  const response = await ask(api, `/app/installations/${installation}/access_tokens`, {
    method: 'POST',
    headers: { ...ACCEPT, authorization: `Bearer ${appJwt(app, api.now())}` },
    // A second token does no harm.
    idempotent: true,
  });
  if (response.status === 403 || response.status === 404)
    throw new AppError(
      'LK-CONNECTION',
      `the App's installation ${installation} is ${response.status === 403 ? 'suspended' : 'gone'}: install it again`,
    );
  if (response.status !== 201) throw unexpected(api, what, response);
  const { token, expires_at } = read(api, what, response, tokenShape);
  return { token, expiresAt: Date.parse(expires_at) };
}
