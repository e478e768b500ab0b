import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  addPasskey,
  confirmTotp,
  newTotp,
  passkeyOptions,
  recoveryCodes,
} from '../../../contract/sign-in.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { audit } from '../audit.ts';
import type { PersonRow } from '../store.ts';
import { beginAttempt, takeAttempt } from './attempts.ts';
import { browserInWords } from './browser-words.ts';
import type { SignInDeps } from './deps.ts';
import { keepPasskey, newPasskeyOptions } from './passkeys.ts';
import { replaceRecoveryCodes } from './recovery-codes.ts';
import { countRecoveryCodes } from './store-factors.ts';
import { offerTotp, spendTotp } from './totp.ts';

/** Who sets up a second factor, and what happens when it stands. */
export interface SettingUp {
  person: PersonRow;
  /** In the transaction that keeps the factor. */
  done(tx: Tx<DB>, factor: 'totp' | 'passkey'): Promise<void>;
}

export interface FactorRoutesOptions {
  /** `/api/v1/me`, or `/api/v1/sign-in/set-up` for those whose password was right and who have nothing else yet. */
  base: string;
  config: { access: 'public' | { scope: 'read' } };
  whoSetsUp(request: FastifyRequest, reply: FastifyReply): Promise<SettingUp>;
}

/** A second factor is set up the same way by those who are signed in and by those who are about to be. */
export const factorRoutes =
  (deps: SignInDeps, { base, config, whoSetsUp }: FactorRoutesOptions): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;
    const tags = ['access'];
    const here = () => ({ now: clock.now(), publicUrl: deps.publicUrl() });

    app.post(
      `${base}/totp`,
      {
        config: { ...config, shownOnce: true },
        schema: { tags, summary: 'A new secret for an app that makes codes', response: { 200: newTotp } },
      },
      async (request, reply) => offerTotp(db, deps.keys, (await whoSetsUp(request, reply)).person),
    );

    app.post(
      `${base}/totp/confirm`,
      {
        config: { ...config, shownOnce: true },
        schema: {
          tags,
          summary: 'Prove by a code that the app has it; recovery codes are shown once',
          body: confirmTotp,
          response: { 200: recoveryCodes },
        },
      },
      async (request, reply) => {
        const { person, done } = await whoSetsUp(request, reply);
        const codes = await db.transaction().execute(async (tx) => {
          const { code } = request.body;
          if (!(await spendTotp(tx, deps.keys, person.id, code, clock.now(), { proven: false })))
            throw new AppError('LK-SIGN-IN', 'This code is not right. Is the clock of your phone set?');
          await audit(tx, person.email, 'totp.add', toPublicId('person', person.id));
          await done(tx, 'totp');
          const left = await countRecoveryCodes(tx, person.id);
          return left > 0 ? null : replaceRecoveryCodes(tx, person.id);
        });
        deps.credentials.forget();
        return { recoveryCodes: codes };
      },
    );

    app.post(
      `${base}/passkeys/options`,
      {
        config,
        schema: { tags, summary: 'What a browser is asked to make', response: { 200: passkeyOptions } },
      },
      async (request, reply) => {
        const { person } = await whoSetsUp(request, reply);
        const options = await newPasskeyOptions(db, deps.publicUrl(), person);
        const data = { challenge: options.challenge };
        await beginAttempt(db, reply, 'new-passkey', { personId: person.id, data }, here());
        return { ...options };
      },
    );

    app.post(
      `${base}/passkeys`,
      { config, schema: { tags, summary: 'Keep the passkey that the browser made', body: addPasskey } },
      async (request, reply) => {
        const { person, done } = await whoSetsUp(request, reply);
        const begun = await takeAttempt(db, request, reply, 'new-passkey', here());
        if (begun?.personId !== person.id)
          throw new AppError('LK-SIGN-IN', 'This took too long; make the passkey again.');
        const { response, name } = request.body;
        const called = name || browserInWords(request.headers['user-agent'] ?? null);
        await db.transaction().execute(async (tx) => {
          const made = { response, challenge: String(begun.data['challenge']), name: called };
          await keepPasskey(tx, deps.publicUrl(), person, made, clock.now());
          await audit(tx, person.email, 'passkey.add', toPublicId('person', person.id), { name: called });
          await done(tx, 'passkey');
        });
        deps.credentials.forget();
        return reply.code(204).send();
      },
    );
  };
