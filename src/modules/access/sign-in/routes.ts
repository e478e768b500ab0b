import type { FastifyInstance } from 'fastify';
import type { AccessRoutesDeps } from '../deps.ts';
import { hashQueue } from './hash-queue.ts';
import { providerClients } from './oidc/provider-client.ts';
import { oidcRoutes } from './oidc/routes.ts';
import { ownSessionRoutes } from './own-session-routes.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { providerRoutes } from './providers/routes.ts';
import { securityRoutes } from './security-routes.ts';
import { ownFactorRoutes, setUpRoutes } from './set-up-routes.ts';
import { waysRoutes } from './ways-routes.ts';

/** Two at once take 38 MiB and half of Node's threads; behind them wait as many as are done in about a second. */
const HASHING = { atOnce: 2, waiting: 40 };

/** All ways in but one-time links, and what a person does about their own. */
export const signInRoutes = (access: AccessRoutesDeps) => async (app: FastifyInstance) => {
  const deps = { ...access, hashes: hashQueue(HASHING) };
  await app.register(waysRoutes(deps));
  await app.register(passkeyRoutes(deps));
  await app.register(setUpRoutes(deps));
  await app.register(ownFactorRoutes(deps));
  await app.register(securityRoutes(deps));
  await app.register(ownSessionRoutes(deps));
  await app.register(oidcRoutes(deps, providerClients(deps)));
  await app.register(providerRoutes(deps));
};
