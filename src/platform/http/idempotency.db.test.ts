import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../test/harness/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { createLog } from '../log.ts';
import { answerOnce } from './idempotency.ts';
import { forgetAnswers, idempotencyStore } from './idempotency-store.ts';
import { createHttpServer, type HttpServer } from './server.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let app: HttpServer;
let done = 0;
let gate: Promise<void> | undefined;

beforeAll(async () => {
  database = await testDatabase();
  app = await createHttpServer({ log: createLog('silent'), title: 'T', version: '1', ready: async () => {} });
  answerOnce(
    app,
    idempotencyStore(database.pool),
    (request) => (request.headers['x-actor'] as string) ?? null,
  );
  const body = z.object({ what: z.string() });
  app.post('/api/acts', { config: { access: 'public' }, schema: { body } }, async (request, reply) => {
    await gate;
    done++;
    if (request.body.what === 'refused') throw new AppError('LK-CONFLICT', 'Not now.');
    return reply.code(201).send({ done, what: request.body.what });
  });
  app.post('/api/secrets', { config: { access: 'public', shownOnce: true } }, async () => ({
    secret: 'abc-secret',
  }));
  app.delete('/api/acts', { config: { access: 'public' } }, async (_request, reply) => {
    done++;
    return reply.code(204).send();
  });
});
afterEach(() => {
  gate = undefined;
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const act = (key: string, what: string, actor = 'ann') =>
  app.inject({
    method: 'POST',
    url: '/api/acts',
    headers: { 'idempotency-key': key, 'x-actor': actor },
    payload: { what },
  });

describe('an idempotency key', () => {
  it('does the work once and repeats the answer', async () => {
    const before = done;
    const first = await act('k1', 'thing');
    const second = await act('k1', 'thing');
    expect(done).toBe(before + 1);
    expect([second.statusCode, second.json()]).toEqual([first.statusCode, first.json()]);
    expect(second.headers['idempotent-replay']).toBe('true');
  });

  it('refuses another body', async () => {
    await act('k2', 'thing');
    const answer = await act('k2', 'other');
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'LK-IDEMPOTENCY']);
  });

  it('belongs to who sent it', async () => {
    const [ann, bob] = [await act('k3', 'thing', 'ann'), await act('k3', 'thing', 'bob')];
    expect(bob.json().done).toBe(ann.json().done + 1);
  });

  it('sent twice at once does the work once', async () => {
    let open = () => {};
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const before = done;
    const first = act('k4', 'thing');
    const second = await Promise.race([first, act('k4', 'thing')]);
    expect([second.statusCode, second.json().code]).toEqual([409, 'LK-CONFLICT']);
    open();
    expect((await first).statusCode).toBe(201);
    expect(done).toBe(before + 1);
  });

  it('may be used again after a refusal', async () => {
    const before = done;
    expect((await act('k5', 'refused')).statusCode).toBe(409);
    expect((await act('k5', 'refused')).json().detail).toBe('Not now.');
    expect(done).toBe(before + 2);
  });

  it('left by a process that died is free again after ten minutes', async () => {
    await act('k6', 'thing');
    const later = (age: string) =>
      database.pool.query(`update idempotent_answer set status = 0, created_at = now() - $1::interval`, [
        age,
      ]);
    await later('9 minutes');
    expect((await act('k6', 'thing')).json().code).toBe('LK-CONFLICT');
    await later('11 minutes');
    expect((await act('k6', 'thing')).statusCode).toBe(201);
  });

  it('keeps no answer that is shown once', async () => {
    const headers = { 'idempotency-key': 'k7', 'x-actor': 'ann' };
    const ask = () => app.inject({ method: 'POST', url: '/api/secrets', headers });
    expect((await ask()).json()).toEqual({ secret: 'abc-secret' });
    expect((await ask()).json().code).toBe('LK-CONFLICT');
    const { rows } = await database.pool.query('select * from idempotent_answer');
    expect(JSON.stringify(rows)).not.toContain('abc-secret');
  });

  it('repeats an answer without a body', async () => {
    const headers = { 'idempotency-key': 'k8', 'x-actor': 'ann' };
    const before = done;
    for (let i = 0; i < 2; i++) {
      const answer = await app.inject({ method: 'DELETE', url: '/api/acts', headers });
      expect([answer.statusCode, answer.body]).toEqual([204, '']);
    }
    expect(done).toBe(before + 1);
  });

  it('is forgotten when it is old', async () => {
    await act('k9', 'thing');
    await database.pool.query(`update idempotent_answer set created_at = now() - interval '4 days'`);
    expect(await forgetAnswers(database.pool, new Date(Date.now() - 86_400_000))).toBeGreaterThan(0);
    expect((await act('k9', 'thing')).headers['idempotent-replay']).toBeUndefined();
  });
});
