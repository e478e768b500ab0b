import type { Io } from '../cli/io.ts';
import { AppError } from '../kernel/errors.ts';
import { refreshAliases } from '../modules/findings/public.ts';
import { createHttpClient } from '../platform/client/client.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { downloadWith } from './download.ts';
import { openHouse } from './house.ts';

/** `aliases load [SOURCE]`: exit 1 when the feed is refused; the last good one stays. */
export async function aliasesLoad(
  given: string | undefined,
  options: { json?: boolean },
  io: Io,
): Promise<number> {
  const config = readConfig(process.env);
  const source = given ?? config.LANEKEEPER_OSV;
  if (!source)
    throw new AppError('LK-USAGE', 'say where the names are: a file or a URL, or set LANEKEEPER_OSV');
  const log = createLog('error');
  const client = createHttpClient({ allowPrivate: config.LANEKEEPER_ALLOW_PRIVATE, log });
  const house = await openHouse(config, log);
  try {
    const result = await refreshAliases(house.database.db, downloadWith(client), source, house.clock.now());
    if (options.json) io.out(JSON.stringify({ source, ...result }));
    else if (result.state === 'refused')
      io.err(`${source} was refused, what is held stays: ${result.reason}`);
    else if (result.state === 'same') io.out(`${source}: the same ${result.names} names as before`);
    else
      io.out(
        `${source}: ${result.names} names; ${result.targets} targets are correlated again by the workers`,
      );
    return result.state === 'refused' ? 1 : 0;
  } finally {
    await Promise.all([client.close(), house.close()]);
  }
}
