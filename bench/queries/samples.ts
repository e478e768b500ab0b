import type pg from 'pg';
import { type IdKind, toPublicId } from '../../src/kernel/ids.ts';

/** As many as are in flight: few who ask at once ask the same. */
const MANY = 20;

export interface Samples {
  /** By parameter, or by route and parameter where a name means different things. */
  values: Record<string, string[]>;
  /** Searches of routes whose parameters hold only together. */
  asks: Record<string, string[]>;
  /** Routes that are no list and no insight, with the reason. */
  others: Record<string, string>;
}

/** What to ask for, taken from the data: large ones and small ones, frequent words and rare ones. */
export async function takeSamples(pool: pg.Pool): Promise<Samples> {
  const column = async (text: string): Promise<string[]> =>
    (await pool.query<{ value: string }>(text)).rows.map(({ value }) => String(value));
  const ids = async (kind: IdKind, text: string): Promise<string[]> =>
    (await column(text)).map((id) => toPublicId(kind, id));
  const teams = await column(
    `(select key as value from team t order by (select count(*) from ticket k where k.team_id = t.id and k.state <> 'closed') desc limit 2)
     union all (select key from team where kind = 'security' order by key limit 1)
     union all (select key from team order by md5(key) limit ${MANY})`,
  );
  const units = await column(
    `(select key as value from business_unit where parent_id is null order by key limit 1)
     union all (select key from business_unit where parent_id is not null order by md5(key) limit ${MANY})`,
  );
  const repositories = await column(
    `(select r.key as value from repository r join target t on t.repository_id = r.id join stream s on s.target_id = t.id
       group by r.key order by count(*) desc, r.key limit 1)
     union all (select key from repository where not archived order by md5(key) limit ${MANY})`,
  );
  const findings = await ids(
    'finding',
    `(select id as value from finding where state = 'open' order by md5(id::text) limit ${MANY})
     union all (select id from finding where state = 'fixed' and lead_id is null order by id limit 1)
     union all (select id from finding where lead_id is not null order by id desc limit 1)`,
  );
  const fixes = await ids(
    'fix',
    `(select id as value from fix where state = 'open' order by open_findings desc, id limit 2)
     union all (select id from fix where state = 'open' order by md5(id::text) limit ${MANY})`,
  );
  const tickets = await column(
    `(select queue || '-' || number as value from ticket where state <> 'closed' order by findings desc, id limit 2)
     union all (select queue || '-' || number from ticket where state = 'closed' order by id desc limit 1)
     union all (select queue || '-' || number from ticket where state <> 'closed' order by md5(id::text) limit ${MANY})`,
  );
  const exceptions = await ids(
    'exception',
    `(select id as value from exception order by findings desc, id limit 2)
     union all (select id from exception order by md5(id::text) limit ${MANY})`,
  );
  const scans = await ids(
    'scan',
    `select id as value from scan where state = 'done' order by id desc limit ${MANY}`,
  );
  const people = await ids('person', `select id as value from person order by email limit 2`);
  const queues = await column(
    `select queue as value from ticket where state <> 'closed' group by queue order by count(*) desc limit 2`,
  );
  const rules = await pool.query<{ tool: string; rule: string }>(
    'select tool, rule from rule_measure order by asked desc, tool, rule limit 20',
  );
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
  const date = (ago: number) => day(ago).slice(0, 10);
  const quarter = () =>
    `${date(0).slice(0, 4)}-${['01', '04', '07', '10'][Math.floor(new Date().getUTCMonth() / 3)]}-01`;
  const values: Samples['values'] = {
    team: teams,
    unit: units,
    repository: repositories,
    key: repositories,
    queue: queues,
    '/api/v1/asks from': teams.slice(0, 2),
    '/api/v1/asks to': teams.slice(0, 3),
    from: [date(400), date(40)],
    to: [date(0), date(30)],
    waitsFor: teams.slice(0, 2),
    tool: ['trivy', 'semgrep', 'zap', 'by-hand'],
    finding: findings.slice(0, 1),
    fix: fixes,
    exception: ['true'],
    scan: scans,
    rule: rules.rows.map(({ rule }) => rule),
    target: repositories,
    resource: ['image:registry.acme.example/payments-api-0'],
    path: ['src/lib/index.ts', ''],
    folder: ['services/main'],
    service: ['service-1-0'],
    text: ['prototype pollution', 'payments', 'lodash', 'CVE-2019-40030', 'zzzz-not-there'],
    vulnerability: ['CVE-2019-40030', 'CVE-2021-10042'],
    connection: ['tracker'],
    author: ['bench'],
    mine: ['true'],
    unowned: ['true', 'false'],
    exploited: ['true'],
    overdue: ['true', 'false'],
    lookAgain: ['true'],
    dueBefore: [day(0), day(-14)],
    openedSince: [day(7), day(200)],
    at: [day(90)],
    silentDays: ['30'],
    within: ['14', '90'],
    weeks: ['13', '52'],
    quarter: [quarter()],
    actor: ['person-7@acme.example'],
    action: ['exception.grant'],
    subject: ['subject-5'],
    '/api/v1/tools/{tool} tool': ['trivy', 'zap'],
    '/api/v1/standard service': await column(
      'select name as value from service group by name having count(*) = 1 order by md5(name) limit 1',
    ),
    '/api/v1/insights/markers/{id}/effect id': await ids(
      'marker',
      'select id as value from insight_marker order by id limit 2',
    ),
    '/api/v1/asks/{id} id': await ids('ask', 'select id as value from ask order by id desc limit 3'),
    '/api/v1/exceptions/{id} id': exceptions,
    '/api/v1/findings/{id} id': findings,
    '/api/v1/findings/{id}/label id': findings,
    '/api/v1/findings/{id}/decision id': findings.slice(0, MANY),
    '/api/v1/fixes/{id} id': fixes,
    '/api/v1/scans/{id} id': scans,
    '/api/v1/tickets/{id} id': tickets,
    '/api/v1/people/{id}/accounts id': people,
    '/api/v1/people/{id}/grants id': people,
    '/api/v1/policy/intelligence/{id} id': ['CVE-2019-40030'],
    '/api/v1/policy/versions/{version} version': ['1'],
    '/api/v1/notify/teams/{key}/preferences key': teams.slice(0, 2),
    '/api/v1/notify/teams/{key}/digest key': teams.slice(0, 3),
    '/api/v1/connections/{key}/alerts key': ['code'],
    '/api/v1/trust/rule rule': rules.rows.map(({ rule }) => rule),
    '/api/v1/trust/rule tool': rules.rows.map(({ tool }) => tool),
  };
  const [repository = ''] = repositories;
  const asks: Samples['asks'] = {
    '/api/v1/ownership/resolve': repositories.map(
      (one) => `?${new URLSearchParams({ repository: one, path: 'src/lib/index.ts' })}`,
    ),
    '/api/v1/vex': [`?${new URLSearchParams({ repository })}`],
  };
  return { values, asks, others: OTHERS };
}

const OTHERS: Samples['others'] = {
  '/api/v1/live': 'a stream that does not end',
  '/api/v1/screen': 'for a wall that shows its link: the same as /api/v1/wall',
  '/api/v1/screen/live': 'a stream that does not end',
  '/api/v1/exceptions/granted.csv': 'a download of all',
  '/api/v1/findings/export.csv': 'a download of all',
  '/api/v1/audit/export': 'a download of all',
  '/api/v1/findings/bulk/{id}': 'one change that somebody made',
  '/api/v1/me/security': 'how one person signs in, for their own session',
  '/api/v1/connections/{key}/alerts': 'what one connection pulls, while it is switched on',
  '/api/v1/sign-in/oidc/{key}': 'begins a way through another system',
  '/api/v1/sign-in/oidc/{key}/callback': 'ends it',
  '/api/v1/connections/{key}/directory-sync': 'the last reading of one connection',
  '/api/v1/connections/{key}/sweep': 'the last look of one connection',
  '/api/v1/policy/backtests/{id}': 'one result, kept as it is shown',
  '/api/v1/policy/versions/{version}/diff/{other}': 'compares two texts',
  '/api/v1/ownership/disputes/{id}': 'one dispute',
};
