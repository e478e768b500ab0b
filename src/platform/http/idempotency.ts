import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer holds a secret that is shown once: it is not kept for a repeat of the request. */
    shownOnce?: boolean;
  }
  interface FastifyRequest {
    /** Set while this request answers for an idempotency key. */
    idempotencyKey: string | null;
  }
}

export type Claim =
  /** The key is ours: do the work, then `settle` or `release`. */
  | { state: 'claimed' }
  /** Another request with this key is at work right now. */
  | { state: 'running'; requestHash: string }
  | { state: 'answered'; requestHash: string; status: number; body: unknown };

/** Where answers are kept; see `idempotency-store.ts`. */
export interface IdempotencyStore {
  claim(key: string, requestHash: string): Promise<Claim>;
  settle(key: string, status: number, body: unknown): Promise<void>;
  release(key: string): Promise<void>;
}

/**
 * `Idempotency-Key` on POST, PUT, PATCH and DELETE: a repeat gets the first answer, and the work is done once.
 * Only answers of success are kept, so a refused request may be corrected and sent again. Streamed bodies
 * are left alone: they are told apart by their bytes.
 * @param actorOf who asks; null = nobody is signed in, and the key is not looked at
 */
export function answerOnce(
  app: FastifyInstance,
  store: IdempotencyStore,
  actorOf: (request: FastifyRequest) => string | null,
): void {
  app.decorateRequest('idempotencyKey', null);
  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request, actorOf(request));
    if (!key) return;
    const requestHash = sha256(JSON.stringify(request.body ?? null));
    const claim = await store.claim(key, requestHash);
    if (claim.state === 'claimed') {
      request.idempotencyKey = key;
      return;
    }
    return repeat(claim, requestHash, request, reply);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.idempotencyKey;
    if (!key) return;
    request.idempotencyKey = null;
    if (reply.statusCode < 200 || reply.statusCode > 299) return store.release(key);
    const kept = typeof payload === 'string' && payload !== '' && !request.routeOptions.config.shownOnce;
    await store.settle(key, reply.statusCode, kept ? JSON.parse(payload) : null);
  });
}

function keyOf(request: FastifyRequest, actor: string | null): string | null {
  const given = request.headers['idempotency-key'];
  if (!given || actor === null || !['POST', 'PUT', 'PATCH', 'DELETE'].includes(request.method)) return null;
  if (request.body instanceof Readable) return null;
  if (typeof given !== 'string' || given.length > 200)
    throw new AppError('LK-VALIDATION', 'Idempotency-Key: at most 200 characters, sent once.');
  return sha256([actor, request.method, request.url, given].join('\n'));
}

function repeat(
  claim: Exclude<Claim, { state: 'claimed' }>,
  requestHash: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (claim.requestHash !== requestHash)
    throw new AppError('LK-IDEMPOTENCY', 'This idempotency key was used for another request.');
  if (claim.state === 'running')
    throw new AppError('LK-CONFLICT', 'The first request with this idempotency key is still at work.');
  if (request.routeOptions.config.shownOnce)
    throw new AppError('LK-CONFLICT', 'This was done before, and its answer is shown only once.');
  reply.code(claim.status).header('idempotent-replay', 'true');
  if (claim.body === null) return reply.send();
  return reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(claim.body);
}

const sha256 = (text: string): string => hash('sha256', text, 'hex');
