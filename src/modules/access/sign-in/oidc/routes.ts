import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { providerKey } from '../../../../contract/identity-providers.ts';
import type { OidcRefusal } from '../../../../contract/oidc-refusals.ts';
import { audit } from '../../audit.ts';
import { beginAttempt, takeAttempt } from '../attempts.ts';
import type { SignInDeps } from '../deps.ts';
import { endCount } from '../failures.ts';
import { ownPath } from '../own-path.ts';
import { ATTEMPTS } from '../public-route.ts';
import { browserOf, setSession, startSession } from '../sessions.ts';
import { findProvider, type ProviderRow } from '../store-providers.ts';
import { letIn } from './let-in.ts';
import { type ProviderClients, redirectUriOf } from './provider-client.ts';
import { beginJourney, endJourney, type Journey, journey, refusalOf } from './sign-in.ts';

/** The way through an identity provider: both addresses are opened by a browser, and both lead on at once. */
export const oidcRoutes =
  (deps: SignInDeps, clients: ProviderClients): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, log } = deps;
    const tags = ['access'];
    const config = { access: 'public', rateLimit: ATTEMPTS } as const;
    const params = z.object({ key: providerKey });
    const here = () => ({ now: clock.now(), publicUrl: deps.publicUrl() });

    app.get(
      '/api/v1/sign-in/oidc/:key',
      {
        config,
        schema: {
          tags,
          summary: 'Begin to sign in at an identity provider',
          params,
          querystring: z.object({ to: z.string().max(4000).optional() }),
        },
      },
      async (request, reply) => {
        const to = ownPath(request.query.to);
        const { key } = request.params;
        const provider = await findProvider(db, key);
        if (!provider?.enabled) return leadBack(reply, 'unknown', to);
        try {
          const begun = await beginJourney(clients, provider, redirectUriOf(deps.publicUrl(), key), to);
          await beginAttempt(db, reply, 'oidc', { personId: null, data: begun.journey }, here());
          return lead(reply, begun.url.href);
        } catch (error) {
          const { refusal, why } = refusalOf(error);
          log.warn({ provider: key, why }, 'an identity provider does not let anybody begin');
          return leadBack(reply, refusal, to);
        }
      },
    );

    app.get(
      '/api/v1/sign-in/oidc/:key/callback',
      {
        // Whoever only asks for its head must not use it up.
        exposeHeadRoute: false,
        config,
        schema: { tags, summary: 'The browser comes back from an identity provider', params },
      },
      async (request, reply) => {
        const begun = await takeAttempt(db, request, reply, 'oidc', here());
        const provider = await findProvider(db, request.params.key);
        const kept = journey.safeParse(begun?.data);
        // Without a cookie of ours, or with one for another provider, this answer was not asked for here.
        if (!kept.success || !provider?.enabled || kept.data.provider !== provider.id)
          return leadBack(reply, 'expired', kept.data?.to ?? '/');
        const end = await arrive(request, provider, kept.data);
        if ('refusal' in end) {
          const detail = { refusal: end.refusal, why: end.why };
          await audit(db, 'system', 'sign-in.refused', `oidc:${provider.key}`, detail);
          return leadBack(reply, end.refusal, kept.data.to);
        }
        deps.credentials.forget();
        setSession(reply, end.session, deps.publicUrl());
        return lead(reply, kept.data.to);
      },
    );

    async function arrive(
      request: FastifyRequest,
      provider: ProviderRow,
      kept: Journey,
    ): Promise<{ session: string } | { refusal: OidcRefusal; why: string }> {
      const answer = request.url.split('?')[1] ?? '';
      const told = await endJourney(clients, provider, kept, answer).catch(refusalOf);
      if ('refusal' in told) {
        // The error itself may hold what the provider sent, and its address the code: neither is logged.
        log.warn({ provider: provider.key, why: told.why }, 'a sign-in by a provider was refused');
        return told;
      }
      return db.transaction().execute(async (tx) => {
        const now = clock.now();
        const person = await letIn(tx, deps.ids, provider, told, now);
        if (typeof person === 'string') return { refusal: person, why: person };
        await endCount(tx, person.email);
        const browser = browserOf(request, deps.publicUrl());
        return { session: await startSession(tx, person, `oidc:${provider.key}`, browser, now) };
      });
    }
  };

/** The address that is left holds a code: whoever is next is not told it. */
const lead = (reply: FastifyReply, to: string) =>
  reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store').redirect(to, 303);

function leadBack(reply: FastifyReply, problem: OidcRefusal, to: string) {
  const search = new URLSearchParams({ problem, ...(to !== '/' && { to }) });
  return lead(reply, `/sign-in?${search}`);
}
