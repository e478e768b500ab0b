import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../../contract/access.ts';
import {
  changeMarker,
  effectAnswer,
  effectQuery,
  marker,
  markerList,
  markersQuery,
  writeMarker,
} from '../../../contract/insights/markers.ts';
import { signedIn } from '../../access/public.ts';
import type { InsightDeps } from '../deps.ts';
import { markerEffect } from './effect.ts';
import { addMarker, editMarker, listMarkers, removeMarker } from './keep-markers.ts';

const tags = ['insight'];
const READ = { access: { scope: 'read' } } as const;
/** Who may, and where, is decided by what the body or the marker names. */
const WRITE = { access: { scope: 'admin', roles: ROLES } } as const;
const params = z.object({ id: z.string().max(100) });

export const markerRoutes =
  ({ db, clock, ids }: InsightDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/insights/markers',
      {
        config: READ,
        schema: {
          tags,
          summary: 'What people noted beside the numbers',
          querystring: markersQuery,
          response: { 200: markerList },
        },
      },
      async (request) => listMarkers(db, request.query),
    );
    app.post(
      '/api/v1/insights/markers',
      {
        config: WRITE,
        schema: {
          tags,
          summary: 'Note what may change the numbers',
          body: writeMarker,
          response: { 201: marker },
        },
      },
      async (request, reply) => {
        const actor = signedIn(request);
        const added = await db
          .transaction()
          .execute((tx) => addMarker(tx, ids, request.body, actor, clock.now()));
        return reply.code(201).send(added);
      },
    );
    app.patch(
      '/api/v1/insights/markers/:id',
      {
        config: WRITE,
        schema: { tags, summary: 'Change a marker', params, body: changeMarker, response: { 200: marker } },
      },
      async (request) =>
        db.transaction().execute((tx) => editMarker(tx, request.params.id, request.body, signedIn(request))),
    );
    app.delete(
      '/api/v1/insights/markers/:id',
      { config: WRITE, schema: { tags, summary: 'Remove a marker', params, response: { 204: z.null() } } },
      async (request, reply) => {
        await db.transaction().execute((tx) => removeMarker(tx, request.params.id, signedIn(request)));
        return reply.code(204).send(null);
      },
    );
    app.get(
      '/api/v1/insights/markers/:id/effect',
      {
        config: READ,
        schema: {
          tags,
          summary: 'Before and after a marker',
          params,
          querystring: effectQuery,
          response: { 200: effectAnswer },
        },
      },
      async (request) => markerEffect(db, request.params.id, request.query, clock.now()),
    );
  };
