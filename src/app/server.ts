import { join } from 'node:path';
import {
  accessRoutes,
  authentication,
  openCredentials,
  SECURITY_SCHEMES,
  stillReads,
} from '../modules/access/public.ts';
import { connectionRoutes, deliveryRoutes, hookRoutes } from '../modules/connections/public.ts';
import { findingRoutes } from '../modules/findings/public.ts';
import {
  bulkRoutes,
  homeRoutes,
  houseStanding,
  insightRoutes,
  outwardRoutes,
} from '../modules/insight/public.ts';
import { intakeRoutes, pulledRoutes } from '../modules/intake/public.ts';
import { notifyRoutes } from '../modules/notify/public.ts';
import {
  directoryRoutes,
  organisationRoutes,
  scimRoutes,
  teamRoutes,
  teamsOf,
} from '../modules/organisation/public.ts';
import { movingRoutes, ownershipRoutes, sweepRoutes } from '../modules/ownership/public.ts';
import { exceptionRoutes, feedSources, policyRoutes, trustRoutes } from '../modules/policy/public.ts';
import { accountRoutes, askRoutes, ticketRoutes } from '../modules/tickets/public.ts';
import { answerOnce } from '../platform/http/idempotency.ts';
import { idempotencyStore } from '../platform/http/idempotency-store.ts';
import { servePage } from '../platform/http/page.ts';
import { createHttpServer, type HttpServer } from '../platform/http/server.ts';
import type { House } from './house.ts';
import { notifyDepsOf } from './notices.ts';
import { outboxGauges } from './outbox-gauges.ts';
import { placesOf } from './places.ts';
import { projectFile, version } from './project.ts';
import { tellFindings } from './tell-findings.ts';

export interface RunningServer {
  app: HttpServer;
  /** Where people reach it, without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/** The HTTP server: every slice's routes and the page. */
export async function startServer(house: House, options: { port: number }): Promise<RunningServer> {
  const { config, database, clock, ids, log } = house;
  let url = config.LANEKEEPER_URL ?? '';
  const publicUrl = () => url;
  const app = await createHttpServer({
    log,
    title: 'Lanekeeper',
    version: version(),
    securitySchemes: SECURITY_SCHEMES,
    trustProxy: config.LANEKEEPER_TRUST_PROXY,
    perMinute: config.LANEKEEPER_RATE_LIMIT,
    callerOf: (request) => request.actor?.id ?? null,
    https: config.LANEKEEPER_URL?.startsWith('https:') ?? false,
    ready: async () => {
      await database.pool.query('select 1');
    },
    gauges: () => outboxGauges(house),
  });
  const deps = { db: database.db, clock, ids };
  const credentials = openCredentials({ db: database.db, clock, log });
  await app.register(authentication({ credentials, publicUrl, places: placesOf(database.db) }));
  answerOnce(app, idempotencyStore(database.pool), (request) => request.actor?.label ?? null);
  await app.register(
    accessRoutes({
      ...deps,
      credentials,
      publicUrl,
      keys: house.keys,
      client: house.client,
      log,
      teamsOf: (id) => teamsOf(database.db, id),
    }),
  );
  await app.register(connectionRoutes(house.connections));
  await app.register(deliveryRoutes(house.connections));
  await app.register(hookRoutes({ ...house.connections, publish: house.events.publish, log }));
  await app.register(organisationRoutes(deps));
  await app.register(teamRoutes(deps));
  await app.register(directoryRoutes({ ...house.sweeps, db: database.db, publish: house.events.publish }));
  const forget = () => credentials.forget();
  await app.register(scimRoutes({ ...deps, publicUrl, forget, newTeams: config.LANEKEEPER_SCIM_NEW_TEAMS }));
  await app.register(ownershipRoutes({ ...deps, publish: house.events.publish }));
  await app.register(sweepRoutes({ ...house.sweeps, db: database.db }));
  await app.register(
    movingRoutes({
      ...deps,
      publish: house.events.publish,
      publishAll: house.events.publishAll,
      tell: tellFindings(ids),
    }),
  );
  await app.register(exceptionRoutes({ ...deps, publish: house.events.publish }));
  await app.register(
    policyRoutes({
      ...deps,
      publish: house.events.publish,
      feeds: feedSources(config),
      osv: config.LANEKEEPER_OSV,
      houseStanding: (now, periodDays) => houseStanding(database.db, now, periodDays),
    }),
  );
  await app.register(trustRoutes({ ...deps, publishAll: house.events.publishAll }));
  await app.register(intakeRoutes({ ...house.line, maxUploadBytes: config.LANEKEEPER_MAX_UPLOAD }));
  await app.register(pulledRoutes(house.connections));
  await app.register(findingRoutes({ ...deps, publish: house.events.publish }));
  await app.register(
    askRoutes({
      ...deps,
      publish: house.events.publish,
      loadConnector: house.connections.loadConnector,
    }),
  );
  await app.register(
    ticketRoutes({
      ...deps,
      publishAll: house.events.publishAll,
      loadConnector: house.connections.loadConnector,
    }),
  );
  await app.register(accountRoutes(deps));
  await app.register(notifyRoutes(notifyDepsOf(house)));
  await app.register(bulkRoutes({ ...deps, publish: house.events.publish }));
  await app.register(insightRoutes(deps));
  await app.register(
    outwardRoutes({
      ...deps,
      pool: database.pool,
      log,
      publicUrl,
      stillReads: stillReads({ credentials, publicUrl }),
    }),
  );
  await app.register(homeRoutes(deps));
  await servePage(app, projectFile(join('dist', 'web')));
  await app.listen({ port: options.port, host: config.LANEKEEPER_HOST });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  url ||= `http://localhost:${port}`;
  return { app, url, close: () => app.close() };
}
