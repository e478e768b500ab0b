import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { migrateJobs } from '../../src/platform/jobs/jobs.ts';
import { databaseUrl, TEMPLATE } from './database-url.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string;
    /** For what several files of this run share. */
    sharedDir: string;
  }
}

/**
 * One PostgreSQL for the whole run: the one of TEST_DATABASE_URL, else an embedded one in a temporary
 * folder. A migrated template database is cloned for every test file that asks for one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const home = given ? null : await mkdtemp(join(tmpdir(), 'lanekeeper-test-'));
  const server = home ? await startEmbedded({ dataDir: home, durable: false }) : null;
  const url = given ?? server!.url;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${TEMPLATE}`);
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  await migrate(databaseUrl(url, TEMPLATE), 'migrations');
  await migrateJobs(databaseUrl(url, TEMPLATE));
  const sharedDir = await mkdtemp(join(tmpdir(), 'lanekeeper-shared-'));
  project.provide('serverUrl', url);
  project.provide('sharedDir', sharedDir);
  return async () => {
    await server?.stop();
    await rm(sharedDir, { recursive: true, force: true });
    if (home) await rm(home, { recursive: true, force: true });
  };
}
