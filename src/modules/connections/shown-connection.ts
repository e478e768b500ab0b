import type { Connector } from '../../connectors/connector.ts';
import { ABILITIES, type Ability, type Connection, type System } from '../../contract/connections.ts';
import { AppError } from '../../kernel/errors.ts';
import type { ConnectionsDeps } from './deps.ts';
import { REFUSAL_WORDS, refusalsOf } from './hook-refusals.ts';
import { unseal } from './secrets.ts';
import type { ConnectionRow, LastError } from './store.ts';

/** A connection as people may see it: of secrets, only whether they are set. */
export async function shownConnection(deps: ConnectionsDeps, row: ConnectionRow): Promise<Connection> {
  const connector = await deps.loadConnector(row.system);
  const { names, problem } = keptNames(deps, row);
  const known = Object.entries(connector?.secrets ?? {});
  const refusals = await refusalsOf(deps.db, row.id);
  return {
    key: row.key,
    system: row.system,
    name: connector?.name ?? row.system,
    can: connector ? abilitiesOf(connector) : [],
    settings: row.settings as Record<string, unknown>,
    secrets: known.map(([name, what]) => ({ name, what, set: names.includes(name) })),
    enabled: row.enabled,
    hookPath: connector?.hooks ? `/hooks/${row.key}` : null,
    hookRefusals: refusals && {
      times: refusals.times,
      lastAt: refusals.lastAt.toISOString(),
      says: REFUSAL_WORDS[refusals.because],
    },
    lastOkAt: row.last_ok_at?.toISOString() ?? null,
    lastError: problem ?? (row.last_error as LastError | null),
    createdAt: row.created_at.toISOString(),
  };
}

/** A system as people choose it for a new connection. */
export const shownSystem = (connector: Connector): System => ({
  id: connector.id,
  name: connector.name,
  homePage: connector.homePage,
  can: abilitiesOf(connector),
  secrets: Object.entries(connector.secrets).map(([name, what]) => ({ name, what })),
  example: connector.example,
});

const abilitiesOf = (connector: Connector): Ability[] =>
  ABILITIES.filter((ability) => connector[ability] !== undefined);

/** A list must be shown also where a key is gone: then the connection says so itself. */
function keptNames(
  deps: ConnectionsDeps,
  row: ConnectionRow,
): { names: string[]; problem: LastError | null } {
  try {
    return { names: Object.keys(unseal(deps.keys, row.id, row.sealed_secrets).secrets), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const says = [`${error.message}. ${error.card.help}`];
    return { names: [], problem: { at: deps.clock.now().toISOString(), says } };
  }
}
