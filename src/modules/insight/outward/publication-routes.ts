import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { madePublication, newPublication, publicationList } from '../../../contract/publications.ts';
import { signedIn } from '../../access/public.ts';
import { findScope } from '../asking/scope.ts';
import type { OutwardDeps } from './deps.ts';
import { listPublications, makePublication, withdrawPublication } from './publications.ts';

const key = z.string().min(1).max(300);
const tags = ['insight'];
const READ = { access: { scope: 'read' } } as const;
const COMPANY = { access: { scope: 'admin', roles: ['security'] } } as const;
const TEAM = {
  access: {
    scope: 'admin',
    roles: ['security'],
    about: { team: 'team' },
    within: ['manager', 'champion', 'partner'],
  },
} as const;
const UNIT = {
  access: { scope: 'admin', roles: ['security'], about: { unit: 'unit' }, within: ['leader'] },
} as const;

/** At one of three places: the company, a unit, a team. */
const spot = z.object({ team: key.optional(), unit: key.optional() });
const one = spot.extend({ id: z.string().max(100) });

/** Walls, badges and frames: made and withdrawn by who answers for what they show. */
export const publicationRoutes =
  (deps: OutwardDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;
    app.get(
      '/api/v1/publications',
      {
        config: READ,
        schema: {
          tags,
          summary: 'What faces outward, of a team, a unit or all; never a key',
          querystring: z.object({ team: key.optional(), unit: key.optional() }),
          response: { 200: publicationList },
        },
      },
      async ({ query }) => {
        const scope = Object.keys(query).length === 0 ? null : await findScope(db, query);
        return { items: await listPublications(db, scope) };
      },
    );

    const at = (path: string, config: typeof COMPANY | typeof TEAM | typeof UNIT) => {
      app.post(
        `/api/v1${path}/publications`,
        {
          config: { access: config.access },
          schema: {
            tags,
            summary: 'Make a wall, a badge or a frame; its key is told only now',
            params: spot,
            body: newPublication,
            response: { 201: madePublication },
          },
        },
        async (request, reply) => {
          const scope = await findScope(db, request.params);
          const hand = { by: signedIn(request).label, now: clock.now() };
          const means = { ids: deps.ids, publicUrl: deps.publicUrl() };
          const made = await db
            .transaction()
            .execute((tx) => makePublication(tx, means, scope, request.body, hand));
          return reply.code(201).send(made);
        },
      );
      app.delete(
        `/api/v1${path}/publications/:id`,
        {
          config: { access: config.access },
          schema: {
            tags,
            summary: 'Withdraw what faces outward: its key opens nothing any more',
            params: one,
            response: { 204: z.null() },
          },
        },
        async (request, reply) => {
          const { id, ...name } = request.params;
          const scope = await findScope(db, name);
          const hand = { by: signedIn(request).label, now: clock.now() };
          await db.transaction().execute((tx) => withdrawPublication(tx, scope, id, hand));
          return reply.code(204).send(null);
        },
      );
    };
    at('', COMPANY);
    at('/teams/:team', TEAM);
    at('/units/:unit', UNIT);
  };
