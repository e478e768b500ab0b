import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryHost, signatureOf } from '../../../test/fakes/memory-host.ts';
import { connectionsDeps } from '../../../test/harness/connections.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { movableClock, testServer } from '../../../test/harness/server.ts';
import { createLog } from '../../platform/log.ts';
import type { HappenedEvent } from '../../platform/outbox/events.ts';
import { forgetDeliveries } from './accept-hook.ts';
import { hookRoutes } from './hook-routes.ts';
import { shownConnection } from './shown-connection.ts';
import { selectConnection as findConnection } from './store.ts';
import { putConnection } from './write-connection.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let deps: ReturnType<typeof connectionsDeps>;
let told: HappenedEvent[] = [];

const body = { system: 'memory', settings: { organisation: 'acme' }, enabled: true };
const push = {
  type: 'push',
  repository: { id: '7', key: 'acme/shop' },
  branch: 'main',
  commit: 'c1',
  paths: ['about.yaml'],
};

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database, movableClock('2026-03-02T09:00:00Z'));
  deps = connectionsDeps(database, server.clock, memoryHost().connector);
  const publish = async (_tx: unknown, event: HappenedEvent) => void told.push(event);
  await server.app.register(hookRoutes({ ...deps, publish, log: createLog('silent') }));
});
afterAll(async () => {
  await server?.app.close();
  await deps?.client.close();
  await database?.drop();
});
beforeEach(async () => {
  told = [];
  await database.pool.query('delete from connection');
  await putConnection(deps, 'code', { ...body, secrets: { webhook: 'signs' } }, 'test');
});

interface Sent {
  key?: string;
  secret?: string;
  delivery?: string;
  payload?: string;
}
async function send({
  key = 'code',
  secret = 'signs',
  delivery = 'd1',
  payload = JSON.stringify(push),
}: Sent) {
  const signature = signatureOf(Buffer.from(payload), secret);
  const headers = { 'content-type': 'application/json', 'x-signature': signature, 'x-delivery': delivery };
  return server.app.inject({ method: 'POST', url: `/hooks/${key}`, headers, payload });
}

describe('a webhook', () => {
  it('is told inside the house when it is signed over the very bytes that came', async () => {
    // Spaces would be lost if it were parsed and written again before the signature is looked at.
    const answer = await send({ payload: JSON.stringify(push, null, 3) });
    expect(answer.statusCode).toBe(202);
    expect(told).toMatchObject([{ type: 'host.changed', event: push }]);
  });

  it('counts once, however often it is delivered, also at the same time', async () => {
    const answers = await Promise.all([send({}), send({}), send({})]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202]);
    await send({});
    expect(told).toHaveLength(1);
    await send({ delivery: 'd2' });
    expect(told).toHaveLength(2);
  });

  it('is forgotten after a week', async () => {
    await send({});
    expect(await forgetDeliveries(deps)).toBe(0);
    server.clock.advance(8 * 86_400_000);
    expect(await forgetDeliveries(deps)).toBe(1);
  });

  it('is refused alike, and no faster, whether the connection or the signature is unknown', async () => {
    await putConnection(deps, 'unsigned', { ...body, secrets: {} }, 'test');
    await putConnection(deps, 'off', { ...body, enabled: false, secrets: { webhook: 'signs' } }, 'test');
    const sent = [{ key: 'unknown' }, { secret: 'guessed' }, { key: 'unsigned', secret: '' }, { key: 'off' }];
    const bodies = new Set<string>();
    for (const one of sent) {
      const since = performance.now();
      const answer = await send(one);
      expect(performance.now() - since).toBeGreaterThan(140);
      expect(answer.statusCode).toBe(404);
      bodies.add(JSON.stringify({ ...answer.json(), instance: '' }));
    }
    expect(bodies.size).toBe(1);
    expect(told).toEqual([]);
  });

  it('counts with the former secret while a new one is brought in', async () => {
    await putConnection(deps, 'code', { ...body, secrets: { webhook: 'new' } }, 'test');
    expect((await send({ secret: 'new', delivery: 'a' })).statusCode).toBe(202);
    expect((await send({ secret: 'signs', delivery: 'b' })).statusCode).toBe(202);
    server.clock.advance(8 * 86_400_000);
    expect((await send({ secret: 'signs', delivery: 'c' })).statusCode).toBe(404);
  });

  it.each([
    ['is no JSON', 'not json'],
    ['is of another kind', 'null'],
    ['has a NUL in a name', JSON.stringify({ ...push, branch: 'a\0b' })],
    ['has a name without end', JSON.stringify({ ...push, branch: 'x'.repeat(100_000) })],
  ])('that is signed but %s is taken and tells nothing', async (_why, payload) => {
    expect((await send({ payload })).statusCode).toBe(202);
    expect(told).toEqual([]);
  });

  it('that touched more paths than can be told, touched unknown ones', async () => {
    const paths = Array.from({ length: 5000 }, (_, n) => `src/${n}.ts`);
    await send({ payload: JSON.stringify({ ...push, paths }) });
    expect(told).toMatchObject([{ event: { paths: null } }]);
  });

  it('is refused over 25 MB, and read up to it', async () => {
    const large = JSON.stringify({ ...push, more: 'x'.repeat(20 * 1024 * 1024) });
    expect((await send({ payload: large })).statusCode).toBe(202);
    const tooLarge = JSON.stringify({ ...push, more: 'x'.repeat(26 * 1024 * 1024) });
    expect((await send({ payload: tooLarge, delivery: 'd2' })).statusCode).toBe(413);
  });

  it('that is not taken is counted, with why the last one was not, and shown with its connection', async () => {
    const refusals = async () => {
      const row = await findConnection(deps.db, { key: 'code' });
      return (await shownConnection(deps, row!)).hookRefusals;
    };
    expect(await refusals()).toBeNull();
    await send({ secret: 'guessed' });
    const unsigned = { 'content-type': 'application/json', 'x-delivery': 'd1' };
    await server.app.inject({ method: 'POST', url: '/hooks/code', headers: unsigned, payload: '{}' });
    expect(await refusals()).toMatchObject({ times: 2, says: expect.stringContaining('signature') });
    await send({ payload: 'not json' });
    expect(await refusals()).toMatchObject({
      times: 3,
      says: expect.stringContaining('not what this system'),
    });
    await send({ payload: 'x'.repeat(26 * 1024 * 1024) });
    expect(await refusals()).toMatchObject({ times: 4, says: expect.stringContaining('25 MB') });
    expect((await send({})).statusCode).toBe(202);
    expect(await refusals()).toMatchObject({ times: 4 });
  });
});
