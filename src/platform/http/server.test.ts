import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { createLog } from '../log.ts';
import { limitedBody, streamBody } from './body.ts';
import type { Gauge } from './metrics.ts';
import { servePage } from './page.ts';
import { createHttpServer, type HttpServer, type ServerOptions } from './server.ts';

const PUBLIC = { access: 'public' as const };
const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

async function shell(
  ready: () => Promise<void> = async () => {},
  gauges: () => Promise<Gauge[]> = async () => [],
  more: Partial<ServerOptions> = {},
): Promise<HttpServer> {
  const app = await createHttpServer({
    log: createLog('silent'),
    title: 'Test',
    version: '1',
    ready,
    gauges,
    maxBodyBytes: 1000,
    ...more,
  });
  opened.push(app);
  return app;
}

describe('problems', () => {
  async function failing(error: unknown) {
    const app = await shell();
    app.get('/api/fail', { config: PUBLIC }, async () => {
      throw error;
    });
    return app.inject('/api/fail');
  }

  it('tell code, help and the id of the request in the form of RFC 9457', async () => {
    const answer = await failing(new AppError('LK-CONFLICT', 'Somebody else changed it.'));
    expect(answer.statusCode).toBe(409);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toEqual({
      type: 'urn:lanekeeper:LK-CONFLICT',
      title: 'Conflict',
      status: 409,
      code: 'LK-CONFLICT',
      detail: 'Somebody else changed it.',
      help: 'Load the newest version and try again.',
      instance: `urn:uuid:${answer.headers['x-request-id']}`,
    });
  });

  it('of ours give nothing away but the id of the request', async () => {
    const answer = await failing(new Error('password is hunter2'));
    expect(answer.statusCode).toBe(500);
    expect(answer.json().code).toBe('LK-BUG');
    expect(answer.body).not.toContain('hunter2');
    expect(answer.json().detail).toContain(answer.headers['x-request-id']);
  });

  it.each([
    ['PostgreSQL shutting down', Object.assign(new Error('terminating connection'), { code: '57P01' })],
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['several refused addresses', new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })])],
    ['a connection that ended', new Error('Connection terminated unexpectedly')],
  ])('say 503 and when to try again after %s', async (_name, error) => {
    const answer = await failing(error);
    expect(answer.statusCode).toBe(503);
    expect(answer.json().code).toBe('LK-DATABASE');
    expect(answer.headers['retry-after']).toBe('5');
  });

  it('name every field that does not fit', async () => {
    const app = await shell();
    const body = z.object({ name: z.string(), size: z.int() });
    app.post('/api/things', { config: PUBLIC, schema: { body } }, async () => ({}));
    const answer = await app.inject({ method: 'POST', url: '/api/things', payload: { size: 'big' } });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().code).toBe('LK-VALIDATION');
    expect(answer.json().fields.map((f: { field: string }) => f.field)).toEqual(['body/name', 'body/size']);
  });

  it.each([
    ['a body over the limit', { payload: { text: 'x'.repeat(2000) } }, 413, 'LK-TOO-LARGE'],
    [
      'broken JSON',
      { payload: '{"a":', headers: { 'content-type': 'application/json' } },
      400,
      'LK-VALIDATION',
    ],
    [
      'a prototype key',
      { payload: '{"__proto__":{}}', headers: { 'content-type': 'application/json' } },
      400,
      'LK-VALIDATION',
    ],
    [
      'an unknown type of body',
      { payload: '<a/>', headers: { 'content-type': 'text/xml' } },
      400,
      'LK-USAGE',
    ],
  ])('answer %s before the handler', async (_name, request, status, code) => {
    const app = await shell();
    let handled = false;
    app.post('/api/things', { config: PUBLIC }, async () => {
      handled = true;
    });
    const answer = await app.inject({ method: 'POST', url: '/api/things', ...request });
    expect([answer.statusCode, answer.json().code, handled]).toEqual([status, code, false]);
  });

  it('answer a malformed address and an unknown one', async () => {
    const app = await shell();
    const malformed = await app.inject('/api/%zz');
    expect([malformed.statusCode, malformed.json().code]).toEqual([400, 'LK-USAGE']);
    const unknown = await app.inject('/api/v1/nothing');
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'LK-NOT-FOUND']);
  });
});

describe('the shell', () => {
  it('does not start with a route under /api that says nothing of access', async () => {
    const app = await shell();
    expect(() => app.get('/api/open', async () => ({}))).toThrow(/does not say who may call it/);
  });

  it('refuses inline scripts and framing on every answer', async () => {
    const app = await shell();
    for (const url of ['/healthz', '/nothing']) {
      const { headers } = await app.inject(url);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('answers one caller so often a minute, and others meanwhile; pages and health are not counted', async () => {
    const callerOf: ServerOptions['callerOf'] = ({ headers }) => (headers['x-who'] as string) ?? null;
    const app = await shell(undefined, undefined, { perMinute: 3, callerOf });
    app.get('/api/things', { config: PUBLIC }, async () => ({}));
    const ask = async (who: string, url = '/api/things') =>
      (await app.inject({ url, headers: { 'x-who': who } })).statusCode;
    for (let n = 0; n < 10; n++) expect(await ask('ann', '/healthz')).toBe(200);
    expect([await ask('ann'), await ask('ann'), await ask('ann')]).toEqual([200, 200, 200]);
    const refused = await app.inject({ url: '/api/things', headers: { 'x-who': 'ann' } });
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'LK-RATE-LIMITED']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await ask('bob')).toBe(200);
  });

  it('is alive without being ready', async () => {
    const app = await shell(() => Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' })));
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    const ready = await app.inject('/readyz');
    expect([ready.statusCode, ready.json().code]).toEqual([503, 'LK-DATABASE']);
  });

  it('counts requests by route, not by address', async () => {
    const app = await shell();
    app.get('/api/things/:id', { config: PUBLIC }, async () => ({}));
    await app.inject('/api/things/1');
    await app.inject('/api/things/2');
    const { body } = await app.inject('/metrics');
    expect(body).toContain('http_requests_total{method="GET",route="/api/things/:id",status="200"} 2');
    expect(body).toMatch(/http_request_duration_seconds_bucket\{.*le="\+Inf"\} 2/);
    expect(body).toMatch(/process_resident_memory_bytes \d+/);
  });

  it('tells what the house counts, with labels of any text, and of itself while the house cannot', async () => {
    const gauge = { name: 'acts', help: 'Acts.', values: [{ labels: { lane: 'a "b"\n' }, value: 3 }] };
    const told = await (await shell(undefined, async () => [gauge])).inject('/metrics');
    expect(told.body).toContain('# HELP acts Acts.\n# TYPE acts gauge\nacts{lane="a \\"b\\"\\n"} 3\n');
    const silent = await (await shell(undefined, () => Promise.reject(new Error('away')))).inject('/metrics');
    expect(silent.statusCode).toBe(200);
    expect(silent.body).toMatch(/process_resident_memory_bytes \d+/);
  });

  it('describes its routes as OpenAPI 3.1, public ones without security', async () => {
    const app = await shell();
    const schema = {
      body: streamBody,
      consumes: ['application/octet-stream'],
      response: { 200: z.object({ n: z.int() }) },
    };
    app.post('/api/bytes', { config: PUBLIC, schema }, async () => ({ n: 1 }));
    const described = (await app.inject('/openapi.json')).json();
    expect(described.openapi).toBe('3.1.0');
    expect(Object.keys(described.paths)).toEqual(['/api/bytes']);
    const operation = described.paths['/api/bytes'].post;
    expect(operation.security).toEqual([]);
    expect(Object.keys(operation.requestBody.content)).toEqual(['application/octet-stream']);
    expect(operation.responses.default.content['application/problem+json'].schema.$ref).toBe(
      '#/components/schemas/Problem',
    );
    expect(described.components.schemas.Problem.properties.code).toEqual({ type: 'string' });
  });
});

describe('streamed bodies', () => {
  async function taking(maxBytes: number) {
    const app = await shell();
    app.post('/api/bytes', { config: PUBLIC, schema: { body: streamBody } }, async (request) => {
      let bytes = 0;
      for await (const chunk of limitedBody(request.body, maxBytes, request.headers['content-length']))
        bytes += chunk.length;
      return { bytes };
    });
    return app;
  }
  const headers = { 'content-type': 'application/octet-stream' };

  it('reach the handler unread and beyond the limit of JSON bodies', async () => {
    const app = await taking(1_000_000);
    const payload = Readable.from([Buffer.alloc(300_000), Buffer.alloc(300_000)]);
    const answer = await app.inject({ method: 'POST', url: '/api/bytes', headers, payload });
    expect(answer.json()).toEqual({ bytes: 600_000 });
  });

  it('over their limit are refused, by their declared size or as they arrive', async () => {
    const app = await taking(1000);
    for (const payload of [Buffer.alloc(1001), Readable.from([Buffer.alloc(600), Buffer.alloc(600)])]) {
      const answer = await app.inject({ method: 'POST', url: '/api/bytes', headers, payload });
      expect([answer.statusCode, answer.json().code]).toEqual([413, 'LK-TOO-LARGE']);
    }
  });

  it('over their limit get their answer and then lose the connection', async () => {
    const app = await taking(1000);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const address = app.server.address();
    const socket = connect((address as { port: number }).port, '127.0.0.1');
    const head =
      'POST /api/bytes HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\ncontent-length: 2000000000\r\n\r\n';
    socket.write(head);
    const drip = setInterval(() => socket.write(Buffer.alloc(65_536)), 20);
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk;
    });
    socket.on('error', () => {});
    await new Promise((done) => socket.once('close', done));
    clearInterval(drip);
    expect(seen).toMatch(/^HTTP\/1\.1 413 /);
    expect(seen).toContain('LK-TOO-LARGE');
  });
});

describe('the page', () => {
  async function withPage(files: Record<string, string>) {
    const dist = await mkdtemp(join(tmpdir(), 'page-'));
    opened.push({ close: () => rm(dist, { recursive: true }) });
    await mkdir(join(dist, 'assets'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(dist, name), text);
    const app = await shell();
    await servePage(app, dist);
    return app;
  }
  const html = { accept: 'text/html' };

  it('answers every address a browser opens, but none of the API', async () => {
    const app = await withPage({ 'index.html': '<p>page', 'assets/a-1b.js': 'code', 'icon.svg': '<svg/>' });
    for (const url of ['/', '/tickets/PAY-12', '/repositories/acme%2Fsite.io', '/index.html']) {
      const answer = await app.inject({ url, headers: html });
      expect([url, answer.statusCode, answer.body]).toEqual([url, 200, '<p>page']);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    for (const url of ['/api/v1/nothing', '/hooks/nothing', '/assets/gone.js']) {
      expect((await app.inject({ url, headers: html })).json().code).toBe('LK-NOT-FOUND');
    }
    expect((await app.inject({ url: '/tickets', headers: { accept: 'application/json' } })).statusCode).toBe(
      404,
    );
  });

  it('runs nothing that stands in it, and styles only by the nonce of its own answer', async () => {
    const app = await withPage({ 'index.html': '<meta nonce="__NONCE__"><p>page' });
    const nonces = new Set<string>();
    for (const _ of [1, 2]) {
      const { body, headers } = await app.inject({ url: '/', headers: html });
      const nonce = /nonce="([^"]+)"/.exec(body)?.[1] ?? '';
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(policy.split('; ')).toContain("script-src 'self'");
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  it('lets hashed files be kept for ever', async () => {
    const app = await withPage({ 'index.html': '<p>page', 'assets/a-1b.js': 'code' });
    const answer = await app.inject('/assets/a-1b.js');
    expect(answer.body).toBe('code');
    expect(answer.headers['cache-control']).toContain('immutable');
    expect(answer.headers['content-type']).toContain('javascript');
  });

  it('never leaves its folder', async () => {
    const app = await withPage({ 'index.html': '<p>page' });
    for (const url of [
      '/../package.json',
      '/assets/..%2f..%2f..%2fetc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
    ]) {
      const answer = await app.inject({ url, headers: html });
      expect(answer.body).not.toContain('root:');
      expect(answer.body).not.toContain('"dependencies"');
    }
  });

  it('says how to build it when it is missing', async () => {
    const app = await withPage({});
    const answer = await app.inject({ url: '/', headers: html });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('npm run build');
  });
});
