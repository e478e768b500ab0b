import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settleException } from '../src/modules/findings/public.ts';
import { ensureTriageTeam } from '../src/modules/organisation/service.ts';
import type { DB } from '../src/modules/schema.gen.ts';
import { systemIds } from '../src/platform/clock.ts';
import { type DatabaseHandle, openDatabase } from '../src/platform/database/database.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { migrateJobs } from '../src/platform/jobs/jobs.ts';
import { type Bench, type Figure, timed } from './lib/bench.ts';

const FINDINGS = 100_000;
const TARGETS = 200;
const PER_FIX = 20;

/** One exception of a package that lies in every repository: applied, told again, ended. */
export const exceptionsBench: Bench = {
  name: 'exceptions',
  what: `one exception that covers ${FINDINGS.toLocaleString('en')} findings in ${TARGETS} repositories: applied, asked again, ended`,
  async run() {
    const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-bench-'));
    const server = await startEmbedded({ dataDir, durable: false });
    try {
      await migrate(server.url, 'migrations');
      await migrateJobs(server.url);
      const database = openDatabase<DB>(server.url, { max: 4, waitForDisk: false });
      try {
        return await measure(database);
      } finally {
        await database.close();
      }
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function measure({ db, pool }: DatabaseHandle<DB>): Promise<Figure[]> {
  const ids = systemIds();
  const clock = { now: () => new Date() };
  await db.transaction().execute((tx) => ensureTriageTeam(tx, ids));
  await pool.query(FILL);
  await pool.query('vacuum analyze');
  const id = ids.next();
  await pool.query(ASK, [id]);
  const deps = { db, ids, clock, publish: async () => {} };
  const [covered, ms] = await timed(() => settleException(deps, id));
  const [again, againMs] = await timed(() => settleException(deps, id));
  await pool.query(`update exception set state = 'revoked', ended_at = now() where id = $1`, [id]);
  const [ended, endMs] = await timed(() => settleException(deps, id));
  const exactly = (value: number) => ({ least: value, most: value });
  return [
    { name: 'findings covered', value: covered, unit: 'findings', target: exactly(FINDINGS) },
    { name: 'seconds to cover them', value: ms / 1000, unit: 's', target: { most: 60 } },
    { name: 'asked again, findings changed', value: again, unit: 'findings', target: exactly(0) },
    { name: 'asked again, seconds', value: againMs / 1000, unit: 's' },
    { name: 'findings open again', value: ended, unit: 'findings', target: exactly(FINDINGS) },
    { name: 'seconds to open them', value: endMs / 1000, unit: 's', target: { most: 60 } },
  ];
}

const FILL = `
  with t as (insert into target (id, kind, key)
      select gen_random_uuid(), 'repository', 'bench/' || n from generate_series(1, ${TARGETS}) n returning id),
    s as (insert into stream (id, target_id, tool) select gen_random_uuid(), id, 'bench' from t returning id, target_id),
    o as (select id from team limit 1),
    f as (insert into fix (id, kind, target_id, owner_team_id, title, component, opened_at, priority)
      select gen_random_uuid(), 'upgrade', t.id, o.id, 'Upgrade', 'pkg:npm/left', now(), 2
      from t, o, generate_series(1, ${FINDINGS / TARGETS / PER_FIX}) returning id, target_id)
  insert into finding (id, stream_id, target_id, rule_id, key, content, fix_id, owner_team_id, owner_reason_id,
    decision_reason_id, opened_at, changed_at, severity, priority, unowned, phase, kind, state, title, component,
    version, vulnerabilities)
  select gen_random_uuid(), s.id, f.target_id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), f.id, o.id,
    gen_random_uuid(), gen_random_uuid(), now(), now(), 2, 2, false, 'build', 'dependency', 'open', 'left', 'pkg:npm/left',
    '1.0.0', array['CVE-2099-0001']
  from f join s on s.target_id = f.target_id, o, generate_series(1, ${PER_FIX})`;

const ASK = `insert into exception (id, kind, scope, component, vulnerability, reason, state, priority, asked_by, asked_at,
    decided_at, policy_version, all_teams)
  values ($1, 'false-positive', 'package', 'pkg:npm/left', 'CVE-2099-0001', 'bench', 'granted', 0, 'bench', now(), now(), 1, true)`;
