import type { Kysely } from 'kysely';
import type pg from 'pg';
import { PRIORITIES } from '../../src/kernel/decision.ts';
import { decisionReason } from '../../src/modules/intake/reason-id.ts';
import { loadIntel } from '../../src/modules/policy/public.ts';
import {
  compilePolicy,
  DEFAULT_POLICY,
  decide,
  type Facts,
  factsSchema,
  type IntelMap,
  intelOf,
} from '../../src/modules/policy/pure.ts';
import type { DB } from '../../src/modules/schema.gen.ts';

/** Weaknesses that are found, each in one repository, in so many packages of one fix. */
export const WEAKNESSES = 30_000;
const TARGETS = 200;
const DAY_MS = 86_400_000;

export const cveOf = (c: number): string => `CVE-${2010 + (c % 16)}-${10_000 + c * 11}`;

const policy = compilePolicy(DEFAULT_POLICY, 'default@1');
const service = (target: number): Facts['service'] =>
  factsSchema.parse({
    finding: { kind: 'code', severity: 'low' },
    service: { name: `service-${target}`, exposure: target % 2 ? 'internal' : 'internet', tier: 2 },
  }).service;
const services = Array.from({ length: TARGETS }, (_, target) => service(target));

/** What the default policy says of a weakness, by what is known of it. */
export function decisionOf(c: number, intel: IntelMap, now: Date) {
  const facts = factsSchema.parse({
    finding: {
      kind: 'dependency',
      severity: (['critical', 'high', 'medium', 'low'] as const)[c % 4]!,
      fixAvailable: c % 8 > 0,
      score: 7,
      rule: 'RULE-1',
      path: 'package-lock.json',
      phase: 'build',
    },
    owner: { team: 'team-1', unowned: false },
    scan: { tool: 'trivy', phase: 'build' },
    detectedAt: new Date(now.getTime() - (c % 20) * DAY_MS).toISOString(),
    now: now.toISOString(),
  });
  return decide(policy, { ...facts, service: services[c % TARGETS]!, intel: intelOf([cveOf(c)], intel) });
}

export const loadAllIntel = (db: Kysely<DB>): Promise<IntelMap> =>
  loadIntel(
    db,
    Array.from({ length: WEAKNESSES }, (_, c) => cveOf(c)),
  );

const id = (name: string) => `md5(${name})::uuid`;

/** Fills a house with open findings that are decided as the line decides them. Only for benchmarks. */
export async function fillDecided(
  pool: pg.Pool,
  intel: IntelMap,
  now: Date,
  findings: number,
): Promise<void> {
  const decided = Array.from({ length: WEAKNESSES }, (_, c) => {
    const decision = decisionOf(c, intel, now);
    return { c, decision, reason: decisionReason(decision) };
  });
  const rows = decided.map(({ c, decision, reason }) => ({
    c,
    reason: reason.id,
    because: reason.because,
    facts: reason.facts,
    cve: cveOf(c),
    priority: PRIORITIES.indexOf(decision.priority),
    due: decision.dueAt,
    review: decision.reviewAt,
    route: decision.route.to === 'hold' ? 'hold' : null,
  }));
  const steps: [string, unknown[]?][] = [
    [
      `create table bench_decided (c int primary key, reason uuid, because text[], facts jsonb, cve text, priority smallint, due timestamptz, review timestamptz, route text)`,
    ],
    [
      `insert into bench_decided select * from jsonb_populate_recordset(null::bench_decided, $1::jsonb)`,
      [JSON.stringify(rows)],
    ],
    [`insert into business_unit (id, key, name) values (${id("'unit'")}, 'bench', 'Bench')`],
    [
      `insert into team (id, business_unit_id, key, name, kind, queue) values (${id("'team'")}, ${id("'unit'")}, 'team-1', 'Team', 'team', 'T')`,
    ],
    [
      `insert into target (id, kind, key) select ${id("'target' || n")}, 'repository', 'bench/r' || n from generate_series(0, ${TARGETS - 1}) n`,
    ],
    [
      `insert into stream (id, target_id, tool) select ${id("'stream' || n")}, ${id("'target' || n")}, 'trivy' from generate_series(0, ${TARGETS - 1}) n`,
    ],
    [`insert into rule (id, tool, key) values (${id("'rule'")}, 'trivy', 'RULE-1')`],
    [
      `insert into reason (id, because, source, facts) select distinct on (reason) reason, because, 'default@1', facts from bench_decided`,
    ],
    [
      `insert into fix (id, kind, target_id, owner_team_id, title, component, opened_at, priority, state, open_findings, due_at)
       select ${id("'fix' || c")}, 'upgrade', ${id(`'target' || c % ${TARGETS}`)}, ${id("'team'")}, 'Upgrade p' || c, 'pkg:npm/p' || c, now(), priority, 'open', 33, due from bench_decided`,
    ],
    [
      `insert into finding (id, stream_id, target_id, rule_id, key, content, fix_id, owner_team_id, owner_reason_id, decision_reason_id,
         opened_at, changed_at, due_at, review_at, route, severity, priority, policy_version, decided_at, unowned, phase, kind, state,
         title, path, component, version, fixed_versions, vulnerabilities, detail)
       select ${id("'finding' || n")}, ${id(`'stream' || d.c % ${TARGETS}`)}, ${id(`'target' || d.c % ${TARGETS}`)}, ${id("'rule'")},
         ${id("'key' || n")}, ${id("'content' || n")}, ${id("'fix' || d.c")}, ${id("'team'")}, d.reason, d.reason,
         $1::timestamptz - (d.c % 20) * interval '1 day', $1, d.due, d.review, d.route, d.c % 4, d.priority, 1, $1, false, 'build',
         'dependency', 'open', 'Finding ' || n, 'package-lock.json', 'pkg:npm/p' || d.c, '1.0.' || n % 33,
         case when d.c % 8 > 0 then array['2.0.0'] end, array[d.cve], '{"score": 7}'
       from generate_series(0, ${findings - 1}) n join bench_decided d on d.c = n % ${WEAKNESSES}`,
      [now],
    ],
  ];
  await withoutIndexes(pool, async () => {
    for (const [text, values] of steps) await pool.query(text, values);
  });
  await pool.query('vacuum analyze');
}

/** A million rows go in without their indexes and references looked up one by one; afterwards all is as it was. */
async function withoutIndexes(pool: pg.Pool, work: () => Promise<void>): Promise<void> {
  const { rows } = await pool.query<{ name: string; text: string }>(
    `select indexname as name, indexdef as text from pg_indexes where tablename = 'finding' and indexname <> 'finding_pkey'`,
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  await pool.query('alter table finding disable trigger all');
  await work();
  await pool.query('alter table finding enable trigger all');
  for (const { text } of rows) await pool.query(text);
}
