import type { InjectOptions } from 'fastify';
import type { HttpServer } from '../../src/platform/http/server.ts';

let visitors = 0;

/** A browser of its own: keeps cookies, comes from an address of its own, and asks from our page. */
export function visitorOf(app: HttpServer, from: { userAgent?: string; cookie?: string } = {}) {
  const n = ++visitors;
  const remoteAddress = `198.51.${n >> 8}.${n & 255}`;
  const cookies = new Map<string, string>();
  for (const pair of from.cookie?.split('; ') ?? []) {
    const [name, value] = pair.split('=');
    cookies.set(name!, value!);
  }
  async function call(method: InjectOptions['method'], path: string, payload?: object) {
    const answer = await app.inject({
      method,
      url: path.startsWith('/') ? path : `/api/v1/${path}`,
      payload,
      remoteAddress,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(from.userAgent && { 'user-agent': from.userAgent }),
        ...(cookies.size > 0 && {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
      },
    });
    for (const { name, value } of answer.cookies) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const json = String(answer.headers['content-type']).includes('json');
    return { status: answer.statusCode, body: json ? answer.json() : null, headers: answer.headers };
  }
  return {
    cookies,
    remoteAddress,
    get: (path: string) => call('GET', path),
    post: (path: string, payload: object = {}) => call('POST', path, payload),
    put: (path: string, payload: object) => call('PUT', path, payload),
    patch: (path: string, payload: object) => call('PATCH', path, payload),
    del: (path: string) => call('DELETE', path),
    /** Who they are for us; null = nobody. */
    async who(): Promise<string | null> {
      const { status, body } = await call('GET', 'me');
      return status === 200 ? body.email : null;
    },
  };
}
export type Visitor = ReturnType<typeof visitorOf>;
