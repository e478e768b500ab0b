import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pagePolicy } from './headers.ts';

/** Addresses that never answer with the page. */
const NOT_THE_PAGE = /^\/(api|hooks|scim|openapi\.json|healthz|readyz|metrics)(\/|$)/;
/** Where index.html wants the nonce of its answer. */
const NONCE = '__NONCE__';
/** Vite puts a hash of the content into the names under assets/. */
const HASHED = 'assets/';

/**
 * Serves the built page: its files, and index.html for every other address a browser asks for, so that
 * addresses of the page can be opened and shared. Without a build, says how to make one.
 */
export async function servePage(app: FastifyInstance, distDir: string): Promise<void> {
  const root = resolve(distDir);
  const files = new Set(await filesBelow(root));
  await app.register(fastifyStatic, { root, serve: false, cacheControl: false, preCompressed: true });
  app.get<{ Params: { '*': string } }>('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.params['*'];
    if (files.has(path) && path !== 'index.html') {
      const caching = path.startsWith(HASHED)
        ? 'public, max-age=31536000, immutable'
        : 'public, max-age=3600';
      return reply.header('cache-control', caching).sendFile(path);
    }
    if (NOT_THE_PAGE.test(`/${path}`) || path.startsWith(HASHED) || !wantsHtml(request))
      return reply.callNotFound();
    const page = await readFile(join(root, 'index.html'), 'utf8').catch(() => null);
    return page === null ? tellToBuild(reply) : sendPage(reply, page);
  });
}

async function filesBelow(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      );
  } catch {
    return [];
  }
}

/** The nonce holds for one answer: one that was kept would not fit the policy of the next. */
function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-security-policy', pagePolicy(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(NONCE, nonce));
}

const wantsHtml = (request: FastifyRequest): boolean =>
  /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');

const tellToBuild = (reply: FastifyReply) =>
  reply
    .code(503)
    .type('text/html; charset=utf-8')
    .send(
      '<!doctype html><html lang="en"><title>The page is not built yet</title>' +
        '<h1>The page is not built yet</h1><p>Run <code>npm run build</code>, then load this again. ' +
        'The API already answers: <a href="/openapi.json">/openapi.json</a>.</p></html>',
    );
