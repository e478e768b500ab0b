import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { DB } from '../../src/modules/schema.gen.ts';
import { type DatabaseHandle, openDatabase } from '../../src/platform/database/database.ts';
import { databaseUrl, TEMPLATE } from './database-url.ts';

/** A fresh migrated database of its own for a test file; `drop` removes it. */
export async function testDatabase(): Promise<DatabaseHandle<DB> & { drop(): Promise<void> }> {
  const serverUrl = inject('serverUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(serverUrl, `create database ${name} template ${TEMPLATE}`);
  const handle = openDatabase<DB>(databaseUrl(serverUrl, name));
  return {
    ...handle,
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
