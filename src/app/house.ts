import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CONNECTOR_IDS, loadConnector } from '../connectors/registry.ts';
import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { IdSource } from '../kernel/ids.ts';
import type { ConnectionsDeps } from '../modules/connections/public.ts';
import { scheduleAliasRefresh } from '../modules/findings/public.ts';
import type { LineDeps } from '../modules/intake/public.ts';
import { ensureTriageTeam } from '../modules/organisation/public.ts';
import type { SweepDeps } from '../modules/ownership/public.ts';
import { ensureDefaultPolicy, feedSources, scheduleRefresh } from '../modules/policy/public.ts';
import type { DB } from '../modules/schema.gen.ts';
import { templateProblems } from '../modules/tickets/public.ts';
import type { BlobStore, SealedBlobs } from '../platform/blobs/blob-store.ts';
import { diskBlobs } from '../platform/blobs/disk-blobs.ts';
import { s3Blobs } from '../platform/blobs/s3-blobs.ts';
import { createHttpClient, type HttpClient } from '../platform/client/client.ts';
import { systemClock, systemIds } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { type DatabaseHandle, openDatabase } from '../platform/database/database.ts';
import { startEmbedded } from '../platform/database/embedded.ts';
import { migrate } from '../platform/database/migrate.ts';
import { migrateJobs } from '../platform/jobs/jobs.ts';
import type { Log } from '../platform/log.ts';
import { createEvents, type Events } from '../platform/outbox/events.ts';
import { type Keys, loadKeys } from '../platform/secrets/keys.ts';
import { projectFile } from './project.ts';

/** Everything that is opened once and shared: database, blobs, keys, events. */
export interface House {
  config: Config;
  log: Log;
  clock: Clock;
  ids: IdSource;
  database: DatabaseHandle<DB>;
  /**
   * The connections of jobs. Their commits do not wait for the disk: should the machine die, the job's own
   * completion is lost with them and the job is done again. What a request has accepted does wait.
   */
  work: DatabaseHandle<DB>;
  blobs: BlobStore & SealedBlobs;
  keys: Keys;
  events: Events<DB>;
  /** The guarded way to other systems. */
  client: HttpClient;
  connections: ConnectionsDeps;
  line: LineDeps;
  /** What full looks at code hosts need; they are work of jobs. */
  sweeps: SweepDeps;
  close(): Promise<void>;
}

export interface HouseOptions {
  clock?: Clock;
  /** Tests and `demo --once` give up durability for speed. */
  durable?: boolean;
  /** Tests bring their own. */
  loadConnector?: ConnectionsDeps['loadConnector'];
}

/** Opens the house: starts or joins PostgreSQL, migrates, and makes what must always exist. */
export async function openHouse(config: Config, log: Log, options: HouseOptions = {}): Promise<House> {
  const clock = options.clock ?? systemClock;
  // Ids carry the real time even where the demo's clock stands still: they only have to be unique and sorted.
  const ids = systemIds();
  const dataDir = resolve(config.LANEKEEPER_DATA_DIR);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const keys = await loadKeys({
    dataDir,
    keyFile: config.LANEKEEPER_KEY_FILE,
    key: config.LANEKEEPER_KEY,
  });
  const server = await openServer(config, dataDir, options.durable ?? true);
  try {
    await migrate(server.url, projectFile('migrations'));
    await migrateJobs(server.url);
    const onError = (error: Error) => log.warn({ error: error.message }, 'database connection lost');
    const database = openDatabase<DB>(server.url, { max: config.LANEKEEPER_POOL, onError });
    const work = openDatabase<DB>(server.url, { max: config.LANEKEEPER_POOL, onError, waitForDisk: false });
    await database.db.transaction().execute(async (tx) => {
      await ensureTriageTeam(tx, ids);
      await ensureDefaultPolicy(tx, clock.now());
      // The daily refresh does not make up for days on which nothing ran.
      if (config.LANEKEEPER_OSV) await scheduleAliasRefresh(tx);
      if (feedSources(config).length > 0) await scheduleRefresh(tx);
    });
    const blobs = blobStore(config, dataDir, keys, log);
    const events = createEvents<DB>();
    const client = createHttpClient({ allowPrivate: config.LANEKEEPER_ALLOW_PRIVATE, log });
    const connections: ConnectionsDeps = {
      db: database.db,
      ids,
      clock,
      keys,
      client,
      publish: events.publish,
      systems: CONNECTOR_IDS,
      loadConnector: options.loadConnector ?? loadConnector,
      settingsProblems: templateProblems,
    };
    const { publishAll } = events;
    const sweeps: SweepDeps = { ...connections, db: work.db, pool: work.pool, publishAll, log };
    const line: LineDeps = {
      db: database.db,
      blobs,
      ids,
      clock,
      hashSecret: keys.hashSecret,
      limits: { maxBytes: config.LANEKEEPER_MAX_UPLOAD, maxObservations: config.LANEKEEPER_MAX_OBSERVATIONS },
      publish: events.publish,
    };
    const close = async () => {
      await Promise.all([database.close(), work.close(), client.close()]);
      await server.stop();
    };
    return {
      config,
      log,
      clock,
      ids,
      database,
      work,
      blobs,
      keys,
      events,
      client,
      connections,
      line,
      sweeps,
      close,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The database given by the configuration, or the private one of the data directory. */
export async function openServer(config: Config, dataDir: string, durable: boolean) {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, stop: async () => {} };
  return startEmbedded({ dataDir, durable });
}

export function blobStore(config: Config, dataDir: string, keys: Keys, log: Log): BlobStore & SealedBlobs {
  const { LANEKEEPER_S3_ENDPOINT: endpoint, LANEKEEPER_S3_BUCKET: bucket } = config;
  if (!endpoint || !bucket) return diskBlobs(join(dataDir, 'blobs'), keys);
  return s3Blobs(
    {
      endpoint,
      bucket,
      region: config.LANEKEEPER_S3_REGION,
      accessKey: config.LANEKEEPER_S3_ACCESS_KEY ?? '',
      secretKey: config.LANEKEEPER_S3_SECRET_KEY ?? '',
    },
    keys,
    createHttpClient({ allowPrivate: true, log, ...STORE_PACE }).fetch,
  );
}

/** A store of our own takes more at once than somebody's API. */
const STORE_PACE = { perHost: 64, perSecond: 5000 };

/** Where the keys of this installation lie, for a backup that is asked to hold them. */
export function keyFilesOf(config: Config): { encryption: string; identity: string } {
  if (config.LANEKEEPER_KEY !== undefined)
    throw new AppError(
      'LK-USAGE',
      'the key comes from the environment and is in no file: back up without --with-keys, and keep LANEKEEPER_KEY elsewhere',
    );
  const dataDir = resolve(config.LANEKEEPER_DATA_DIR);
  const encryption = config.LANEKEEPER_KEY_FILE ?? join(dataDir, 'key');
  const beside = join(dirname(encryption), 'identity.key');
  return { encryption, identity: existsSync(beside) ? beside : join(dataDir, 'identity.key') };
}
