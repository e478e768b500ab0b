import type { FastifyPluginAsync } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../contract/access.ts';
import { digestPreview, preferences, putPreferences } from '../../contract/notify.ts';
import { AppError } from '../../kernel/errors.ts';
import { together } from '../../platform/together.ts';
import { type Actor, audit, signedIn } from '../access/public.ts';
import { findTeam } from '../organisation/public.ts';
import type { NotifyDeps } from './deps.ts';
import { previewDigest } from './digests.ts';
import { leaveRoutes } from './leave-routes.ts';
import { type Audience, personAudience, teamAudience } from './preference.ts';
import { shownPreferences } from './preferences.ts';
import { putPreference } from './store.ts';

const tags = ['notify'];
const byKey = z.object({ key: z.string().max(200) });
const reading = { access: { scope: 'read' } } as const;
const writing = { access: { scope: 'admin', roles: ROLES } } as const;
/** What a team hears is for its members to say, and for those who look after it. */
const speaking = {
  access: { scope: 'admin', roles: ['security'], about: { team: 'key' }, within: ROLES },
} as const;

/** What people and teams want to hear, and what a digest would say. */
export const notifyRoutes =
  (deps: NotifyDeps): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(leaveRoutes(deps) as FastifyPluginAsync);
    app.get(
      '/api/v1/notify/preferences',
      { config: reading, schema: { tags, summary: 'What I hear', response: { 200: preferences } } },
      async (request) => shownPreferences(deps, await own(deps, signedIn(request))),
    );
    app.put(
      '/api/v1/notify/preferences',
      {
        config: writing,
        schema: { tags, summary: 'Change what I hear', body: putPreferences, response: { 200: preferences } },
      },
      async (request) => {
        const actor = signedIn(request);
        return put(deps, await own(deps, actor), request.body, actor.label, actor.label);
      },
    );
    app.get(
      '/api/v1/notify/teams/:key/preferences',
      {
        config: reading,
        schema: { tags, summary: 'What a team hears', params: byKey, response: { 200: preferences } },
      },
      async (request) =>
        shownPreferences(deps, teamAudience((await teamCalled(deps, request.params.key)).id)),
    );
    app.put(
      '/api/v1/notify/teams/:key/preferences',
      {
        config: speaking,
        schema: {
          tags,
          summary: 'Change what a team hears',
          params: byKey,
          body: putPreferences,
          response: { 200: preferences },
        },
      },
      async (request) => {
        const actor = signedIn(request);
        const team = await teamCalled(deps, request.params.key);
        if (request.body.left)
          throw new AppError(
            'LK-VALIDATION',
            'left: a team cannot leave; mute what it does not need to hear',
          );
        return put(deps, teamAudience(team.id), request.body, actor.label, request.params.key);
      },
    );
    app.get(
      '/api/v1/notify/teams/:key/digest',
      {
        config: reading,
        schema: {
          tags,
          summary: 'A team’s digest as it would be now',
          params: byKey,
          response: { 200: digestPreview },
        },
      },
      async ({ params: { key } }) =>
        together(deps.db, `digest of ${key}`, async () => ({
          message: await previewDigest(deps, (await teamCalled(deps, key)).id),
        })),
    );
  };

async function put(
  deps: NotifyDeps,
  audience: Audience,
  wanted: z.output<typeof putPreferences>,
  by: string,
  target: string,
) {
  await deps.db.transaction().execute(async (tx) => {
    await putPreference(tx, audience, wanted, deps.clock.now());
    await audit(tx, by, 'notify.preferences', target, { ...wanted });
  });
  return shownPreferences(deps, audience);
}

/** @throws AppError LK-FORBIDDEN for a token that is nobody's */
async function own({ db }: NotifyDeps, actor: Actor): Promise<Audience> {
  const person =
    actor.personId === null
      ? undefined
      : await db
          .selectFrom('v_access_person')
          .select('email')
          .where('id', '=', actor.personId)
          .executeTakeFirst();
  if (!person) throw new AppError('LK-FORBIDDEN', 'This is for people: sign in, or use a token of a person.');
  return personAudience(person.email);
}

async function teamCalled({ db }: NotifyDeps, key: string): Promise<{ id: string }> {
  const team = await findTeam(db, key);
  if (!team) throw new AppError('LK-NOT-FOUND', `There is no team called ${key}.`);
  return team;
}
