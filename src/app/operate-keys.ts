import { resolve } from 'node:path';
import type { Io } from '../cli/io.ts';
import { resealSecrets } from '../modules/connections/public.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { keyFileOf } from '../platform/secrets/keys.ts';
import { newKey, rotateKeyFile } from '../platform/secrets/rotate.ts';
import { openHouse } from './house.ts';

/** `key rotate`: a new key seals from now on; earlier ones only open what they sealed. */
export async function keyRotate(io: Io): Promise<number> {
  const config = readConfig(process.env);
  if (config.LANEKEEPER_KEY !== undefined) {
    io.out(newKey());
    io.err(
      'Put this key first in LANEKEEPER_KEY, the earlier ones behind it, and start every process again; secrets are sealed anew in the night.',
    );
    return 0;
  }
  const settings = {
    dataDir: resolve(config.LANEKEEPER_DATA_DIR),
    keyFile: config.LANEKEEPER_KEY_FILE,
  };
  // Opened first: it makes the key of a new installation, and tells what is wrong with an old one.
  await (await openHouse(config, createLog('error'))).close();
  await rotateKeyFile(keyFileOf(settings));
  const house = await openHouse(config, createLog('error'));
  try {
    const resealed = await resealSecrets(house.connections);
    io.out(
      `A new key is in use; the secrets of ${resealed === 1 ? '1 connection' : `${resealed} connections`} are sealed under it.`,
    );
    io.err(
      'Running processes find it when they need it; start them again to seal with it. Keep the earlier lines: report bytes are still read with them.',
    );
    return 0;
  } finally {
    await house.close();
  }
}
