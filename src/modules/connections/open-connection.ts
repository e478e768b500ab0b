import type { Connector, ConnectorContext } from '../../connectors/connector.ts';
import { AppError } from '../../kernel/errors.ts';
import { isSealedUnderCurrent } from '../../platform/secrets/seal-text.ts';
import { checkedSettings } from './check-connection.ts';
import type { ConnectionsDeps } from './deps.ts';
import { hookSecrets, seal, unseal } from './secrets.ts';
import * as store from './store.ts';

/** What a connection may be used for. */
export type Capability = 'codeHost' | 'directory' | 'hooks' | 'tickets' | 'messages' | 'alerts';

/** A connection that is ready to be used: `connection.connector.codeHost?.(connection.context)`. */
export interface OpenConnection {
  id: string;
  key: string;
  system: string;
  connector: Connector;
  context: ConnectorContext<unknown>;
  /** The secrets that may sign a webhook now: the current one, and for a week after a change the former. */
  hookSecrets: readonly string[];
}

/**
 * Opens one connection, whatever it can do.
 * @param evenOff one that is switched off, too: for a test before it is used
 * @throws AppError LK-NOT-FOUND for an unknown one or one that is switched off; LK-SECRET, LK-VALIDATION when what
 *   is kept of it cannot be used any more
 */
export async function openConnection(
  deps: ConnectionsDeps,
  by: { key: string } | { id: string },
  { evenOff = false }: { evenOff?: boolean } = {},
): Promise<OpenConnection> {
  const row = await store.selectConnection(deps.db, by);
  if (!row || !(row.enabled || evenOff))
    throw new AppError(
      'LK-NOT-FOUND',
      `There is no connection ${'key' in by ? `called ${by.key}` : ''} in use.`,
    );
  return openRow(deps, row);
}

/**
 * All connections in use that have a capability, by key. One that cannot be opened is left out, and says why on
 * the page of connections.
 */
export async function openConnections(
  deps: ConnectionsDeps,
  capability: Capability,
): Promise<OpenConnection[]> {
  const opened: OpenConnection[] = [];
  for (const row of await store.selectConnections(deps.db)) {
    if (!row.enabled) continue;
    try {
      const connection = await openRow(deps, row);
      if (connection.connector[capability]) opened.push(connection);
    } catch (error) {
      await noteFailure(deps, row.id, error);
    }
  }
  return opened;
}

async function openRow(deps: ConnectionsDeps, row: store.ConnectionRow): Promise<OpenConnection> {
  const { id, key, system } = row;
  const connector = await deps.loadConnector(system);
  if (!connector) throw new AppError('LK-VALIDATION', `This version has no connector for ${system}.`);
  const settings = checkedSettings(connector, row.settings);
  const kept = unseal(deps.keys, id, row.sealed_secrets);
  const { client } = deps;
  const now = () => deps.clock.now();
  return {
    id,
    key,
    system,
    connector,
    context: { settings, secrets: kept.secrets, client, now },
    hookSecrets: hookSecrets(kept, connector.hooks?.secrets ?? [], now()),
  };
}

/** Word that a connection works; for whoever used it. */
export const noteSuccess = (deps: ConnectionsDeps, id: string): Promise<unknown> =>
  store.noteOk(deps.db, id, deps.clock.now());

/** Word of what does not work, kept for people. */
export const noteFailure = (deps: ConnectionsDeps, id: string, error: unknown): Promise<unknown> =>
  store.noteError(deps.db, id, { at: deps.clock.now().toISOString(), says: [wordsOf(error)] });

const MAX_WORDS = 500;

/** Only our own errors have words made for people; others may hold anything. */
const wordsOf = (error: unknown): string =>
  error instanceof AppError
    ? `${error.message.replace(/\.$/, '')}. ${error.card.help}`.slice(0, MAX_WORDS)
    : 'Something went wrong on our side; the log says more.';

/**
 * Seals again, under the key that seals now, what an earlier key sealed: after a rotation the earlier key may go
 * once this has run. For the nightly job.
 * @returns how many
 */
export async function resealSecrets(deps: ConnectionsDeps): Promise<number> {
  let resealed = 0;
  for (const { id, sealed_secrets: before } of await store.selectConnections(deps.db)) {
    if (!before || isSealedUnderCurrent(deps.keys, before)) continue;
    try {
      await store.updateSealed(deps.db, id, before, seal(deps.keys, id, unseal(deps.keys, id, before)));
      resealed++;
    } catch (error) {
      await noteFailure(deps, id, error);
    }
  }
  return resealed;
}
