import { resolve } from 'node:path';
import type { Io } from '../cli/io.ts';
import { backup } from '../platform/backup/backup.ts';
import { keyCheck } from '../platform/backup/manifest.ts';
import { restore, restoreKeys } from '../platform/backup/restore.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { loadKeys } from '../platform/secrets/keys.ts';
import { blobStore, keyFilesOf, openHouse, openServer } from './house.ts';
import { projectFile, version } from './project.ts';

/** `backup FILE`: every table in one snapshot, and the blobs as they lie. */
export async function backupTo(file: string, options: { withKeys?: boolean }, io: Io): Promise<number> {
  const config = readConfig(process.env);
  const house = await openHouse(config, createLog('error'));
  try {
    const report = await backup({
      url: house.database.url,
      blobs: house.blobs,
      file,
      version: version(),
      now: house.clock.now(),
      keyCheck: keyCheck(house.keys),
      ...(options.withKeys && { keyFiles: keyFilesOf(config) }),
    });
    io.out(
      `${file}: ${report.tables} tables, ${report.rows} rows, ${report.blobs} reports, ${report.bytes} bytes`,
    );
    return 0;
  } finally {
    await house.close();
  }
}

/** `restore FILE`: into an empty database, before anything else has written to it. */
export async function restoreFrom(file: string, io: Io): Promise<number> {
  const config = readConfig(process.env);
  const dataDir = resolve(config.LANEKEEPER_DATA_DIR);
  const server = await openServer(config, dataDir, true);
  try {
    await restoreKeys(file, dataDir);
    const keys = await loadKeys({
      dataDir,
      keyFile: config.LANEKEEPER_KEY_FILE,
      key: config.LANEKEEPER_KEY,
    });
    const report = await restore({
      url: server.url,
      blobs: blobStore(config, dataDir, keys, createLog('error')),
      file,
      migrations: projectFile('migrations'),
      keyCheck: keyCheck(keys),
    });
    io.out(`restored ${report.rows} rows and ${report.blobs} reports, kept on ${report.createdAt}`);
    if (!report.keysMatch)
      io.err(
        'The keys of this machine are not those of the backup: kept report bytes cannot be read without them.',
      );
    return 0;
  } finally {
    await server.stop();
  }
}
