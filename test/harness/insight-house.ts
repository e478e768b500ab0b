import { randomUUID } from 'node:crypto';
import { insightRoutes } from '../../src/modules/insight/public.ts';
import { fold } from '../../src/modules/insight/rollup/fold.ts';
import { testDatabase } from './database.ts';
import { testServer } from './server.ts';

const DAY = 86_400_000;

/** A finding as the tests count it, one after the other. */
export interface Told {
  id: string;
  team: string;
  tool: string;
  firstLook: boolean;
  openedAt: Date;
  changedAt: Date;
  dueAt: Date | null;
  state: 'open' | 'reopened' | 'fixed' | 'excepted';
  priority: number;
  severity: number;
  phase: string;
  kind: string;
  lead: string | null;
}

export const TEAMS = ['apps', 'cart', 'web', 'infra', 'lone'] as const;
/** `group` holds `shop`, which holds `apps` and `cart`; `web` is right below the group; `lone` has no unit. */
export const UNIT_OF: Record<string, string | null> = {
  apps: 'shop',
  cart: 'shop',
  web: 'group',
  infra: 'ops',
  lone: null,
};
export const within = (unit: string) => (one: { team: string }) =>
  UNIT_OF[one.team] === unit || (unit === 'group' && UNIT_OF[one.team] === 'shop');
const TOOLS: Record<string, string | null> = {
  semgrep: '2025-01-08T09:00:00Z',
  trivy: '2025-09-17T12:00:00Z',
  'by-hand': null,
};
const PHASES = ['threat-model', 'code-review', 'build', 'test', 'bug-bounty', 'incident'];

/** The same numbers each time, so that what fails fails again. */
function dice(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Findings of two years as chance has them, in all states; a part of them found by first looks. */
export function someFindings(count: number, now: Date, seed = 1): Told[] {
  const next = dice(seed);
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!;
  return Array.from({ length: count }, (): Told => {
    const tool = one(Object.keys(TOOLS));
    const first = TOOLS[tool];
    const begun = first ? Date.parse(first) : now.getTime() - 700 * DAY;
    const firstLook = first !== null && next() < 0.2;
    const openedAt = new Date(firstLook ? begun : begun + DAY + next() * (now.getTime() - begun - DAY));
    const state = one(['open', 'open', 'reopened', 'fixed', 'fixed', 'fixed', 'excepted'] as const);
    const changedAt = new Date(
      Math.min(now.getTime(), openedAt.getTime() + (next() < 0.1 ? 0 : next() ** 2 * 200 * DAY)),
    );
    const kind = one(['code', 'dependency', 'secret']);
    return {
      id: randomUUID(),
      team: one(TEAMS),
      tool,
      firstLook,
      openedAt,
      changedAt,
      dueAt: next() < 0.2 ? null : new Date(openedAt.getTime() + one([7, 30, 90]) * DAY),
      state,
      priority: Math.floor(next() * 5),
      severity: Math.floor(next() * 5),
      phase: one(PHASES),
      kind,
      lead: next() < 0.15 ? randomUUID() : null,
    };
  });
}

/** A server with the insights over findings that a test brings. */
export async function openInsightHouse(start = '2026-11-18T10:00:00Z') {
  const database = await testDatabase();
  const { pool, db } = database;
  const server = await testServer(database);
  server.clock.advance(Date.parse(start) - server.clock.now().getTime());
  await server.app.register(insightRoutes({ db, clock: server.clock, ids: server.ids }));
  const target = randomUUID();
  await pool.query(`insert into target (id, kind, key) values ($1, 'image', 'shop')`, [target]);
  const headers = await server.bearer(['read']);

  return {
    ...server,
    pool,
    db,
    target,
    headers: { authorization: headers.authorization },
    close: async () => {
      await server.app.close();
      await database.drop();
    },
    /** Units and teams as `UNIT_OF` has them. */
    async makeTeams() {
      await pool.query(`insert into business_unit (id, key, name) values
        (gen_random_uuid(), 'group', 'Group'), (gen_random_uuid(), 'ops', 'Operations')`);
      await pool.query(`insert into business_unit (id, key, name, parent_id)
        select gen_random_uuid(), 'shop', 'Shop', id from business_unit where key = 'group'`);
      for (const team of TEAMS)
        await pool.query(
          `insert into team (id, key, name, queue, business_unit_id)
           values (gen_random_uuid(), $1, initcap($1), upper($1), (select id from business_unit where key = $2))`,
          [team, UNIT_OF[team]],
        );
      for (const [tool, first] of Object.entries(TOOLS))
        await pool.query(
          'insert into stream (id, target_id, tool, first_at) values (gen_random_uuid(), $1, $2, $3)',
          [target, tool, first],
        );
    },
    /** Writes them and brings the counts up. */
    async tell(rows: readonly Told[]) {
      await pool.query(
        `insert into finding (id, stream_id, target_id, rule_id, key, content, owner_team_id, owner_reason_id,
           decision_reason_id, opened_at, changed_at, due_at, severity, priority, unowned, phase, kind, state, title, lead_id)
         select r.id, s.id, s.target_id, r.id, r.id, r.id, t.id, r.id, r.id, r."openedAt", r."changedAt", r."dueAt",
           r.severity, r.priority, false, r.phase, r.kind, r.state, 'T', r.lead
         from jsonb_to_recordset($1::jsonb) as r(id uuid, team text, tool text, "openedAt" timestamptz,
           "changedAt" timestamptz, "dueAt" timestamptz, severity int, priority int, phase text, kind text, state text, lead uuid)
         join stream s on s.tool = r.tool join team t on t.key = r.team`,
        [JSON.stringify(rows)],
      );
      await fold(db, server.clock.now());
    },
    /** The answer of a GET under /api/v1/insights. */
    async ask<Answer>(path: string): Promise<Answer> {
      const answer = await server.app.inject({
        url: `/api/v1/insights/${path}`,
        headers: { authorization: headers.authorization },
      });
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${answer.body}`);
      return answer.json() as Answer;
    },
  };
}
