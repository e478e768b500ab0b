import type { Connector } from '../../connectors/connector.ts';
import type { ConnectionBody } from '../../contract/connections.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { audit } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import { checkSecretNames, checkSecretsStay, checkStated } from './check-connection.ts';
import type { ConnectionChanged } from './connection-changed.ts';
import type { ConnectionsDeps } from './deps.ts';
import { changeSecrets, type KeptSecrets, NO_SECRETS, seal, unseal } from './secrets.ts';
import * as store from './store.ts';

/**
 * Makes a connection.
 * @param by label for the audit trail, which hears the names of secrets and never their values
 * @throws AppError LK-VALIDATION; LK-CONFLICT when the key is taken
 */
export async function addConnection(
  deps: ConnectionsDeps,
  key: string,
  body: ConnectionBody,
  by: string,
): Promise<store.ConnectionRow> {
  const connector = await connectorOf(deps, body.system);
  checkStated(deps, connector, body.settings);
  return deps.db.transaction().execute(async (tx) => {
    const added = await insert(tx, deps, connector, key, body, by);
    if (!added) throw new AppError('LK-CONFLICT', `There is a connection called ${key} already.`);
    return found(tx, key);
  });
}

/**
 * Brings a connection to what is stated: settings as a whole, secrets one by one. It is made if it is not there.
 * @throws AppError LK-VALIDATION; LK-CONFLICT when it is a connection to another system
 */
export async function putConnection(
  deps: ConnectionsDeps,
  key: string,
  body: ConnectionBody,
  by: string,
): Promise<store.ConnectionRow> {
  const connector = await connectorOf(deps, body.system);
  checkStated(deps, connector, body.settings);
  return deps.db.transaction().execute(async (tx) => {
    if (!(await insert(tx, deps, connector, key, body, by))) await change(tx, deps, connector, key, body, by);
    return found(tx, key);
  });
}

/** What it listed stays known; it is not looked at any more. @throws AppError LK-NOT-FOUND */
export async function removeConnection(deps: ConnectionsDeps, key: string, by: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const row = await found(tx, key);
    await store.deleteConnection(tx, row.id);
    await tellChange(tx, deps, row.id, false);
    await audit(tx, by, 'connection.remove', key, { system: row.system });
  });
}

async function insert(
  tx: Tx<DB>,
  deps: ConnectionsDeps,
  connector: Connector,
  key: string,
  body: ConnectionBody,
  by: string,
): Promise<boolean> {
  checkSecretNames(connector, Object.keys(body.secrets));
  const id = deps.ids.next();
  const now = deps.clock.now();
  const sealedSecrets = sealed(
    deps,
    id,
    changeSecrets(NO_SECRETS, body.secrets, connector.hooks?.secrets[0], now),
  );
  const { system, settings, enabled } = body;
  if (!(await store.insertConnection(tx, { id, key, system, settings, sealedSecrets, enabled, now })))
    return false;
  await tellChange(tx, deps, id, enabled);
  await audit(tx, by, 'connection.add', key, { system, secrets: Object.keys(body.secrets) });
  return true;
}

async function change(
  tx: Tx<DB>,
  deps: ConnectionsDeps,
  connector: Connector,
  key: string,
  body: ConnectionBody,
  by: string,
): Promise<void> {
  const row = await store.lockConnection(tx, key);
  if (!row) throw new AppError('LK-CONFLICT', `The connection ${key} was removed meanwhile.`);
  if (row.system !== body.system)
    throw new AppError(
      'LK-CONFLICT',
      `${key} is a connection to ${row.system}; remove it first, or give the new one another key.`,
    );
  const stated = Object.keys(body.secrets);
  checkSecretNames(
    connector,
    stated.filter((name) => body.secrets[name] !== null),
  );
  const before = keptOrNone(deps, row, stated);
  const kept = Object.keys(before.secrets);
  checkSecretsStay({ before: row.settings, after: body.settings, kept, stated });
  const secrets = changeSecrets(before, body.secrets, connector.hooks?.secrets[0], deps.clock.now());
  const sealedSecrets = sealed(deps, row.id, secrets);
  await store.updateConnection(tx, row.id, { settings: body.settings, sealedSecrets, enabled: body.enabled });
  await tellChange(tx, deps, row.id, body.enabled && !row.enabled);
  await audit(tx, by, 'connection.change', key, { secrets: stated, enabled: body.enabled });
}

const tellChange = async (
  tx: Tx<DB>,
  { publish }: ConnectionsDeps,
  connectionId: string,
  resumed: boolean,
) => {
  const change: ConnectionChanged = { connectionId, resumed };
  await publish(tx, { type: 'connection.changed', ...change });
};

/** Secrets whose key is gone can only be stated again: then nothing is lost by it. */
function keptOrNone(deps: ConnectionsDeps, row: store.ConnectionRow, stated: readonly string[]): KeptSecrets {
  try {
    return unseal(deps.keys, row.id, row.sealed_secrets);
  } catch (error) {
    if (stated.length > 0) return NO_SECRETS;
    throw error;
  }
}

const sealed = (deps: ConnectionsDeps, id: string, secrets: KeptSecrets): Buffer | null =>
  Object.keys(secrets.secrets).length === 0 ? null : seal(deps.keys, id, secrets);

async function connectorOf(deps: ConnectionsDeps, system: string): Promise<Connector> {
  const connector = await deps.loadConnector(system);
  if (!connector) throw new AppError('LK-VALIDATION', `There is no connector for ${system}.`);
  return connector;
}

async function found(tx: Tx<DB>, key: string): Promise<store.ConnectionRow> {
  const row = await store.selectConnection(tx, { key });
  if (!row) throw new AppError('LK-NOT-FOUND', `There is no connection called ${key}.`);
  return row;
}
