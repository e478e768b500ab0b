import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { type AccountList, accountList, accountParams, nameAccount } from '../../../contract/accounts.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import {
  type Actor,
  accountsOf,
  actorOf,
  linkAccount,
  refusal,
  signedIn,
  unlinkAccount,
} from '../../access/public.ts';
import { findConnection, listConnections } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';

const tags = ['access'];
// Everybody has accounts; those of others are for admins.
const config = { access: { scope: 'admin', roles: ['admin'], about: { person: 'id' } } } as const;

/** By which accounts of outside systems a person is known: there they may do what they may do here. */
export const accountRoutes =
  ({ db, clock }: { db: Database<DB>; clock: Clock }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/people/:id/accounts',
      {
        config,
        schema: {
          tags,
          summary: 'What outside systems call a person; `me` is whoever asks',
          params: accountParams.pick({ id: true }),
          response: { 200: accountList },
        },
      },
      async (request) => shownAccounts(db, await whose(db, request.params.id, signedIn(request))),
    );

    app.put(
      '/api/v1/people/:id/accounts/:connection/:account',
      {
        config,
        schema: {
          tags,
          summary: 'Say that an account is this person’s; an admin may take it from somebody else',
          params: accountParams,
          body: nameAccount,
          response: { 200: accountList },
        },
      },
      async (request) => {
        const actor = signedIn(request);
        const { id, connection, account: remoteId } = request.params;
        const personId = await whose(db, id, actor);
        const connectionId = await connectionOf(db, connection);
        const { name } = request.body;
        const account = { connectionId, remoteId, name, knownBy: 'person', at: clock.now() } as const;
        await db
          .transaction()
          .execute((tx) => linkAccount(tx, personId, account, actor.label, { take: administers(actor) }));
        return shownAccounts(db, personId);
      },
    );

    app.delete(
      '/api/v1/people/:id/accounts/:connection/:account',
      {
        config,
        schema: {
          tags,
          summary: 'Forget an account of a person',
          params: accountParams,
          response: { 200: accountList },
        },
      },
      async (request) => {
        const actor = signedIn(request);
        const { id, connection, account: remoteId } = request.params;
        const personId = await whose(db, id, actor);
        const connectionId = await connectionOf(db, connection);
        await db
          .transaction()
          .execute((tx) => unlinkAccount(tx, personId, { connectionId, remoteId }, actor.label));
        return shownAccounts(db, personId);
      },
    );
  };

const administers = (actor: Actor): boolean => refusal(actor, { scope: 'admin', roles: ['admin'] }) === null;

/** The person whose accounts are meant, by their database id. @throws AppError LK-FORBIDDEN, LK-NOT-FOUND */
async function whose(db: Kysely<DB>, id: string, actor: Actor): Promise<string> {
  const { personId } = actor;
  const meant = id === 'me' ? personId : fromPublicId('person', id);
  if (meant !== null && meant === personId) return meant;
  if (id === 'me') throw new AppError('LK-FORBIDDEN', 'This token is nobody’s: name the person.');
  if (meant === null || !(await actorOf(db, meant)))
    throw new AppError('LK-NOT-FOUND', 'There is no such person.');
  return meant;
}

async function connectionOf(db: Kysely<DB>, key: string): Promise<string> {
  const row = await findConnection(db, { key });
  if (!row) throw new AppError('LK-NOT-FOUND', `There is no connection called ${key}.`);
  return row.id;
}

async function shownAccounts(db: Kysely<DB>, personId: string): Promise<AccountList> {
  const keys = new Map((await listConnections(db)).map(({ id, key }) => [id, key]));
  const items = await accountsOf(db, personId);
  return {
    items: items.flatMap(({ connectionId, remoteId, name, knownBy, at }) => {
      const connection = keys.get(connectionId);
      return connection ? [{ connection, account: remoteId, name, knownBy, at: at.toISOString() }] : [];
    }),
  };
}
