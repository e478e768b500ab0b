import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { passkeyOptions, passkeyResponse } from '../../../contract/sign-in.ts';
import { AppError } from '../../../kernel/errors.ts';
import { personById } from '../store.ts';
import { beginAttempt, takeAttempt } from './attempts.ts';
import type { SignInDeps } from './deps.ts';
import { endCount } from './failures.ts';
import { checkPasskey, passkeySignInOptions } from './passkeys.ts';
import { ATTEMPTS, demandOwnPage } from './public-route.ts';
import { browserOf, setSession, startSession } from './sessions.ts';

/** A passkey says who it is and that its person is there: it is enough by itself. */
export const passkeyRoutes =
  (deps: SignInDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;
    const tags = ['access'];
    const config = { access: 'public', rateLimit: ATTEMPTS } as const;
    const here = () => ({ now: clock.now(), publicUrl: deps.publicUrl() });

    app.post(
      '/api/v1/sign-in/passkey/options',
      {
        config,
        schema: { tags, summary: 'What a passkey is asked to sign', response: { 200: passkeyOptions } },
      },
      async (request, reply) => {
        demandOwnPage(request, deps);
        const options = await passkeySignInOptions(deps.publicUrl());
        const data = { challenge: options.challenge };
        await beginAttempt(db, reply, 'passkey', { personId: null, data }, here());
        return { ...options };
      },
    );

    app.post(
      '/api/v1/sign-in/passkey',
      { config, schema: { tags, summary: 'Sign in with what the passkey signed', body: passkeyResponse } },
      async (request, reply) => {
        demandOwnPage(request, deps);
        const begun = await takeAttempt(db, request, reply, 'passkey', here());
        if (!begun) throw new AppError('LK-SIGN-IN', 'This took too long; try the passkey again.');
        const challenge = String(begun.data['challenge']);
        const session = await db.transaction().execute(async (tx) => {
          const now = clock.now();
          const signed = { response: request.body, challenge };
          const person = await personById(tx, await checkPasskey(tx, deps.publicUrl(), signed, now));
          if (!person || person.disabled_at) throw new AppError('LK-FORBIDDEN', 'This account is closed.');
          await endCount(tx, person.email);
          return startSession(tx, person, 'passkey', browserOf(request, deps.publicUrl()), now);
        });
        deps.credentials.forget();
        setSession(reply, session, deps.publicUrl());
        return reply.code(204).send();
      },
    );
  };
