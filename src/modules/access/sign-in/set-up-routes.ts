import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors.ts';
import { personById } from '../store.ts';
import { findAttempt, takeAttempt } from './attempts.ts';
import type { SignInDeps } from './deps.ts';
import { type FactorRoutesOptions, factorRoutes, type SettingUp } from './factor-routes.ts';
import { endCount } from './failures.ts';
import { ATTEMPTS, demandOwnPage } from './public-route.ts';
import { endElsewhere, selfWhoMayChange } from './self.ts';
import { browserOf, setSession, startSession } from './sessions.ts';

/** For those whose password was right: with the second factor they are in. */
export function setUpRoutes(deps: SignInDeps) {
  const here = () => ({ now: deps.clock.now(), publicUrl: deps.publicUrl() });
  async function whoSetsUp(request: FastifyRequest, reply: FastifyReply): Promise<SettingUp> {
    demandOwnPage(request, deps);
    const begun = await findAttempt(deps.db, request, 'set-up', here());
    const person = begun?.personId ? await personById(deps.db, begun.personId) : null;
    if (!person || person.disabled_at) throw startAgain();
    return {
      person,
      async done(tx, factor) {
        if (!(await takeAttempt(tx, request, reply, 'set-up', here()))) throw startAgain();
        await endCount(tx, person.email);
        await endElsewhere(tx, person.id, null);
        const browser = browserOf(request, deps.publicUrl());
        const session = await startSession(tx, person, `password+${factor}`, browser, deps.clock.now());
        setSession(reply, session, deps.publicUrl());
      },
    };
  }
  const config = { access: 'public', rateLimit: ATTEMPTS } as const;
  const options: FactorRoutesOptions = { base: '/api/v1/sign-in/set-up', config, whoSetsUp };
  return factorRoutes(deps, options);
}

const startAgain = () => new AppError('LK-SIGN-IN', 'This took too long; begin with your password again.');

/** For those who are signed in: their other sessions end, since somebody may have come in without the new factor. */
export function ownFactorRoutes(deps: SignInDeps) {
  async function whoSetsUp(request: FastifyRequest): Promise<SettingUp> {
    const { person, session } = await selfWhoMayChange(deps, request);
    return {
      person,
      async done(tx) {
        await endElsewhere(tx, person.id, session.hash);
      },
    };
  }
  return factorRoutes(deps, { base: '/api/v1/me', config: { access: { scope: 'read' } }, whoSetsUp });
}
