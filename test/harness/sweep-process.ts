import { loadConnector } from '../../src/connectors/registry.ts';
import { sweep } from '../../src/modules/ownership/public.ts';
import type { DB } from '../../src/modules/schema.gen.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { createEvents } from '../../src/platform/outbox/events.ts';
import { loadKeys } from '../../src/platform/secrets/keys.ts';
import { connectionsDeps } from './connections.ts';

/** A sweep in a process of its own, to be killed. */
const [url, connectionId, dataDir] = process.argv.slice(2) as [string, string, string];
const database = openDatabase<DB>(url);
const deps = {
  ...connectionsDeps(database, systemClock),
  keys: await loadKeys({ dataDir }),
  loadConnector,
  pool: database.pool,
  publishAll: createEvents<DB>().publishAll,
  log: createLog('silent'),
};
const end = await sweep(deps, connectionId);
process.stdout.write(`${JSON.stringify(end)}\n`);
process.exit(0);
