import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { DB } from '../../src/modules/schema.gen.ts';
import { type DatabaseHandle, openDatabase } from '../../src/platform/database/database.ts';
import { databaseUrl, TEMPLATE } from './database-url.ts';

export interface TestDatabase extends DatabaseHandle<DB> {
  name: string;
  drop(): Promise<void>;
}

/**
 * A fresh migrated database of its own for a test file; `drop` removes it.
 * @param template another database that nobody uses, to be copied instead
 */
export async function testDatabase(template = TEMPLATE): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(serverUrl, `create database ${name} template ${template}`);
  const handle = openDatabase<DB>(databaseUrl(serverUrl, name));
  return {
    ...handle,
    name,
    drop: async () => {
      await handle.close();
      await admin(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function admin(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    // Two clones of one template at the same moment are refused by PostgreSQL: one after the other.
    await client.query('select pg_advisory_lock(1)');
    await client.query(statement);
  } finally {
    await client.end();
  }
}
