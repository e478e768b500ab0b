import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDefaultPolicy, judgeRulesJob, keepLabels } from '../src/modules/policy/public.ts';
import type { DB } from '../src/modules/schema.gen.ts';
import { systemClock, systemIds } from '../src/platform/clock.ts';
import { type DatabaseHandle, openDatabase } from '../src/platform/database/database.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { migrateJobs } from '../src/platform/jobs/jobs.ts';
import { createLog } from '../src/platform/log.ts';
import { createEvents } from '../src/platform/outbox/events.ts';
import { type Bench, type Figure, timed } from './lib/bench.ts';

const FINDINGS = 1_000_000;
const RULES = 20_000;
const FIXES = 200_000;
const FIXED = 300_000;
const LABELS = 100_000;

/** The hourly look at all rules, and what one label costs. */
export const trustBench: Bench = {
  name: 'trust',
  what: `${RULES.toLocaleString('en')} rules with ${FINDINGS.toLocaleString('en')} findings, ${FIXED.toLocaleString('en')} of them fixed, and ${LABELS.toLocaleString('en')} labels of people`,
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
  await db.transaction().execute((tx) => ensureDefaultPolicy(tx, new Date()));
  for (const statement of FILL) await pool.query(statement);
  const ids = systemIds();
  const { publishAll } = createEvents<DB>();
  const job = judgeRulesJob({ db, ids, clock: systemClock, publishAll });
  const context = { attempt: 1, lastAttempt: false, log: createLog('silent') };
  const look = async (rules?: { tool: string; rule: string }[]) =>
    (await timed(() => job.run({ rules }, context)))[1] / 1000;
  const first = await look();
  const hourly = await look();
  const { rows } = await pool.query(`select ${id(`'f${FINDINGS - 1}'`)} as id`);
  const label = {
    findingId: rows[0].id,
    word: 'not-useful',
    channel: 'page',
    actor: 'x',
    reason: null,
  } as const;
  const [, keptMs] = await timed(() =>
    db.transaction().execute((tx) => keepLabels(tx, { ids, at: new Date() }, [label])),
  );
  const soon = await look([{ tool: 'tool-1', rule: 'rule-1' }]);
  const voices = await pool.query('select count(*)::int as n from rule_trust');
  return [
    { name: 'the first look: all that was fixed is taken', value: first, unit: 's', target: { most: 120 } },
    { name: 'a look an hour later', value: hourly, unit: 's', target: { most: 20 } },
    { name: 'a label is kept', value: keptMs, unit: 'ms', target: { most: 100 } },
    { name: 'its rule is judged', value: soon * 1000, unit: 'ms', target: { most: 200 } },
    { name: 'rules that left their first voice', value: voices.rows[0].n, unit: 'rules' },
  ];
}

const id = (name: string) => `md5(${name})::uuid`;
const series = (n: number) => `generate_series(0, ${n - 1}) n`;

/** Findings of 200 targets and five tools; only what the looks read. */
const FILL = [
  `insert into team (id, key, name, kind, queue) values (${id("'t'")}, 'team', 'Team', 'team', 'Q')`,
  `insert into target (id, kind, key) select ${id("'g' || n")}, 'repository', 'acme/r' || n from ${series(200)}`,
  `insert into stream (id, target_id, tool, category)
    select ${id("'s' || n")}, ${id("'g' || n % 200")}, 'tool-' || n / 200, '' from ${series(1000)}`,
  `insert into rule (id, tool, key) select ${id("'r' || n")}, 'tool-' || n % 5, 'rule-' || n from ${series(RULES)}`,
  `insert into fix (id, kind, target_id, owner_team_id, title, priority, opened_at)
    select ${id("'x' || n")}, 'code', ${id("'g' || n % 200")}, ${id("'t'")}, 'Fix', 2, now() - interval '40 days'
    from ${series(FIXES)}`,
  `insert into finding (id, stream_id, target_id, rule_id, key, ordered, content, fix_id, owner_team_id, owner_reason_id,
      decision_reason_id, opened_at, changed_at, severity, priority, unowned, phase, kind, state, title, on_default)
    select ${id("'f' || n")}, ${id("'s' || n % 1000")}, ${id("'g' || n % 200")}, ${id(`'r' || n % ${RULES}`)},
      ${id("'k' || n")}, false, ${id("'c' || n")}, ${id(`'x' || n % ${FIXES}`)}, ${id("'t'")}, ${id("'o'")},
      ${id("'d'")}, now() - interval '40 days', now() - interval '20 days', 3, 2, false, 'build', 'code',
      case when n < ${FIXED} then 'fixed' else 'open' end, 'A finding', true from ${series(FINDINGS)}`,
  `insert into finding_event (id, finding_id, at, kind, actor, scan_id)
    select ${id("'e' || n")}, ${id("'f' || n")}, now() - (n % 20) * interval '1 day', 'fixed', 'scan', ${id("'z'")}
    from ${series(FIXED)}`,
  `insert into ticket (id, fix_id, team_id, queue, number, title, priority, findings, opened_at)
    select ${id("'k' || n")}, ${id("'x' || n")}, ${id("'t'")}, 'Q', n, 'Fix', 2, 5, now() - interval '39 days'
    from ${series(FIXES / 2)}`,
  `insert into trust_label (id, tool, rule, finding_id, word, channel, actor, at)
    select ${id("'l' || n")}, 'tool-' || n % 5, 'rule-' || n % ${RULES}, ${id("'f' || n")},
      case when n % ${RULES} < 2000 then 'not-useful' else 'acknowledged' end, 'page', 'ada@acme.example',
      now() - (n % 60) * interval '1 day' from ${series(LABELS)}`,
  'analyze',
];
