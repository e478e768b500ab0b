import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createHttpClient, type HttpClientOptions } from './client.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const answers: Answer[] = [];
const seen: string[] = [];
const slept: number[] = [];
let base: string;
let now = Date.now();
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
  seen.push(`${request.method} ${request.url} ${body}`.trim());
  const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
  answer(request, response, body);
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  for (const list of [answers, seen, slept]) list.length = 0;
});

const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end(body);
const ok = status(200, {}, 'fine');
const broken: Answer = (request) => request.socket.destroy();
const silent: Answer = () => {};

const client = (options: Partial<HttpClientOptions> = {}) =>
  createHttpClient({
    allowPrivate: true,
    log: createLog('silent'),
    random: () => 1,
    now: () => now,
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
    perSecond: 1e6,
    ...options,
  });

describe('a request', () => {
  it('brings status, headers and body, whatever the status', async () => {
    answers.push(status(404, { 'x-why': 'gone' }, '{"a":1}'));
    const response = await client().request(`${base}/thing`, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('x-why')).toBe('gone');
    expect(response.json()).toEqual({ a: 1 });
  });

  it('says so when JSON was expected and something else came', async () => {
    answers.push(status(200, {}, '<html>'));
    const response = await client().request(base);
    expect(() => response.json()).toThrow(expect.objectContaining({ code: 'LK-NETWORK' }));
  });

  it.each([429, 502, 503, 504])('is tried again after %i, with waits that double', async (code) => {
    answers.push(status(code), status(code), ok);
    expect((await client().request(base)).text()).toBe('fine');
    expect(slept).toEqual([250, 500]);
  });

  it('is tried again after a broken connection', async () => {
    answers.push(broken, ok);
    expect((await client().request(base, { method: 'PUT', body: 'x' })).text()).toBe('fine');
    expect(seen).toEqual(['PUT / x', 'PUT / x']);
  });

  it('is tried again when the body breaks off', async () => {
    const cut: Answer = (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('part');
      setTimeout(() => request.socket.destroy(), 20);
    };
    answers.push(cut, ok);
    expect((await client().request(base)).text()).toBe('fine');
  });

  it('is not tried again when doing it twice would do it twice', async () => {
    answers.push(status(503), ok);
    expect((await client().request(base, { method: 'POST', body: 'x' })).status).toBe(503);
    answers.splice(0, 2, broken, ok);
    await expect(client().request(base, { method: 'POST' })).rejects.toMatchObject({ code: 'LK-NETWORK' });
    expect(seen).toHaveLength(2);
  });

  it('is tried again as a POST that is marked idempotent', async () => {
    answers.push(status(503), ok);
    const response = await client().request(base, { method: 'POST', body: 'x', idempotent: true });
    expect(response.status).toBe(200);
    expect(seen).toEqual(['POST / x', 'POST / x']);
  });

  it('gives the last answer, or LK-NETWORK, when the attempts are used up', async () => {
    answers.push(status(503, {}, 'busy'));
    expect((await client().request(base, { retries: 2 })).text()).toBe('busy');
    expect(seen).toHaveLength(3);
    answers[0] = broken;
    await expect(client().request(base, { retries: 1 })).rejects.toMatchObject({ code: 'LK-NETWORK' });
    expect(seen).toHaveLength(5);
  });

  it('waits as long as Retry-After says, in seconds or as a date', async () => {
    answers.push(status(429, { 'retry-after': '7' }), ok);
    await client().request(base);
    expect(slept[0]).toBe(7000);
    slept.length = 0;
    const date = new Date(now + 20_000).toUTCString();
    answers.splice(0, 2, status(503, { 'retry-after': date }), ok);
    await client().request(base);
    expect(slept[0]).toBeGreaterThan(15_000);
    expect(slept[0]).toBeLessThanOrEqual(20_000);
  });

  it('hands over an answer that asks for a longer wait than a caller would have', async () => {
    answers.push(status(429, { 'retry-after': '3600' }));
    const response = await client().request(base);
    expect(response.status).toBe(429);
    expect(slept).toEqual([]);
  });

  it('is not tried before a spent limit begins anew', async () => {
    const resetAt = (ms: number) => String(Math.ceil((now + ms) / 1000));
    const spent = (ms: number) => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': resetAt(ms) });
    answers.push(status(429, spent(3_600_000)), ok);
    expect((await client().request(base)).status).toBe(429);
    expect(slept).toEqual([]);
    answers.splice(0, 2, status(429, spent(5000)), ok);
    expect((await client().request(base)).text()).toBe('fine');
    expect(slept[0]).toBeGreaterThanOrEqual(4000);
  });

  it('has all its time when its turn comes, however long it waited for it', async () => {
    const slow: Answer = (_, response) => void setTimeout(() => response.end('late'), 120);
    answers.push(slow);
    const one = client({ perHost: 1 });
    const both = [1, 2, 3].map(() => one.request(base, { timeoutMs: 250, retries: 0 }));
    expect((await Promise.all(both)).map((response) => response.text())).toEqual(['late', 'late', 'late']);
  });

  it('ends when it takes too long', async () => {
    answers.push(silent);
    const startedAt = performance.now();
    const request = client().request(base, { timeoutMs: 150, retries: 0 });
    await expect(request).rejects.toMatchObject({ code: 'LK-NETWORK' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('refuses an answer that is too large, packed or not', async () => {
    answers.push(status(200, {}, 'x'.repeat(1001)));
    const limit = { maxResponseBytes: 1000 };
    await expect(client().request(base, limit)).rejects.toMatchObject({ code: 'LK-TOO-LARGE' });
    answers[0] = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000)));
    await expect(client().request(base, limit)).rejects.toMatchObject({ code: 'LK-TOO-LARGE' });
    expect(seen).toHaveLength(2);
  });
});

describe('redirects', () => {
  it('are followed, a POST becomes a GET, and credentials stay with their host', async () => {
    const other = createServer((request, response) =>
      response.end(`${request.method} ${request.headers.authorization} ${request.headers['x-kept']}`),
    );
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    answers.push(status(302, { location: '/next' }), status(303, { location: elsewhere }));
    const headers = { authorization: 'Bearer secret', 'x-kept': 'yes' };
    const response = await client().request(`${base}/start`, { method: 'POST', body: 'form', headers });
    other.close();
    expect(seen).toEqual(['POST /start form', 'GET /next']);
    expect(response.text()).toBe('GET undefined yes');
  });

  it('keep method and body after 307', async () => {
    answers.push(status(307, { location: '/there' }), ok);
    await client().request(base, { method: 'PUT', body: 'x' });
    expect(seen).toEqual(['PUT / x', 'PUT /there x']);
  });

  it('end after five, and never lead to another scheme', async () => {
    answers.push(status(302, { location: '/again' }));
    await expect(client().request(base)).rejects.toMatchObject({ code: 'LK-NETWORK' });
    expect(seen).toHaveLength(6);
    answers[0] = status(302, { location: 'file:///etc/passwd' });
    await expect(client().request(base)).rejects.toMatchObject({ code: 'LK-ADDRESS-REFUSED' });
  });

  it('are given back as they are to who asks for it', async () => {
    answers.push(status(302, { location: '/next' }));
    const response = await client().request(base, { method: 'POST', body: 'x', redirects: false });
    expect([response.status, response.headers.get('location'), seen.length]).toEqual([302, '/next', 1]);
  });

  it('to a private address are refused like the address itself', async () => {
    const guarded = client({
      allowPrivate: false,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    await expect(guarded.request(base)).rejects.toMatchObject({ code: 'LK-ADDRESS-REFUSED' });
    expect(seen).toEqual([]);
  });
});

describe('one host', () => {
  it('is asked only so many times at once', async () => {
    let [running, most] = [0, 0];
    answers.push((_, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        response.end('fine');
      }, 20);
    });
    const limited = client({ perHost: 3 });
    await Promise.all(Array.from({ length: 12 }, () => limited.request(base)));
    expect(most).toBe(3);
    expect(seen).toHaveLength(12);
  });

  it('is asked only so often', async () => {
    answers.push(ok);
    const limited = client({ perSecond: 20 });
    const startedAt = now;
    for (let i = 0; i < 5; i++) await limited.request(base);
    expect(now - startedAt).toBe(4 * 50);
  });

  it('is asked less often where a request says so, and never more often', async () => {
    answers.push(ok);
    const limited = client({ perSecond: 20 });
    const startedAt = now;
    for (const perSecond of [10, 10, 1000, undefined]) await limited.request(base, { perSecond });
    await limited.request(base);
    expect(now - startedAt).toBe(100 + 100 + 50 + 50);
  });
});

describe('the form of fetch', () => {
  it('streams, unpacks and tries again', async () => {
    answers.push(status(503), (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":[1,2]}')),
    );
    const response = await client().fetch(base);
    expect(response.ok).toBe(true);
    expect(await response.json()).toEqual({ a: [1, 2] });
  });

  it('sends forms, requests and blobs as they are', async () => {
    answers.push((request, response, body) => response.end(`${request.headers['content-type']}|${body}`));
    const form = new FormData();
    form.set('name', 'value');
    const sent = await (await client().fetch(base, { method: 'POST', body: form })).text();
    expect(sent).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent).toContain('value');
    const request = new Request(base, { method: 'POST', body: 'x', headers: { 'content-type': 'a/b' } });
    expect(await (await client().fetch(request)).text()).toBe('a/b|x');
    expect(await (await client().fetch(base, { method: 'PUT', body: new Blob(['blob']) })).text()).toContain(
      '|blob',
    );
  });

  it('ends when its caller breaks it off, with the caller’s reason', async () => {
    answers.push(silent);
    const fetching = client().fetch(base, { signal: AbortSignal.timeout(50) });
    await expect(fetching).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(seen).toHaveLength(1);
  });
});
