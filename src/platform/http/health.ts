import type { FastifyInstance } from 'fastify';
import { createMetrics, type Gauge, gaugeLines } from './metrics.ts';

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: Prometheus text. No sign-in. */
export function reportHealth(
  app: FastifyInstance,
  ready: () => Promise<void>,
  gauges: () => Promise<Gauge[]>,
): void {
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
  app.get('/metrics', async (_request, reply) => {
    // While the database is away the process still tells of itself.
    const known = await gauges().catch(() => []);
    return reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(metrics.text() + gaugeLines(known).join(''));
  });
}
