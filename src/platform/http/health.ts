import type { FastifyInstance } from 'fastify';
import { createMetrics } from './metrics.ts';

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: Prometheus text. No sign-in. */
export function reportHealth(app: FastifyInstance, ready: () => Promise<void>): void {
  const metrics = createMetrics();
  app.addHook('onClose', async () => metrics.stop());
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
  });
  app.get('/healthz', () => ({ status: 'alive' }));
  app.get('/readyz', async () => {
    await ready();
    return { status: 'ready' };
  });
  app.get('/metrics', (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text()),
  );
}
