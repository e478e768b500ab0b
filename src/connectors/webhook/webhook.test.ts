import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { createHttpClient } from '../../platform/client/client.ts';
import { createLog } from '../../platform/log.ts';
import type { NewTicket, TicketEdit } from '../connector.ts';
import type { Event } from './event.ts';
import { connector } from './index.ts';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

const SECRET = 'a secret of tests, long';
const FORMER = 'the one before it, long';
const NOW = new Date('2026-03-02T09:00:00.500Z');
const received: Received[] = [];
/** Answers to come; without one, 204. */
const answers: { status: number; body?: string; location?: string; cut?: boolean }[] = [];
let url: string;
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
  received.push({ path: request.url!, headers: request.headers, body });
  const { status, body: text, location, cut } = answers.shift() ?? { status: 204 };
  if (cut) request.socket.destroy();
  else response.writeHead(status, location ? { location } : {}).end(text);
});
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events?from=lanekeeper`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received.length = 0;
  answers.length = 0;
});

const context = (secrets: Record<string, string> = { signingSecret: SECRET }, more = {}) =>
  fakeContext(connector.settings.parse({ url, ...more }), secrets, () => NOW);
const tickets = (secrets?: Record<string, string>) => connector.tickets!.open(context(secrets));
const event = (at = 0): Event => JSON.parse(received[at]!.body);

const TICKET: NewTicket = {
  place: 'PAY',
  marker: 'tkt_1',
  title: 'Upgrade lodash',
  body: 'Why **now**.',
  priority: 'P1',
  dueOn: '2026-03-20',
  labels: ['lanekeeper'],
};

describe('an event', () => {
  it('is a CloudEvent in structured mode, posted to the whole address', async () => {
    const told = await tickets().create(TICKET);
    expect(told).toMatchObject({ id: 'tkt_1', place: 'PAY', state: 'open' });
    const [{ path, headers }] = received as [Received];
    expect([path, headers['content-type']]).toEqual([
      '/events?from=lanekeeper',
      'application/cloudevents+json; charset=utf-8',
    ]);
    const { place, marker, ...text } = TICKET;
    expect(event()).toEqual({
      specversion: '1.0',
      id: `${marker}.created`,
      source: 'lanekeeper',
      type: 'dev.lanekeeper.ticket.created',
      subject: marker,
      time: NOW.toISOString(),
      datacontenttype: 'application/json',
      data: { queue: place, ...text },
    });
  });

  it.each([
    ['changed', { dueOn: '2026-04-01' }, 'ticket.changed'],
    ['closed', { state: 'done' }, 'ticket.closed'],
    ['opened again', { state: 'open', title: 'x' }, 'ticket.changed'],
  ] as [string, TicketEdit, string][])('tells what was %s', async (_, edit, type) => {
    expect(await tickets().update('tkt_1', edit, 3)).toBe('done');
    expect(event()).toMatchObject({ type: `dev.lanekeeper.${type}`, subject: 'tkt_1', data: edit });
  });

  it('tells comments, and asks as what they are', async () => {
    expect(await tickets().comment('ask_1', { marker: 'cmt_1', body: 'Hi' })).toEqual({ id: 'cmt_1' });
    expect(event()).toMatchObject({
      type: 'dev.lanekeeper.ask.commented',
      data: { comment: 'cmt_1', body: 'Hi' },
    });
  });

  it('has the same id when it is told again, and another when the same happens later', async () => {
    for (const rev of [3, 3, 5]) await tickets().update('tkt_1', { state: 'done' }, rev);
    await tickets().create(TICKET);
    await tickets().create(TICKET);
    const ids = received.map((_, at) => event(at).id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(ids[3]).toBe(ids[4]);
  });
});

describe('a signature', () => {
  const expected = (secret: string | Buffer, { headers, body }: Received) =>
    `v1,${createHmac('sha256', secret)
      .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64')}`;

  it('is over the id, the time and the bytes that are sent', async () => {
    await tickets().create({ ...TICKET, title: 'Grüße <!channel> ☃' });
    const [sent] = received as [Received];
    expect(sent.headers['webhook-id']).toBe('tkt_1.created');
    expect(sent.headers['webhook-timestamp']).toBe(String(Math.floor(NOW.getTime() / 1000)));
    expect(sent.headers['webhook-signature']).toBe(expected(SECRET, sent));
  });

  it('is made with both secrets while they are changed, the newest first', async () => {
    await tickets({ signingSecret: SECRET, formerSecret: FORMER }).create(TICKET);
    const [sent] = received as [Received];
    expect(sent.headers['webhook-signature']).toBe(`${expected(SECRET, sent)} ${expected(FORMER, sent)}`);
  });

  it('takes secrets as Standard Webhooks writes them', async () => {
    const key = Buffer.alloc(24, 7);
    await tickets({ signingSecret: `whsec_${key.toString('base64')}` }).create(TICKET);
    const [sent] = received as [Received];
    expect(sent.headers['webhook-signature']).toBe(expected(key, sent));
  });

  it.each([
    ['no secret', {}, 'is missing'],
    ['one that could be guessed', { signingSecret: 'short' }, 'shorter than 16'],
  ] as [string, Record<string, string>, string][])(
    'is not made with %s: nothing is sent',
    async (_, secrets, says) => {
      await expect(tickets(secrets).create(TICKET)).rejects.toMatchObject({
        code: 'LK-CONNECTION',
        message: expect.stringContaining(says),
      });
      expect(received).toEqual([]);
    },
  );
});

describe('a receiver', () => {
  it('that is away for a moment gets the same event again, byte by byte', async () => {
    answers.push({ status: 503 }, { status: 200, cut: true });
    await tickets().create(TICKET);
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body, headers }) => `${headers['webhook-signature']} ${body}`)).size).toBe(
      1,
    );
  });

  it.each([
    [401, 'LK-CONNECTION'],
    [403, 'LK-CONNECTION'],
    [404, 'LK-CONNECTION'],
    [410, 'LK-CONNECTION'],
    [400, 'LK-REFUSED'],
    [413, 'LK-REFUSED'],
    [422, 'LK-REFUSED'],
    [408, 'LK-NETWORK'],
    [500, 'LK-NETWORK'],
  ])('that answers %i is %s', async (status, code) => {
    answers.push(...Array.from({ length: 4 }, () => ({ status })));
    await expect(tickets().create(TICKET)).rejects.toMatchObject({ code });
  });

  it('that asks for a pause gets it', async () => {
    const body = '';
    answers.push({ status: 429, body });
    const busy = fakeContext(connector.settings.parse({ url }), { signingSecret: SECRET }, () => NOW);
    busy.client = createHttpClient({ allowPrivate: true, log: createLog('silent'), sleep: async () => {} });
    answers.push(...Array.from({ length: 4 }, () => ({ status: 429, body })));
    await expect(connector.tickets!.open(busy).create(TICKET)).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: expect.any(String) },
    });
  });

  it('that moved is not followed: the event would become a question', async () => {
    answers.push({ status: 302, location: '/elsewhere' });
    await expect(tickets().create(TICKET)).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('moved to /elsewhere'),
    });
    expect(received).toHaveLength(1);
  });

  it.each(['http://127.0.0.1', 'http://localhost', 'https://169.254.169.254'])(
    'at the private address %s is refused by the guard, and the test says so',
    async (address) => {
      const guarded = context(undefined, { url: `${address}:${new URL(url).port}/` });
      guarded.client = createHttpClient({ allowPrivate: false, log: createLog('silent') });
      const telling = connector.tickets!.open(guarded).create(TICKET);
      await expect(telling).rejects.toMatchObject({ code: 'LK-ADDRESS-REFUSED' });
      expect(await connector.test(guarded)).toEqual({
        ok: false,
        says: [expect.stringContaining('private or reserved address')],
      });
      expect(received).toEqual([]);
    },
  );

  it('is sent a ping by the test, which says what came back', async () => {
    expect(await connector.test(context())).toEqual({
      ok: true,
      says: ['a ping was sent, and the receiver answered 204'],
    });
    expect(event().type).toBe('dev.lanekeeper.ping');
    answers.push({ status: 404, body: 'no such\npath' });
    expect(await connector.test(context())).toEqual({
      ok: false,
      says: ['a ping was sent, but the receiver answered 404: no such path'],
    });
    answers.push({ status: 401 });
    expect((await connector.test(context())).ok).toBe(false);
  });
});

describe('settings', () => {
  it.each([
    'http://events.example.com/',
    'https://user:pw@events.example.com/',
    'ftp://events.example.com/',
    'no address',
  ])('refuse %s', (address) => {
    expect(connector.settings.safeParse({ url: address }).success).toBe(false);
  });

  it('say which queues it hears of', () => {
    const place = (queues: string[]) =>
      connector.tickets!.placeOf(connector.settings.parse({ url, queues }), 'PAY');
    expect([place([]), place(['PAY']), place(['SRC'])]).toEqual(['PAY', 'PAY', null]);
  });
});

describe('the receiver in docs/delivery.md', () => {
  it('takes what is signed and new, once, and nothing else', async () => {
    const docs = await readFile(new URL('../../../docs/delivery.md', import.meta.url), 'utf8');
    const [, program] = /```js\n(\/\/ receive\.mjs\n[\s\S]*?)\n```\n/.exec(docs) ?? [];
    expect(program?.trim().split('\n').length).toBeLessThanOrEqual(20);
    const folder = await mkdtemp(join(tmpdir(), 'lanekeeper-receiver-'));
    await writeFile(join(folder, 'receive.mjs'), program!);
    const running = spawn(process.execPath, [join(folder, 'receive.mjs')], {
      env: { WEBHOOK_SECRET: SECRET, PORT: '0' },
    });
    const said: string[] = [];
    running.stdout.on('data', (data) => said.push(...String(data).trim().split('\n')));
    try {
      await expect.poll(() => said[0]).toMatch(/^listening on \d+$/);
      const address = `http://127.0.0.1:${said[0]!.slice('listening on '.length)}/`;
      const at = (now: Date, secret = SECRET) => {
        const given = fakeContext(
          connector.settings.parse({ url: address }),
          { signingSecret: secret },
          () => now,
        );
        return connector.tickets!.open(given);
      };
      await at(new Date()).create(TICKET);
      await at(new Date()).create(TICKET);
      await at(new Date()).comment('tkt_1', { marker: 'cmt_1', body: 'ü' });
      const rotated = { signingSecret: 'a newer secret, long too', formerSecret: SECRET };
      const rotating = fakeContext(connector.settings.parse({ url: address }), rotated);
      await connector.tickets!.open(rotating).update('tkt_1', { state: 'done' });
      const refusal = { code: 'LK-CONNECTION' };
      await expect(at(new Date(Date.now() - 600_000)).create(TICKET)).rejects.toMatchObject(refusal);
      await expect(at(new Date(), 'another secret, long').create(TICKET)).rejects.toMatchObject(refusal);
      const unsigned = await fetch(address, { method: 'POST', body: '{}' });
      expect(unsigned.status).toBe(401);
      expect(said.slice(1)).toEqual([
        'dev.lanekeeper.ticket.created tkt_1',
        'dev.lanekeeper.ticket.commented tkt_1',
        'dev.lanekeeper.ticket.closed tkt_1',
      ]);
    } finally {
      running.kill();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
