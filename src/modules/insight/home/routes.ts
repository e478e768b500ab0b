import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { homeQuery, home as homeShape, unitStanding as unitStandingShape } from '../../../contract/home.ts';
import {
  meetingPage as meetingPageShape,
  newMeeting,
  teamCourse as teamCourseShape,
} from '../../../contract/meetings.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import { together } from '../../../platform/together.ts';
import { placeOf, refusal, signedIn } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { teamCourse } from './course/team-course.ts';
import { caresOfSecurity } from './faces/cares.ts';
import { held } from './held.ts';
import { home } from './home.ts';
import { findMeetingTeam, meetingPage } from './meeting/meeting-page.ts';
import { recordMeeting, undoMeeting } from './meeting/meetings.ts';
import { extentsOfTeams } from './units/extents.ts';
import { unitStanding } from './units/unit-standing.ts';

const tags = ['insight'];
const READ = { access: { scope: 'read' } } as const;
/** Those who are at the meeting: whoever speaks for the team, and security. */
const MEET = {
  scope: 'admin',
  roles: ['security'],
  about: { team: 'team' },
  within: ['champion', 'partner', 'manager'],
} as const;
/** What teams own changes by the hour, and asking it of all repositories is dear. */
const OWNING_MS = 60_000;
/** Counts lag behind their rows by a second anyway. */
const COUNTS_MS = 5_000;
/** The same for everybody in security; somebody who decided soon sees it. */
const CARES_MS = 2_000;
const byTeam = z.object({ team: z.string().max(100) });

/** What somebody sees first, what a team and security talk about, and where the risk of a unit is. */
export const homeRoutes =
  ({ db, clock, ids }: { db: Database<DB>; clock: Clock; ids: IdSource }): FastifyPluginAsyncZod =>
  async (app) => {
    const extents = held((_, now) => extentsOfTeams(db, now), OWNING_MS);
    const standing = held(
      (unit, now) => unitStanding({ db, extents: (at) => extents('', at) }, unit || null, now),
      COUNTS_MS,
    );
    const cares = held((_, now) => caresOfSecurity(db, now), CARES_MS);
    const units = (unit: string | null, now: Date) => standing(unit ?? '', now);

    app.get(
      '/api/v1/home',
      {
        config: READ,
        schema: {
          tags,
          summary: 'What the reader does or decides next, by what they are',
          querystring: homeQuery,
          response: { 200: homeShape },
        },
      },
      async (request) =>
        home({ db, units, cares: (now) => cares('', now) }, signedIn(request), request.query.as, clock.now()),
    );

    app.get(
      '/api/v1/insights/units',
      {
        config: READ,
        schema: {
          tags,
          summary: 'The numbers of the company and its units',
          response: { 200: unitStandingShape },
        },
      },
      async () => units(null, clock.now()),
    );

    app.get(
      '/api/v1/insights/units/:unit',
      {
        config: READ,
        schema: {
          tags,
          summary: 'The numbers of a business unit, of the units below and of its teams',
          params: z.object({ unit: z.string().max(100) }),
          response: { 200: unitStandingShape },
        },
      },
      async (request) => units(request.params.unit, clock.now()),
    );

    app.get(
      '/api/v1/teams/:team/course',
      {
        config: READ,
        schema: {
          tags,
          summary: 'A team over time: open findings, dates met and missed, its descriptors',
          params: byTeam,
          response: { 200: teamCourseShape },
        },
      },
      async ({ params }) =>
        together(db, `course ${params.team}`, () => teamCourse(db, params.team, clock.now())),
    );

    app.get(
      '/api/v1/teams/:team/meeting',
      {
        config: { access: { ...READ.access, about: { team: 'team' } } },
        schema: {
          tags,
          summary: 'What a team and security talk about when they meet',
          params: byTeam,
          response: { 200: meetingPageShape },
        },
      },
      async (request) => {
        const actor = signedIn(request);
        const mayRecord = refusal(actor, MEET, await placeOf(request)) === null;
        const { team } = request.params;
        const reader = { label: actor.label, mayRecord };
        return together(db, `meeting ${JSON.stringify([team, reader])}`, () =>
          meetingPage(db, team, reader, clock.now()),
        );
      },
    );

    app.post(
      '/api/v1/teams/:team/meetings',
      {
        config: { access: MEET },
        schema: {
          tags,
          summary: 'Team and security met: what is new counts from now',
          params: byTeam,
          body: newMeeting,
          response: { 201: meetingPageShape },
        },
      },
      async (request, reply) => {
        const actor = signedIn(request);
        const team = await findMeetingTeam(db, request.params.team);
        const now = clock.now();
        await db
          .transaction()
          .execute((tx) => recordMeeting(tx, ids, { team, actor, now }, request.body.note));
        return reply
          .code(201)
          .send(await meetingPage(db, team.key, { label: actor.label, mayRecord: true }, now));
      },
    );

    app.delete(
      '/api/v1/teams/:team/meetings/:id',
      {
        config: { access: MEET },
        schema: {
          tags,
          summary: 'Take back within the hour that they met',
          params: byTeam.extend({ id: z.uuid() }),
        },
      },
      async (request, reply) => {
        const actor = signedIn(request);
        const team = await findMeetingTeam(db, request.params.team);
        await db
          .transaction()
          .execute((tx) => undoMeeting(tx, { team, actor, now: clock.now() }, request.params.id));
        return reply.code(204).send();
      },
    );
  };
