import type pg from 'pg';

/** Texts of a basis as the line keeps them, differing in exposure, EPSS and whether it is exploited. */
const FACTS = `jsonb_build_object(
  'service', jsonb_build_object('name', 'service-' || n % 400, 'exposure', (array['internet', 'internal', 'partner', null])[1 + n % 4],
    'tier', 1 + n % 4, 'data', '["pii"]'::jsonb, 'compliance', '[]'::jsonb, 'lifecycle', 'production'),
  'intel', jsonb_build_object('kev', n % 50 = 0, 'kevSince', null, 'published', null, 'ransomware', false,
    'epss', (n % 1000) / 1000.0, 'epssPercentile', (n % 1000) / 1000.0, 'exploitation', null, 'automatable', null,
    'technicalImpact', null, 'sources', '[]'::jsonb),
  'trust', '{"mode": null, "demoted": null}'::jsonb)`;

/** The same name gives the same id, in the form of version 7. */
const id = (name: string) =>
  `overlay(overlay(md5(${name}) placing '7' from 13 for 1) placing '8' from 17 for 1)::uuid`;
/** Ids of findings ascend, as those that are made one after the other do. */
const ascending = (n: string) => `(lpad(to_hex(${n}), 12, '0') || '70008' || repeat('0', 15))::uuid`;

/**
 * Fills a house with open findings, written straight into the tables: 200 repositories, 50 teams, 400 rules, and a
 * basis shared by each 20 findings. Only for benchmarks that read them.
 */
export async function fillFindings(pool: pg.Pool, findings: number): Promise<void> {
  const reasons = Math.ceil(findings / 20);
  const steps = [
    `insert into business_unit (id, key, name) values (${id("'unit'")}, 'bench', 'Bench')`,
    `insert into team (id, business_unit_id, key, name, kind, queue)
     select ${id("'team' || n")}, ${id("'unit'")}, 'team-' || n, 'Team ' || n, 'team', 'T' || n from generate_series(0, 49) n`,
    `insert into target (id, kind, key) select ${id("'target' || n")}, 'repository', 'bench/r' || n from generate_series(0, 199) n`,
    `insert into stream (id, target_id, tool) select ${id("'stream' || n")}, ${id("'target' || n")}, 'trivy' from generate_series(0, 199) n`,
    `insert into rule (id, tool, key) select ${id("'rule' || n")}, 'trivy', 'RULE-' || n from generate_series(0, 399) n`,
    `insert into reason (id, because, source, facts) select ${id("'reason' || n")}, array['decided'], 'default@1', ${FACTS} from generate_series(0, ${reasons - 1}) n`,
    `insert into finding (id, stream_id, target_id, rule_id, key, content, owner_team_id, owner_reason_id, decision_reason_id,
       opened_at, changed_at, due_at, severity, priority, policy_version, decided_at, unowned, phase, kind, state, title, path,
       component, version, fixed_versions, vulnerabilities, detail)
     select ${ascending('n')}, ${id("'stream' || n % 200")}, ${id("'target' || n % 200")}, ${id("'rule' || n % 400")},
       ${id("'key' || n")}, ${id("'content' || n")}, ${id("'team' || n % 50")}, ${id("'reason0'")}, ${id(`'reason' || n % ${reasons}`)},
       now() - (n % 365) * interval '1 day', now(), now() + interval '30 days', n % 5, 2, 1, now(), false, 'build',
       case when n % 3 = 0 then 'code' else 'dependency' end, 'open', 'Finding ' || n, 'src/part-' || n % 900 || '/a.ts',
       case when n % 3 > 0 then 'pkg:npm/p' || n % 5000 end, '1.0.0', case when n % 4 > 0 then array['1.0.1'] end,
       case when n % 3 > 0 then array['CVE-2026-' || n % 30000] end, jsonb_build_object('score', (n % 100) / 10.0)
     from generate_series(0, ${findings - 1}) n`,
    'vacuum analyze',
  ];
  const client = await pool.connect();
  try {
    // What a benchmark fills need not outlive the machine.
    await client.query('set synchronous_commit = off');
    for (const step of steps) await client.query(step);
  } finally {
    client.release();
  }
}
