import { createVerify } from 'node:crypto';
import { type FakeAnswer, type FakeRequest, sha1 } from './code-host-server.ts';
import type { GithubState } from './fake-github.ts';
import { app, type FakeGithubRepository, type FakeInstallation, installation } from './github-shapes.ts';

export type Caller =
  | { kind: 'app' }
  | { kind: 'installation'; installation: FakeInstallation }
  | {
      kind: 'person';
      login: string;
      scopes: string | null;
      organisations: string[];
      /** Less than this: reads only. */
      mayNotWrite?: boolean;
    };

const TOKEN_MS = 3_600_000;

/** Who asks; null when the credentials are not good. */
export function callerOf(state: GithubState, authorization: string | undefined): Caller | null {
  const token = /^(?:Bearer|token) (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const person = state.tokens.get(token);
  if (person) return { kind: 'person', ...person };
  const issued = state.issued.get(token);
  if (issued) {
    const found = state.installations.find(({ id }) => id === issued.installation);
    return found && issued.expiresAt > state.now() ? { kind: 'installation', installation: found } : null;
  }
  return isOurJwt(state, token) ? { kind: 'app' } : null;
}

/** As GitHub checks it: RS256 with the App's key, issued in the past, ending within ten minutes. */
function isOurJwt(state: GithubState, token: string): boolean {
  const [header, payload, signature] = token.split('.');
  if (!header || !payload || !signature) return false;
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const claims = read(payload) as { iat: number; exp: number; iss: string };
  const nowSeconds = state.now() / 1000;
  const inTime = claims.iat <= nowSeconds && claims.exp > nowSeconds && claims.exp <= nowSeconds + 600;
  const good = createVerify('RSA-SHA256')
    .update(`${header}.${payload}`)
    .verify(state.publicKey, signature, 'base64url');
  return read(header).alg === 'RS256' && good && inTime && String(claims.iss) === String(state.appId);
}

export const forbidden = (message = 'Resource not accessible by integration'): FakeAnswer => ({
  status: 403,
  body: { message, documentation_url: 'https://docs' },
});

/** Whether the caller sees the repository at all. */
export function sees(caller: Caller, one: FakeGithubRepository): boolean {
  if (caller.kind === 'person') return !one.private || caller.organisations.includes(one.owner);
  return caller.kind === 'installation' && caller.installation.account === one.owner;
}

/** What an installation was not given; people have their scopes. */
export const lacks = (caller: Caller, permission: string): boolean =>
  caller.kind === 'installation' && caller.installation.permissions[permission] === undefined;

/** Whether the caller may write issues; labels are dropped without a word for who may not. */
export const mayWrite = (caller: Caller): boolean =>
  caller.kind === 'installation'
    ? caller.installation.permissions['issues'] === 'write'
    : caller.kind === 'person' && caller.mayNotWrite !== true;

export const permissionsOf = (caller: Caller) => ({
  admin: false,
  maintain: false,
  push: mayWrite(caller),
  triage: mayWrite(caller),
  pull: true,
});

export function appRoutes(
  state: GithubState,
  caller: Caller,
  request: FakeRequest,
  path: string,
): FakeAnswer | null {
  const isApps =
    path === '/app' || path.startsWith('/app/') || /^\/repos\/[^/]+\/[^/]+\/installation$/.test(path);
  if (!isApps) return null;
  if (caller.kind !== 'app')
    return { status: 401, body: { message: 'A JSON web token could not be decoded' } };
  const { appId, web, api } = state;
  if (path === '/app') return { status: 200, body: app(appId, state.installations[0], web, api) };
  if (path === '/app/installations') {
    const page = Number(request.url.searchParams.get('page') ?? 1);
    const all = page === 1 ? state.installations : [];
    return { status: 200, body: all.map((one) => installation(one, appId, web, api)) };
  }
  const asked = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path)?.[1];
  if (asked && request.method === 'POST') return issue(state, Number(asked));
  const [, org] = /^\/repos\/([^/]+)\//.exec(path) ?? [];
  const found = state.installations.find(({ account }) => account === org);
  return found ? { status: 200, body: installation(found, appId, web, api) } : null;
}

function issue(state: GithubState, id: number): FakeAnswer | null {
  const found = state.installations.find((one) => one.id === id);
  if (!found) return null;
  if (found.suspended) return forbidden('This installation has been suspended');
  const token = `ghs_${sha1(`${id} ${state.issued.size}`)}`;
  const expiresAt = state.now() + TOKEN_MS;
  state.issued.set(token, { installation: id, expiresAt });
  const { permissions } = found;
  return {
    status: 201,
    body: {
      token,
      expires_at: new Date(expiresAt).toISOString().replace(/\.\d+Z/, 'Z'),
      permissions,
      repository_selection: 'all',
    },
  };
}
