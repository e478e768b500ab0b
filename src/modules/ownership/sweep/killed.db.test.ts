import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeGithub, fakeGithub } from '../../../../test/fakes/fake-github.ts';
import { connectionsDeps } from '../../../../test/harness/connections.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { until } from '../../../../test/harness/house.ts';
import { loadConnector } from '../../../connectors/registry.ts';
import { systemClock, systemIds } from '../../../platform/clock.ts';
import { createLog } from '../../../platform/log.ts';
import { loadKeys } from '../../../platform/secrets/keys.ts';
import { openConnection, putConnection } from '../../connections/public.ts';
import { ensureTriageTeam } from '../../organisation/public.ts';
import type { SweepDeps } from './deps.ts';
import { sweep } from './sweep.ts';

const REPOSITORIES = 400;

let database: Awaited<ReturnType<typeof testDatabase>>;
let github: FakeGithub;
let deps: SweepDeps;
let connectionId: string;
let dataDir: string;

beforeAll(async () => {
  database = await testDatabase();
  github = await fakeGithub();
  dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-sweep-'));
  for (let n = 0; n < REPOSITORIES; n++)
    github.add(`acme/r${n}`, { 'about.yaml': `apiVersion: lanekeeper.dev/v1\nowner: team-${n}\n` });
  await ensureTriageTeam(database.db, systemIds());
  deps = {
    ...connectionsDeps(database, systemClock),
    keys: await loadKeys({ dataDir }),
    loadConnector,
    pool: database.pool,
    publishAll: async () => {},
    log: createLog('silent'),
  };
});
afterAll(async () => {
  await github?.close();
  await deps?.client.close();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const count = async (where: string): Promise<number> =>
  (await database.pool.query(`select count(*)::int as n from repository where ${where}`)).rows[0].n;

function inAnotherProcess(): ChildProcess {
  const script = new URL('../../../../test/harness/sweep-process.ts', import.meta.url).pathname;
  return spawn(execPath, [script, database.url, connectionId, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('a sweep of GitHub', () => {
  it('whose process is killed is continued by another: what is stored is not asked for again', async () => {
    const settings = { url: github.url, organisations: ['acme'] };
    const body = { system: 'github', settings, secrets: { token: 'ghp_fake' }, enabled: true };
    await putConnection(deps, 'code', body, 'test');
    connectionId = (await openConnection(deps, { key: 'code' })).id;
    const killed = inAnotherProcess();
    await until(async () => (await count('files_commit is not null')) >= 100, 25_000);
    // While it lives, nobody else looks.
    expect(await sweep(deps, connectionId)).toEqual({ state: 'busy' });
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const read = await count('files_commit is not null');
    expect(read).toBeLessThan(REPOSITORIES);
    github.forget();
    await until(async () => (await sweep(deps, connectionId)).state === 'done', 20_000);
    expect(await count('files_commit is not null and not archived')).toBe(REPOSITORIES);
    const trees = github.seen.filter(({ path }) => path.includes('/git/trees/')).length;
    expect(trees).toBe(REPOSITORIES - read);
  }, 90_000);

  it('follows renames, deletions and pushes of the real form', async () => {
    github.rename('acme/r1', 'acme/one');
    github.remove('acme/r2');
    github.push('acme/r3', { CODEOWNERS: '* @acme/payments\n' });
    expect(await sweep(deps, connectionId)).toMatchObject({
      state: 'done',
      counts: { renamed: 1, archived: 1, changed: 1 },
    });
    const { rows } = await database.pool.query(
      `select key, archived, former_names from repository where key in ('acme/one', 'acme/r2') order by key`,
    );
    expect(rows).toEqual([
      { key: 'acme/one', archived: false, former_names: ['acme/r1'] },
      { key: 'acme/r2', archived: true, former_names: [] },
    ]);
  });
});
