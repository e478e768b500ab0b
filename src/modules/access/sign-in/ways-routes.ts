import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  afterPassword,
  codeSignIn,
  passwordSignIn,
  signedInByCode,
  waysIn,
} from '../../../contract/sign-in.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type PersonRow, personById } from '../store.ts';
import { beginAttempt, findAttempt, takeAttempt } from './attempts.ts';
import type { SignInDeps } from './deps.ts';
import { countTry, endCount, tellLock } from './failures.ts';
import { checkPassword } from './passwords.ts';
import { ATTEMPTS, demandOwnPage } from './public-route.ts';
import { spendRecoveryCode } from './recovery-codes.ts';
import { browserOf, setSession, startSession } from './sessions.ts';
import { countRecoveryCodes, findFactors, findPassword, findWays } from './store-factors.ts';
import { listEnabledProviders } from './store-providers.ts';
import { spendTotp } from './totp.ts';

/** A password that was just set may still get its second factor; later an admin's link is needed for that. */
const SET_UP_MS = 24 * 3_600_000;
const IS_APP_CODE = /^\d{3} ?\d{3}$/;

/** Ways in, and the way with a password. */
export const waysRoutes =
  (deps: SignInDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;
    const tags = ['access'];
    const config = { access: 'public', rateLimit: ATTEMPTS } as const;
    const here = () => ({ now: clock.now(), publicUrl: deps.publicUrl() });

    app.get(
      '/api/v1/sign-in/ways',
      {
        config: { access: 'public' },
        schema: { tags, summary: 'Which ways in there are', response: { 200: waysIn } },
      },
      async () => {
        const [ways, providers] = await Promise.all([findWays(db), listEnabledProviders(db)]);
        return { ...ways, providers: providers.map(({ key, name }) => ({ key, name })) };
      },
    );

    app.post(
      '/api/v1/sign-in/password',
      {
        config,
        schema: {
          tags,
          summary: 'First step with a password: a second factor follows, marked by a cookie',
          body: passwordSignIn,
          response: { 200: afterPassword },
        },
      },
      async (request, reply) => {
        demandOwnPage(request, deps);
        const person = await checkPassword(deps, request.body, clock.now(), reply);
        const next = await nextStep(person);
        await beginAttempt(
          db,
          reply,
          next === 'code' ? 'factor' : 'set-up',
          { personId: person.id, data: {} },
          here(),
        );
        return { next };
      },
    );

    /** @throws AppError LK-FORBIDDEN when the password stood alone for too long */
    async function nextStep(person: PersonRow): Promise<'code' | 'set-up'> {
      const has = await findFactors(db, person.id);
      if (has.totp || has.passkey) return 'code';
      const kept = await findPassword(db, person.id);
      if (kept && clock.now().getTime() - kept.changedAt.getTime() < SET_UP_MS) return 'set-up';
      throw new AppError(
        'LK-FORBIDDEN',
        'This password has no second factor, and was set too long ago to add one with it. Ask an admin for a sign-in link.',
      );
    }

    app.post(
      '/api/v1/sign-in/code',
      {
        config,
        schema: {
          tags,
          summary: 'Second step: a code of the app, or a recovery code',
          body: codeSignIn,
          response: { 200: signedInByCode },
        },
      },
      async (request, reply) => {
        demandOwnPage(request, deps);
        const begun = await findAttempt(db, request, 'factor', here());
        const person = begun?.personId ? await personById(db, begun.personId) : null;
        if (!person) throw startAgain();
        if (person.disabled_at) throw new AppError('LK-FORBIDDEN', 'This account is closed.');
        const failed = await countTry(db, person.email, clock.now(), reply);
        const { code } = request.body;
        const byApp = IS_APP_CODE.test(code);
        const right = byApp
          ? await spendTotp(db, deps.keys, person.id, code, clock.now(), { proven: true })
          : await spendRecoveryCode(db, person.id, code, clock.now());
        if (!right) {
          await tellLock(db, person, failed, 'code');
          throw new AppError('LK-SIGN-IN', 'This code is not right, or was used before.');
        }
        const method = byApp ? 'password+totp' : 'password+recovery';
        const session = await db.transaction().execute(async (tx) => {
          if (!(await takeAttempt(tx, request, reply, 'factor', here()))) throw startAgain();
          // The right code itself was counted as a try.
          const wrong = (await endCount(tx, person.email)) - 1;
          const browser = browserOf(request, deps.publicUrl());
          return startSession(
            tx,
            person,
            method,
            browser,
            clock.now(),
            wrong > 0 ? { wrongBefore: wrong } : {},
          );
        });
        deps.credentials.forget();
        setSession(reply, session, deps.publicUrl());
        return { recoveryCodesLeft: byApp ? null : await countRecoveryCodes(db, person.id) };
      },
    );
  };

const startAgain = () => new AppError('LK-SIGN-IN', 'This took too long; begin with your password again.');
