import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';

/** A person as the provider knows them. */
export interface ProviderPerson {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
}

/** A signing key as a provider has it. */
export async function signingKey(kid: string): Promise<{ private: JWK; public: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const about = { kid, alg: 'RS256', use: 'sig' };
  return {
    private: { ...(await exportJWK(privateKey)), ...about },
    public: { ...(await exportJWK(publicKey)), ...about },
  };
}

export const CLIENT = { id: 'lanekeeper', secret: 'a secret of the client, not of a person' };

/**
 * A real OpenID provider (the package `oidc-provider`) on this machine. Whoever is named by `next` signs in without
 * being asked; `forge` changes what leaves the token endpoint.
 */
export async function startIdentityProvider(redirectUris: string[]) {
  const key = await signingKey('first');
  const people = new Map<string, ProviderPerson>();
  const state = {
    /** Who is at the keyboard; null = they press cancel. */
    next: null as string | null,
    forge: null as ((idToken: string) => Promise<string>) | null,
    jwks: null as { keys: JWK[] } | null,
  };
  let handle: ReturnType<InstanceType<typeof Provider>['callback']> = async () => {};
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: redirectUris,
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [key.private] as never },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    pkce: { required: () => true },
    findAccount: async (_ctx, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...people.get(sub) }),
    }),
    loadExistingGrant: async (ctx: KoaContextWithOIDC) => {
      const { client, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      const cancelled = { error: 'access_denied', error_description: 'cancelled' };
      const result = state.next === null ? cancelled : { login: { accountId: state.next, remember: false } };
      await provider.interactionFinished(ctx.req, ctx.res, result);
      ctx.respond = false;
      return;
    }
    await next();
    const body = ctx.body as { id_token?: string } | undefined;
    if (ctx.path === '/token' && body?.id_token && state.forge)
      body.id_token = await state.forge(body.id_token);
    if (ctx.path === '/jwks' && state.jwks) ctx.body = state.jwks;
  });
  handle = provider.callback();

  return {
    issuer,
    key,
    people,
    state,
    /** Follows the provider's pages as a browser would. @returns the address it leads back to */
    async walk(authorizationUrl: string): Promise<URL> {
      const cookies = new Map<string, string>();
      let at = new URL(authorizationUrl);
      for (let hop = 0; hop < 10; hop++) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of answer.headers.getSetCookie()) {
          const [name, value] = line.split(';')[0]!.split('=');
          cookies.set(name!, value!);
        }
        const location = answer.headers.get('location');
        if (!location) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
        at = new URL(location, at);
        if (at.origin !== issuer) return at;
      }
      throw new Error('the provider leads in a circle');
    },
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}
export type IdentityProvider = Awaited<ReturnType<typeof startIdentityProvider>>;
