import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  changePassword,
  recoveryCodes,
  renamePasskey,
  type Security,
  security,
} from '../../../contract/sign-in.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../audit.ts';
import { browserInWords } from './browser-words.ts';
import type { SignInDeps } from './deps.ts';
import { demandOldPassword, hashGoodPassword, keepPassword } from './passwords.ts';
import { replaceRecoveryCodes } from './recovery-codes.ts';
import { endElsewhere, type Self, selfOf, selfWhoMayChange } from './self.ts';
import { listSessions } from './store.ts';
import * as factors from './store-factors.ts';
import { listIdentities } from './store-providers.ts';

const READ = { access: { scope: 'read' } } as const;
const tags = ['access'];
const passkeyParams = z.object({ id: z.string().min(1).max(1400) });

/** A person's own ways in. */
export const securityRoutes =
  (deps: SignInDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;

    app.get(
      '/api/v1/me/security',
      {
        config: READ,
        schema: { tags, summary: 'One’s own ways in, and open sessions', response: { 200: security } },
      },
      async (request) => shownSecurity(deps, await selfOf(deps, request)),
    );

    app.put(
      '/api/v1/me/password',
      {
        config: { ...READ, rateLimit: { max: 30, timeWindow: '1 minute' } },
        schema: {
          tags,
          summary: 'Set a password, or change it with the old one; other sessions end',
          body: changePassword,
        },
      },
      async (request, reply) => {
        const self = await selfWhoMayChange(deps, request);
        const { person } = self;
        const { old, password } = request.body;
        if (!self.byLinkJustNow) await demandOldPassword(deps, person, old, clock.now(), reply);
        const hash = await hashGoodPassword(deps, password, person);
        await db.transaction().execute(async (tx) => {
          await keepPassword(tx, person, hash, clock.now());
          await endElsewhere(tx, person.id, self.session.hash);
        });
        deps.credentials.forget();
        return reply.code(204).send();
      },
    );

    app.delete(
      '/api/v1/me/password',
      { config: READ, schema: { tags, summary: 'Do without a password' } },
      async (request, reply) => {
        await change(await selfWhoMayChange(deps, request), 'password.remove', (tx, { person }) =>
          factors.deletePassword(tx, person.id),
        );
        return reply.code(204).send();
      },
    );

    app.delete(
      '/api/v1/me/totp',
      { config: READ, schema: { tags, summary: 'Remove the app, and the recovery codes with it' } },
      async (request, reply) => {
        const self = await selfWhoMayChange(deps, request);
        await demandAnother(self, (has) => has.passkey);
        await change(self, 'totp.remove', async (tx, { person }) => {
          await factors.replaceRecoveryCodes(tx, person.id, []);
          await factors.deleteTotp(tx, person.id);
        });
        return reply.code(204).send();
      },
    );

    app.post(
      '/api/v1/me/recovery-codes',
      {
        config: { ...READ, shownOnce: true },
        schema: { tags, summary: 'Ten new recovery codes, shown once', response: { 200: recoveryCodes } },
      },
      async (request) => {
        const self = await selfWhoMayChange(deps, request);
        if (!(await factors.findFactors(db, self.person.id)).totp)
          throw new AppError('LK-CONFLICT', 'Recovery codes stand in for an app; set one up first.');
        const codes = await change(self, 'recovery-codes.replace', (tx, { person }) =>
          replaceRecoveryCodes(tx, person.id),
        );
        return { recoveryCodes: codes };
      },
    );

    app.patch(
      '/api/v1/me/passkeys/:id',
      {
        config: READ,
        schema: {
          tags,
          summary: 'Call a passkey something else',
          params: passkeyParams,
          body: renamePasskey,
        },
      },
      async (request, reply) => {
        const { person } = await selfOf(deps, request);
        const id = Buffer.from(request.params.id, 'base64url');
        const { name } = request.body;
        await db.transaction().execute(async (tx) => {
          if (!(await factors.renamePasskey(tx, person.id, id, name))) throw noPasskey();
          await audit(tx, person.email, 'passkey.rename', toPublicId('person', person.id), { name });
        });
        return reply.code(204).send();
      },
    );

    app.delete(
      '/api/v1/me/passkeys/:id',
      { config: READ, schema: { tags, summary: 'Remove a passkey', params: passkeyParams } },
      async (request, reply) => {
        const self = await selfWhoMayChange(deps, request);
        const id = Buffer.from(request.params.id, 'base64url');
        const others = (await factors.listPasskeys(db, self.person.id)).filter((one) => !one.id.equals(id));
        await demandAnother(self, (has) => has.totp || others.length > 0);
        await change(self, 'passkey.remove', async (tx, { person }) => {
          if ((await factors.deletePasskey(tx, person.id, id)) === null) throw noPasskey();
        });
        return reply.code(204).send();
      },
    );

    /** @throws AppError LK-CONFLICT when a password would stand alone; who came by a link has lost the factor */
    async function demandAnother(
      self: Self,
      isThere: (has: Awaited<ReturnType<typeof factors.findFactors>>) => boolean,
    ): Promise<void> {
      const has = await factors.findFactors(db, self.person.id);
      if (has.password && !isThere(has) && !self.byLinkJustNow)
        throw new AppError(
          'LK-CONFLICT',
          'Your password would be left without a second factor: add another first, or remove the password.',
        );
    }

    async function change<Result>(
      self: Self,
      action: string,
      doIt: (tx: SignInDeps['db'], self: Self) => Promise<Result>,
    ): Promise<Result> {
      const { person, session } = self;
      const result = await db.transaction().execute(async (tx) => {
        const done = await doIt(tx, self);
        await audit(tx, person.email, action, toPublicId('person', person.id));
        await endElsewhere(tx, person.id, session.hash);
        return done;
      });
      deps.credentials.forget();
      return result;
    }
  };

const noPasskey = () => new AppError('LK-NOT-FOUND', 'You have no such passkey.');

async function shownSecurity(deps: SignInDeps, self: Self): Promise<Security> {
  const { db, clock } = deps;
  const { id, email } = self.person;
  const [password, totp, recoveryCodesLeft, passkeys, identities, sessions] = await Promise.all([
    factors.findPassword(db, id),
    factors.findTotp(db, id),
    factors.countRecoveryCodes(db, id),
    factors.listPasskeys(db, id),
    listIdentities(db, id),
    listSessions(db, id, clock.now()),
  ]);
  return {
    email,
    password: password
      ? { changedAt: password.changedAt.toISOString(), oldIsAsked: !self.byLinkJustNow }
      : null,
    totp: totp?.confirmed_at ? { confirmedAt: totp.confirmed_at.toISOString() } : null,
    recoveryCodesLeft,
    passkeys: passkeys.map((one) => ({
      id: one.id.toString('base64url'),
      name: one.name,
      createdAt: one.created_at.toISOString(),
      lastUsedAt: one.last_used_at?.toISOString() ?? null,
    })),
    identities: identities.map(({ seenAt, ...rest }) => ({ ...rest, seenAt: seenAt.toISOString() })),
    sessions: sessions.map((one) => ({
      id: one.id,
      here: one.hash.equals(self.session.hash),
      method: one.method,
      browser: browserInWords(one.user_agent),
      startedAt: one.created_at.toISOString(),
      lastUsedAt: one.last_used_at.toISOString(),
      endsAt: one.expires_at.toISOString(),
    })),
    mayChange: self.mayChange,
  };
}
