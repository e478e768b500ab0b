import type { ConnectorContext } from '../../src/connectors/connector.ts';
import { createHttpClient } from '../../src/platform/client/client.ts';
import { createLog } from '../../src/platform/log.ts';

/** What a connector is given, for a server on this machine; its client waits for nothing. */
export function fakeContext<Settings>(
  settings: Settings,
  secrets: Record<string, string>,
  now: () => Date = () => new Date(),
): ConnectorContext<Settings> {
  const client = createHttpClient({
    allowPrivate: true,
    log: createLog('silent'),
    sleep: async () => {},
    perSecond: 1e6,
  });
  return { settings, secrets, client, now };
}
