import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An issuer of signed tokens on this machine, with real keys, as GitHub Actions and GitLab have one. */
export async function tokenIssuer(now: () => Date) {
  let keyId = 'first';
  let pair = await generateKeyPair('RS256', { extractable: true });
  const published = async () => ({
    keys: [{ ...(await exportJWK(pair.publicKey)), kid: keyId, alg: 'RS256', use: 'sig' }],
  });
  let keys = await published();
  let asked = 0;
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/.well-known/openid-configuration')
      return response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }));
    if (request.url === '/keys') {
      asked++;
      return response.end(JSON.stringify(keys));
    }
    response.writeHead(404).end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let count = 0;

  return {
    url,
    /** How often the keys were fetched. */
    asked: () => asked,
    /** New keys, known under another name. */
    async rotate(name: string): Promise<void> {
      keyId = name;
      pair = await generateKeyPair('RS256', { extractable: true });
      keys = await published();
    },
    /** A token as a pipeline of acme/shop has it; null takes a claim away. */
    sign(
      claims: { [claim: string]: unknown } = {},
      options: { key?: CryptoKey; kid?: string; seconds?: number } = {},
    ): Promise<string> {
      const at = Math.floor(now().getTime() / 1000);
      const all = {
        iss: url,
        aud: 'lanekeeper',
        sub: 'repo:acme/shop:ref:refs/heads/main',
        repository: 'acme/shop',
        ref: 'refs/heads/main',
        run_id: '77',
        jti: `token-${++count}`,
        iat: at,
        nbf: at - 5,
        exp: at + (options.seconds ?? 300),
        ...claims,
      };
      const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
      return new SignJWT(given as JWTPayload)
        .setProtectedHeader({ alg: 'RS256', kid: options.kid ?? keyId })
        .sign(options.key ?? pair.privateKey);
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}
