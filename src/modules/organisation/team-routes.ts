import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  memberBody,
  memberList,
  membersQuery,
  registeredTeam,
  registeredUnit,
  retiredTeam,
  teamBody,
  teamChange,
  teamKey,
  unitBody,
  unitList,
} from '../../contract/teams.ts';
import type { Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import { entityTag } from '../../platform/http/entity-tag.ts';
import { together } from '../../platform/together.ts';
import { placeOf, refusal, signedIn } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import { putMember, removeMember } from './change-members.ts';
import { type ByHand, patchTeam, putTeam, retireTeam, teamOrRefuse } from './change-team.ts';
import { putUnit, readUnits } from './change-unit.ts';
import { membersAt } from './store-teams.ts';

const tags = ['organisation'];
const READ = { access: { scope: 'read' } } as const;
const SECURITY = { scope: 'admin', roles: ['security'] } as const;
const WRITE = { access: SECURITY } as const;
/** A manager looks after their own team. */
const CARE = { access: { ...SECURITY, about: { team: 'team' }, within: ['manager'] } } as const;

/** Teams, their members and business units, edited by hand; the page about a team belongs to insight. */
export const teamRoutes =
  (deps: { db: Database<DB>; clock: Clock; ids: IdSource }): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, ids } = deps;
    const act = <Result>(request: FastifyRequest, what: (tx: Tx<DB>, hand: ByHand) => Promise<Result>) => {
      const hand = {
        by: signedIn(request).label,
        now: clock.now(),
        ifMatch: request.headers['if-match'],
      };
      return db.transaction().execute((tx) => what(tx, hand));
    };
    const teamParams = z.object({ team: teamKey });
    const memberParams = z.object({ team: teamKey, person: z.string().max(300) });
    const unitParams = z.object({ unit: teamKey });

    app.put(
      '/api/v1/teams/:team',
      {
        config: WRITE,
        schema: {
          tags,
          summary: 'Make a team or bring it to exactly this; a retired one is taken up again',
          params: teamParams,
          body: teamBody,
          response: { 200: registeredTeam, 201: registeredTeam },
        },
      },
      async (request, reply) => {
        const { team, made } = await act(request, (tx, hand) =>
          putTeam(tx, ids, request.params.team, request.body, hand),
        );
        return reply
          .code(made ? 201 : 200)
          .header('etag', entityTag(team.version))
          .send(team.value);
      },
    );

    app.patch(
      '/api/v1/teams/:team',
      {
        config: CARE,
        schema: {
          tags,
          summary: 'Change what is named; null takes a field away',
          params: teamParams,
          body: teamChange,
          response: { 200: registeredTeam },
        },
      },
      async (request, reply) => {
        demandOwnFields(request.body, refusal(signedIn(request), SECURITY));
        const team = await act(request, (tx, hand) =>
          patchTeam(tx, ids, request.params.team, request.body, hand),
        );
        return reply.header('etag', entityTag(team.version)).send(team.value);
      },
    );

    app.delete(
      '/api/v1/teams/:team',
      {
        config: WRITE,
        schema: {
          tags,
          summary: 'Retire a team; the answer says what it still owns',
          params: teamParams,
          response: { 200: retiredTeam },
        },
      },
      async (request) => act(request, (tx, hand) => retireTeam(tx, request.params.team, hand)),
    );

    app.get(
      '/api/v1/teams/:team/members',
      {
        config: READ,
        schema: {
          tags,
          summary: 'Who is in a team, or was at a time',
          params: teamParams,
          querystring: membersQuery,
          response: { 200: memberList },
        },
      },
      async (request) => {
        const at = request.query.at === undefined ? clock.now() : new Date(request.query.at);
        return db.transaction().execute(async (tx) => {
          const team = await teamOrRefuse(tx, request.params.team);
          return { items: await membersAt(tx, team.id, at) };
        });
      },
    );

    app.put(
      '/api/v1/teams/:team/members/:person',
      {
        config: CARE,
        schema: {
          tags,
          summary: 'Put a person (id or email) into a team, or change their role there',
          params: memberParams,
          body: memberBody,
        },
      },
      async (request, reply) => {
        const at = { ...request.params, role: request.body.role };
        const refused = refusal(signedIn(request), SECURITY, await placeOf(request));
        await act(request, (tx, hand) => putMember(tx, at, { ...hand, refused }));
        return reply.code(204).send();
      },
    );

    app.delete(
      '/api/v1/teams/:team/members/:person',
      {
        config: CARE,
        schema: { tags, summary: 'Take a person out of a team', params: memberParams },
      },
      async (request, reply) => {
        await act(request, (tx, hand) => removeMember(tx, request.params, hand));
        return reply.code(204).send();
      },
    );

    app.get(
      '/api/v1/units',
      { config: READ, schema: { tags, summary: 'Business units, by key', response: { 200: unitList } } },
      async () => {
        const units = await together(db, 'units', () =>
          db.transaction().execute((tx) => readUnits(tx, null)),
        );
        return { items: units.map(({ value }) => value) };
      },
    );

    app.get(
      '/api/v1/units/:unit',
      {
        config: READ,
        schema: { tags, summary: 'A business unit', params: unitParams, response: { 200: registeredUnit } },
      },
      async (request, reply) => {
        const [unit] = await db.transaction().execute((tx) => readUnits(tx, request.params.unit));
        if (!unit) throw new AppError('LK-NOT-FOUND', `There is no business unit ${request.params.unit}.`);
        return reply.header('etag', entityTag(unit.version)).send(unit.value);
      },
    );

    app.put(
      '/api/v1/units/:unit',
      {
        config: WRITE,
        schema: {
          tags,
          summary: 'Make a business unit or bring it to exactly this',
          params: unitParams,
          body: unitBody,
          response: { 200: registeredUnit, 201: registeredUnit },
        },
      },
      async (request, reply) => {
        const { unit, made } = await act(request, (tx, hand) =>
          putUnit(tx, ids, request.params.unit, request.body, hand),
        );
        return reply
          .code(made ? 201 : 200)
          .header('etag', entityTag(unit.version))
          .send(unit.value);
      },
    );
  };

/** What a team says of itself; what else it is, such as what it takes and may own, reaches beyond it. */
const OWN_FIELDS = new Set(['name', 'channel', 'mail', 'oncall', 'champion', 'deputy', 'deputies']);

/** @param refused why whoever asks is not security everywhere; null: they are */
function demandOwnFields(change: Record<string, unknown>, refused: string | null): void {
  const beyond = Object.keys(change).find((field) => !OWN_FIELDS.has(field));
  if (refused !== null && beyond !== undefined)
    throw new AppError('LK-FORBIDDEN', `${beyond.slice(0, 60)}: ${refused}`);
}
