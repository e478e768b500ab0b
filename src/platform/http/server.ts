import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawServerDefault,
} from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { AppError, ERROR_CODES } from '../../kernel/errors.ts';
import type { Log } from '../log.ts';
import { acceptStreams, cutUnreadBodies } from './body.ts';
import { SECURITY_HEADERS, STRICT_TRANSPORT } from './headers.ts';
import { reportHealth } from './health.ts';
import type { Gauge } from './metrics.ts';
import { describeApi, type OpenApiOptions } from './openapi.ts';
import { PROBLEM_TYPE, toProblem } from './problem.ts';
import { demandAccess } from './route-access.ts';
import { writeOnce } from './write-once.ts';

export type HttpServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface ServerOptions extends OpenApiOptions {
  log: Log;
  /** Limit of JSON bodies; streamed ones are limited by their route. Default 1 MiB. */
  maxBodyBytes?: number;
  /** People reach us over https (perhaps through a proxy): browsers are told to stay there. */
  https?: boolean;
  /** Believe X-Forwarded-For and -Proto; only behind a proxy that sets them. */
  trustProxy?: boolean;
  /** Requests to the API a minute and caller; 0 or nothing = as many as they like. */
  perMinute?: number;
  /** Who calls, once that is known; else callers are told apart by their address. */
  callerOf?(request: FastifyRequest): string | null;
  /** Rejects with the reason while this process cannot serve; answered at /readyz. */
  ready(): Promise<void>;
  /** What /metrics says besides requests and the process; asked each time. */
  gauges?(): Promise<Gauge[]>;
}

/** Half an hour for a whole request: a large report over a slow line. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;

/**
 * The shell that slices register their routes in: zod schemas, problem+json errors, OpenAPI, health,
 * metrics, security headers. A route under /api without `config.access` stops the start.
 */
export async function createHttpServer(options: ServerOptions): Promise<HttpServer> {
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.maxBodyBytes ?? 1024 ** 2,
    trustProxy: options.trustProxy ?? false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => randomUUID(),
    // Keys of targets and repositories may have 500 characters.
    routerOptions: { maxParamLength: 1000 },
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(writeOnce);
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler(() => {
    throw new AppError('LK-NOT-FOUND', 'There is nothing at this address.');
  });
  addHeaders(app, options.https ?? false);
  demandAccess(app);
  acceptStreams(app);
  cutUnreadBodies(app);
  await app.register(cookie);
  await app.register(rateLimit, {
    global: (options.perMinute ?? 0) > 0,
    max: options.perMinute || Number.MAX_SAFE_INTEGER,
    timeWindow: '1 minute',
    keyGenerator: (request) => options.callerOf?.(request) ?? request.ip,
    allowList: (request) => !request.url.startsWith('/api/'),
    errorResponseBuilder: tooMany,
  });
  await describeApi(app, options);
  reportHealth(app, () => options.ready(), options.gauges ?? (async () => []));
  return app;
}

function addHeaders(app: FastifyInstance, https: boolean): void {
  const headers = https ? { ...SECURITY_HEADERS, ...STRICT_TRANSPORT } : SECURITY_HEADERS;
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(error, request.id);
  if (problem.status >= 500) {
    const route = request.routeOptions.url;
    request.log.error({ err: error, code: problem.code, requestId: request.id, route }, 'request failed');
  }
  if (ERROR_CODES[problem.code].retryable && !reply.hasHeader('retry-after'))
    reply.header('retry-after', '5');
  reply.code(problem.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem);
}

const tooMany = (_request: FastifyRequest, { after }: { after: string }) =>
  new AppError('LK-RATE-LIMITED', `Too many attempts; the next is welcome in ${after}.`);
