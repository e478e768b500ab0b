import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type Me, me, signIn } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { type Actor, signedIn } from './actor.ts';
import type { AccessRoutesDeps } from './deps.ts';
import { originOf } from './same-origin.ts';
import { clearCookie, cookieOf, SESSION_COOKIE } from './sign-in/cookies.ts';
import { signInByLink } from './sign-in/link.ts';
import { browserOf, setSession, signOut } from './sign-in/sessions.ts';
import { personById } from './store.ts';

/** Per address; links cannot be guessed, and a whole office may share one address. */
const ATTEMPTS = { max: 30, timeWindow: '1 minute' };
const READ = { scope: 'read' } as const;

export const sessionRoutes =
  (deps: AccessRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const tags = ['access'];
    app.post(
      '/api/v1/sign-in',
      {
        config: { access: 'public', rateLimit: ATTEMPTS },
        schema: { tags, summary: 'Trade a one-time link for a session', body: signIn, response: { 200: me } },
      },
      async (request, reply) => {
        if (originOf(request.headers, deps.publicUrl()) === 'cross')
          throw new AppError('LK-ORIGIN', 'This request did not come from the page.');
        const browser = browserOf(request, deps.publicUrl());
        const { secret } = request.body;
        const { person, session } = await signInByLink(deps.db, secret, browser, deps.clock.now());
        deps.credentials.forget();
        setSession(reply, session, deps.publicUrl());
        return { ...person, id: toPublicId('person', person.id), teams: await deps.teamsOf(person.id) };
      },
    );

    app.post(
      '/api/v1/sign-out',
      { config: { access: READ }, schema: { tags, summary: 'End this session' } },
      async (request, reply) => {
        const actor = signedIn(request);
        const session = cookieOf(request, SESSION_COOKIE, deps.publicUrl());
        if (actor.kind === 'person' && session) await signOut(deps.db, session, actor.label, actor.id);
        deps.credentials.forget();
        clearCookie(reply, SESSION_COOKIE, deps.publicUrl());
        return reply.code(204).send();
      },
    );

    app.get(
      '/api/v1/me',
      { config: { access: READ }, schema: { tags, summary: 'Who is signed in', response: { 200: me } } },
      async (request) => meOf(deps, signedIn(request)),
    );
  };

/** A token of nobody has no email: its label stands there. */
async function meOf(deps: AccessRoutesDeps, actor: Actor): Promise<Me> {
  const { id, name, roles, personId } = actor;
  const person = personId === null ? null : await personById(deps.db, personId);
  const teams = personId === null ? [] : await deps.teamsOf(personId);
  return { id, name, email: person?.email ?? actor.label, roles, teams };
}
