import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { gitleaks, sarif } from '../../../../test/harness/reports.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { BountyPicture } from '../../../contract/insights/bounty.ts';
import type { ExceptionsPicture } from '../../../contract/insights/exceptions.ts';
import type { TrustPicture } from '../../../contract/insights/trust.ts';
import { reportFinding } from '../../../contract/scans.ts';
import type { ToolList, ToolPage } from '../../../contract/tools.ts';
import { reportByHand } from '../../intake/public.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { fold } from '../rollup/fold.ts';
import { toolRoutes } from './routes.ts';

const ORGANISATION = `
businessUnits:
  - { key: sales, name: Sales }
teams:
  - { key: basket, name: Basket, unit: sales }
repositories:
  - { key: acme/shop, unit: sales, services: [{ path: web, name: Web }, { path: web/pay, name: Pay }] }
`;

let home: TestHouse;
let server: Awaited<ReturnType<typeof testServer>>;
let reader: Record<string, string>;

async function get<Body>(url: string, status = 200): Promise<Body> {
  const answer = await server.app.inject({ method: 'GET', url: `/api/v1/${url}`, headers: reader });
  expect(answer.statusCode).toBe(status);
  return answer.json() as Body;
}

/** A person's report, then what the tools of an outside programme would add to its rule. */
async function tell(title: string, phase: string, path: string, cwe: number | null): Promise<void> {
  home.clock.advance(60_000);
  const told = reportFinding.parse({
    title,
    phase,
    path,
    severity: 'high',
    target: { kind: 'repository', key: 'acme/shop' },
    source: `programme ${cwe ?? 'unsaid'}`,
    externalId: title,
  });
  const id = await reportByHand(home.house.line, told, {
    label: 'pat@acme.example',
    name: 'Pat',
    personId: null,
  });
  if (cwe !== null)
    await home.pool.query(
      'update rule set cwes = $1 where id = (select rule_id from finding where id = $2)',
      [[cwe], id],
    );
}

beforeAll(async () => {
  home = await openTestHouse();
  const { db } = home.house.database;
  server = await testServer(home.house.database, home.clock);
  await server.app.register(toolRoutes({ db, clock: home.clock }));
  await server.app.ready();
  reader = await server.bearer(['read']);
});
afterAll(async () => {
  await server.app.close();
  await home.close();
});

describe('an empty organisation', () => {
  it('is told so, page by page', async () => {
    expect(await get<ExceptionsPicture>('insights/exceptions?unit=nobody', 404)).toMatchObject({
      code: 'LK-NOT-FOUND',
    });
    await home.rows(`insert into business_unit (id, key, name) values (gen_random_uuid(), 'empty', 'Empty')`);
    const exceptions = await get<ExceptionsPicture>('insights/exceptions?unit=empty');
    expect(exceptions).toMatchObject({
      sentence: 'No exception holds today.',
      granted: 0,
      units: [],
      ending: [],
    });
    const bounty = await get<BountyPicture>('insights/bounty?unit=empty');
    expect(bounty.services).toEqual([]);
    expect(bounty.quarters).toEqual([
      ...['2024-04-01', '2024-07-01', '2024-10-01', '2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01'],
      '2026-01-01',
    ]);
    expect((await get<TrustPicture>('insights/trust?tool=none')).sentence).toMatch(/^Nobody has said/);
    await get('tools/none', 404);
  });
});

describe('what tools are worth', () => {
  beforeAll(async () => {
    const { db } = home.house.database;
    const { ids, clock } = home.house;
    await db
      .transaction()
      .execute((tx) => importOrganisation(tx, ids, ORGANISATION, { by: 't', now: clock.now() }));
    const code = (n: number) =>
      Array.from({ length: n }, (_, at) => ({
        rule: at < 2 ? 'loud' : 'quiet',
        path: `web/${at}.ts`,
        text: `f(${at})`,
      }));
    await home.send(sarif(code(4), 'Semgrep'));
    await home.send(gitleaks([{ secret: 'acme_0123456789abcdefgh' }]));
    home.clock.advance(8 * DAY);
    await home.send(sarif([...code(3), { rule: 'quiet', path: 'web/9.ts', text: 'g()' }], 'Semgrep'));
    await tell('Orders of others can be read', 'bug-bounty', 'web/pay/orders.ts', 862);
    await tell('The search runs SQL of a visitor', 'penetration-test', 'web/search.ts', 89);
    await tell('Login tells which accounts exist', 'bug-bounty', 'web/pay/login.ts', null);
    await home.settle();
    await home.rest();
    const at = home.clock.now();
    const findings = await home.rows<{ id: string; key: string }>(
      `select f.id, r.key from finding f join rule r on r.id = f.rule_id where r.tool = 'semgrep' order by f.path`,
    );
    const label = (finding: string, rule: string, word: string, actor: string, days: number) =>
      home.rows(
        `insert into trust_label (id, tool, rule, finding_id, word, channel, actor, at)
         values (gen_random_uuid(), 'semgrep', $2, $1, $3, 'page', $4, $5)`,
        [finding, rule, word, actor, new Date(at.getTime() - days * DAY)],
      );
    await label(findings[0]!.id, 'loud', 'not-useful', 'ada', 1);
    await label(findings[0]!.id, 'loud', 'not-useful', 'bob', 2);
    await label(findings[1]!.id, 'loud', 'not-useful', 'ada', 40);
    await home.rows(
      `insert into rule_measure (tool, rule, not_useful, fixed, acknowledged, lower_bound, upper_bound)
       values ('semgrep', 'loud', 2, 1, 1, 0.15, 0.85)
       on conflict (tool, rule) do update set not_useful = 2, fixed = 1, acknowledged = 1, lower_bound = 0.15, upper_bound = 0.85`,
    );
    await fold(db, at);
  });

  it('counts found, fixed, open, useful and missed per tool', async () => {
    const { items, late } = await get<ToolList>('tools');
    expect(
      items.map(({ tool, found, fixed, open, missed }) => ({ tool, found, fixed, open, missed })),
    ).toEqual([
      { tool: 'semgrep', found: 5, fixed: 1, open: 4, missed: 1 },
      { tool: 'gitleaks', found: 1, fixed: 0, open: 1, missed: 0 },
    ]);
    expect(items[0]).toMatchObject({
      repositories: 1,
      kinds: ['code'],
      useful: { n: 2, of: 4, words: '2 of 4' },
    });
    expect(late).toEqual({ found: 3, told: 0, missed: 1, uncovered: 0, beyond: 2 });
  });

  it('tells of one tool what it found when, first looks apart, and what it should have caught', async () => {
    const page = await get<ToolPage>('tools/semgrep');
    const sum = (of: 'opened' | 'firstLooks' | 'fixed') =>
      page.weeks.reduce((all, week) => all + week[of], 0);
    expect([sum('firstLooks'), sum('opened'), sum('fixed')]).toEqual([4, 1, 1]);
    expect(page.weeks).toHaveLength(52);
    expect(page.misses.map(({ title, kinds, others }) => [title, kinds, others])).toEqual([
      ['The search runs SQL of a visitor', ['code', 'web'], []],
    ]);
    expect(page.sentence).toMatch(/found 5 weaknesses in 52 weeks; 2 of 4 useful. People found 1 that/);
    expect(page.introducedAt).toBe('2026-03-02T10:00:00.000Z');
  });

  it('reckons what rules cost: a finding once, however many called it not useful, and only lately', async () => {
    const { rules, wasting, minutesPerFinding, sentence } = await get<TrustPicture>('insights/trust');
    expect(wasting).toEqual({ rules: 1, findings: 1, hours: Math.round((1 * minutesPerFinding) / 6) / 10 });
    expect(sentence).toMatch(/^1 rule cost [\d.]+ developer hours? in the last 30 days\.$/);
    const loud = rules.find(({ rule }) => rule === 'loud');
    expect(loud).toMatchObject({ labels: 4, notUseful: 2, useful: 0.5, wasted: 1 });
    expect(loud!.low).toBeCloseTo(0.15);
    expect(loud!.high).toBeCloseTo(0.85);
  });

  it('counts reports of people per service and quarter', async () => {
    const { services, total, sentence } = await get<BountyPicture>('insights/bounty');
    expect(
      services.map(({ service, reports, open, quarters }) => [service, reports, open, quarters.at(-1)]),
    ).toEqual([
      ['Pay', 2, 2, { bounty: 2, test: 0 }],
      ['Web', 1, 1, { bounty: 0, test: 1 }],
    ]);
    expect(total.at(-1)).toEqual({ bounty: 2, test: 1 });
    expect(sentence).toBe('3 reports this quarter, 0 in the one before.');
  });

  it('counts exceptions that hold by age and kind, and tells those that end soon', async () => {
    const at = home.clock.now().getTime();
    const row = (kind: string, state: string, days: number, endsIn: number | null) =>
      home.rows(
        `insert into exception (id, kind, scope, reason, state, priority, team_id, asked_by, asked_at, decided_at, expires_at, policy_version)
         values (gen_random_uuid(), $1, 'finding', $1, $2, 1, (select id from team where key = 'basket'), 'ada', $3, $3, $4, 1)`,
        [kind, state, new Date(at - days * DAY), endsIn === null ? null : new Date(at + endsIn * DAY)],
      );
    await row('accepted-risk', 'granted', 10, 20);
    await row('accepted-risk', 'granted', 100, 200);
    await row('false-positive', 'granted', 400, null);
    await row('false-positive', 'asked', 3, null);
    await row('mitigated', 'expired', 50, -1);
    const told = await get<ExceptionsPicture>('insights/exceptions');
    expect(told.sentence).toBe('3 exceptions hold today: 1 within 30 days of its end, 1 older than a year.');
    expect(told.ages.map(({ from, count }) => [from, count])).toEqual([
      [0, 1],
      [30, 0],
      [90, 1],
      [180, 0],
      [365, 1],
    ]);
    expect(told).toMatchObject({
      waiting: 1,
      byKind: { 'accepted-risk': 2, 'false-positive': 1, mitigated: 0 },
    });
    expect(told.units).toEqual([{ unit: 'sales', name: 'Sales', count: 3 }]);
    expect(told.ending.map(({ reason, team }) => [reason, team])).toEqual([['accepted-risk', 'Basket']]);
    expect((await get<ExceptionsPicture>('insights/exceptions?team=basket')).granted).toBe(3);
    expect((await get<ExceptionsPicture>('insights/exceptions?unit=empty')).granted).toBe(0);
  });
});

it.each<[string, (answer: never) => readonly unknown[], string]>([
  ['tools', ({ items }: ToolList) => items.map(({ tool }) => tool), 'tool'],
  ['insights/trust', ({ rules }: TrustPicture) => rules.map(({ tool }) => tool), 'tool'],
  ['insights/exceptions', ({ ages }: ExceptionsPicture) => ages.map(({ from }) => `${from}`), 'from_days'],
  [
    'insights/bounty',
    ({ services }: BountyPicture) => services.map(({ service }) => service ?? ''),
    'service',
  ],
])('%s: its table as CSV has the rows of the picture, in their order', async (url, rowsOf, first) => {
  const wanted = rowsOf(await get<never>(url));
  const answer = await server.app.inject({
    method: 'GET',
    url: `/api/v1/${url}?format=csv`,
    headers: reader,
  });
  expect(answer.headers['content-type']).toContain('text/csv');
  const [header, ...rows] = answer.body.trimEnd().split('\r\n');
  expect(header!.split(',')[0]).toBe(first);
  expect(rows.map((row) => row.split(',')[0])).toEqual(wanted);
});
