import type { Connector } from '../../connectors/connector.ts';
import { AppError } from '../../kernel/errors.ts';
import type { ConnectionsDeps } from './deps.ts';

/**
 * The settings as the connector reads them.
 * @throws AppError LK-VALIDATION with every field that is wrong
 */
export function checkedSettings(connector: Connector, settings: unknown): unknown {
  const result = connector.settings.safeParse(settings);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(
    ({ path, message }) => `${['settings', ...path].join('.')}: ${message}`,
  );
  throw new AppError('LK-VALIDATION', `${connector.name}: ${wrong.join('; ')}`);
}

/** What is about to be kept. @throws AppError LK-VALIDATION with every field that is wrong */
export function checkStated(
  { settingsProblems }: Pick<ConnectionsDeps, 'settingsProblems'>,
  connector: Connector,
  settings: unknown,
): void {
  const read = checkedSettings(connector, settings);
  const wrong = settingsProblems?.(read) ?? [];
  if (wrong.length > 0) throw new AppError('LK-VALIDATION', `${connector.name}: ${wrong.join('; ')}`);
}

/** @throws AppError LK-VALIDATION for a secret that the connector does not use */
export function checkSecretNames(connector: Connector, names: readonly string[]): void {
  const unknown = names.filter((name) => !Object.hasOwn(connector.secrets, name));
  if (unknown.length === 0) return;
  const known = Object.keys(connector.secrets).join(', ') || 'none';
  throw new AppError(
    'LK-VALIDATION',
    `${connector.name} uses no secret ${unknown.join(', ')}; it uses ${known}.`,
  );
}

/**
 * Kept secrets go only where they were meant to go: whoever points a connection at another address states them
 * again, so that nobody learns a secret by having it sent to themselves.
 * @throws AppError LK-VALIDATION
 */
export function checkSecretsStay(options: {
  before: unknown;
  after: unknown;
  kept: readonly string[];
  stated: readonly string[];
}): void {
  const { before, after, kept, stated } = options;
  if (sameAddresses(addressesIn(before), addressesIn(after))) return;
  const missing = kept.filter((name) => !stated.includes(name));
  if (missing.length === 0) return;
  throw new AppError(
    'LK-VALIDATION',
    `The address changed: state the secrets again (${missing.join(', ')}), so that none goes where it was not meant to.`,
  );
}

const sameAddresses = (before: Set<string>, after: Set<string>) =>
  before.size === after.size && [...before].every((address) => after.has(address));

/** Words of settings that may be an address without a scheme: `gitlab.acme.example:8443`, `localhost`. */
const HOST = /^(localhost|[\w-]+(\.[\w-]+)+|\[[\da-f:]+\])(:\d+)?(\/|$)/i;

/** Every address that the settings name, by where it leads. */
function addressesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    const url = URL.parse(HOST.test(value) ? `any://${value}` : value);
    if (url?.host) found.add(`${url.protocol}//${url.host}`);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) addressesIn(part, found);
  }
  return found;
}
