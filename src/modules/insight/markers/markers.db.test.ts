import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInsightHouse, someFindings, type Told } from '../../../../test/harness/insight-house.ts';
import type { EffectAnswer, Marker, MarkerList } from '../../../contract/insights/markers.ts';
import { spansOf } from './effect.ts';

let house: Awaited<ReturnType<typeof openInsightHouse>>;
const NOW = new Date('2026-11-18T10:00:00Z');
const [pattern] = someFindings(1, NOW);
/** Findings of a team and a tool, opened at noon of these days. */
const opened = (days: readonly string[], change: Partial<Told> = {}): Told[] =>
  days.map((day) => ({
    ...pattern!,
    id: randomUUID(),
    team: 'cart',
    tool: 'semgrep',
    firstLook: false,
    openedAt: new Date(`${day}T12:00:00Z`),
    changedAt: new Date(`${day}T12:00:00Z`),
    state: 'open',
    lead: null,
    phase: 'bug-bounty',
    ...change,
  }));
const every = (from: string, days: number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(from) + i * days * 86_400_000).toISOString().slice(0, 10),
  );
beforeAll(async () => {
  house = await openInsightHouse(NOW.toISOString());
  await house.makeTeams();
  // 12 in the 4 weeks before that of the marker (Monday 21 September), 9 in its own, 2 in the 4 after.
  await house.tell([
    ...opened(every('2026-08-24', 2, 12)),
    ...opened(every('2026-09-21', 0, 9)),
    ...opened(['2026-09-28', '2026-10-25']),
    ...opened(every('2026-08-24', 2, 12), { team: 'web' }),
    ...opened(every('2026-08-24', 1, 12), { tool: 'trivy' }),
  ]);
});
afterAll(() => house.close());

const send = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, headers: object, payload?: object) =>
  house.app.inject({
    method,
    url: `/api/v1/insights/markers${path}`,
    headers: { ...headers },
    ...(payload && { payload }),
  });
const HEADER = {
  at: '2026-09-23',
  title: 'Policy header is live',
  kind: 'header',
  team: 'cart',
  tool: 'semgrep',
};

describe('markers', () => {
  it('are written by who has a role for it, everywhere or there; each change is in the audit trail', async () => {
    const developer = await house.cookieOf('dev@example.org');
    expect((await send('POST', '', developer, HEADER)).statusCode).toBe(403);
    const { rows } = await house.pool.query<{ id: string }>(
      `select id from person where email = 'dev@example.org'`,
    );
    await house.pool.query(
      `insert into person_grant (id, person_id, role, unit_id, given_by, given_at)
       select $1, $2, 'champion', id, 'test', now() from business_unit where key = 'group'`,
      [randomUUID(), rows[0]!.id],
    );
    house.credentials.forget();
    const made = await send('POST', '', developer, HEADER);
    expect(made.statusCode, made.body).toBe(201);
    const { id } = made.json() as Marker;
    // Of the group they are champion; of operations, and of all, not.
    expect((await send('POST', '', developer, { ...HEADER, team: 'infra' })).statusCode).toBe(403);
    expect((await send('POST', '', developer, { ...HEADER, team: null })).statusCode).toBe(403);
    expect((await send('PATCH', `/${id}`, developer, { team: null })).statusCode).toBe(403);
    expect((await send('PATCH', `/${id}`, developer, { title: '=HYPERLINK("x")' })).json()).toMatchObject({
      title: '=HYPERLINK("x")',
      tool: 'semgrep',
    });
    const leader = await house.cookieOf('leader@example.org', ['leader']);
    expect((await send('DELETE', `/${id}`, leader)).statusCode).toBe(204);
    expect((await send('DELETE', `/${id}`, leader)).statusCode).toBe(404);
    const trail = await house.pool.query(
      `select action, actor from audit_entry where action like 'marker.%' order by id`,
    );
    expect(trail.rows).toEqual([
      { action: 'marker.add', actor: 'dev@example.org' },
      { action: 'marker.change', actor: 'dev@example.org' },
      { action: 'marker.remove', actor: 'leader@example.org' },
    ]);
  });

  it('refuse what makes no sense', async () => {
    const security = await house.cookieOf('sec@example.org', ['security']);
    for (const [change, status] of [
      [{ at: '2026-02-30' }, 400],
      [{ title: ' ' }, 400],
      [{ unit: 'shop' }, 400],
      [{ team: 'nobody' }, 404],
      [{ tool: null, rule: 'x' }, 400],
    ] as const)
      expect(
        (await send('POST', '', security, { ...HEADER, ...change })).statusCode,
        JSON.stringify(change),
      ).toBe(status);
  });

  it('are listed where they hold: of the scope, above it, and below a unit', async () => {
    const security = await house.cookieOf('sec@example.org', ['security']);
    for (const [title, place] of [
      ['All', { team: null }],
      ['Group', { team: null, unit: 'group' }],
      ['Shop', { team: null, unit: 'shop' }],
      ['Cart', { team: 'cart' }],
      ['Ops', { team: null, unit: 'ops' }],
    ] as const)
      expect((await send('POST', '', security, { ...HEADER, ...place, title })).statusCode).toBe(201);
    const titles = async (query: string) =>
      (await house.ask<MarkerList>(`markers?${query}`)).items.map(({ title }) => title).sort();
    expect(await titles('team=cart')).toEqual(['All', 'Cart', 'Group', 'Shop']);
    expect(await titles('team=web')).toEqual(['All', 'Group']);
    expect(await titles('unit=group')).toEqual(['All', 'Cart', 'Group', 'Shop']);
    expect(await titles('unit=ops')).toEqual(['All', 'Ops']);
    expect(await titles('team=lone')).toEqual(['All']);
    expect(await titles('from=2026-09-24')).toEqual([]);
  });
});

describe('what followed a marker', () => {
  const effect = async (marker: object, query = 'weeks=4') => {
    const security = await house.cookieOf('sec@example.org', ['security']);
    const { id } = (await send('POST', '', security, { ...HEADER, ...marker })).json() as Marker;
    return house.ask<EffectAnswer>(`markers/${id}/effect?${query}`);
  };

  it('is told as a ratio with its exact interval, its own week left out', async () => {
    const shown = await effect({});
    expect(shown.before).toMatchObject({ from: '2026-08-24', to: '2026-09-20', periods: 4, n: 12 });
    expect(shown.after).toMatchObject({ from: '2026-09-28', to: '2026-10-25', periods: 4, n: 2 });
    // By the quantiles of the beta distribution for 2 of 14.
    expect(shown.change.value).toBeCloseTo(2 / 12, 9);
    expect(shown.change.low).toBeCloseTo(0.0181, 3);
    expect(shown.change.high).toBeCloseTo(0.7488, 3);
    expect(shown.told).toBe(true);
    expect(shown.sentence).toBe(
      'Fewer since “Policy header is live”: 2 in the 4 weeks after, 12 in the 4 weeks before; 0.2 times as many per week (0 to 0.7).',
    );
    expect(shown.series.reduce((sum, { n }) => sum + n, 0)).toBe(12 + 9 + 2);
  });

  it('is honest with few: none after few before proves nothing', async () => {
    const shown = await effect({ at: '2026-10-26', title: 'Training' });
    expect(shown.after).toMatchObject({ periods: 2, n: 0 });
    expect(shown.before.n).toBe(2);
    expect(shown.told).toBe(false);
    expect(shown.sentence).toBe(
      'No report of this kind since “Training” (26 Oct 2026); 2 in the 4 weeks before, too few to say that it helped.',
    );
    expect(await effect({ at: '2026-11-17' })).toMatchObject({ told: null, after: { periods: 0 } });
  });

  it('counts one rule alone where the marker names it', async () => {
    const rule = randomUUID();
    await house.pool.query(`insert into rule (id, tool, key, name) values ($1, 'semgrep', 'xss', 'XSS')`, [
      rule,
    ]);
    await house.pool.query(
      `insert into finding_facet (finding_id, tags)
       select f.id, array['rule/' || $1] from finding f join stream s on s.id = f.stream_id where s.tool = 'semgrep'
         and f.opened_at in ('2026-08-24T12:00Z', '2026-08-26T12:00Z', '2026-10-25T12:00Z')
       on conflict (finding_id) do update set tags = excluded.tags`,
      [rule],
    );
    const shown = await effect({ rule: 'xss' });
    expect([shown.before.n, shown.after.n]).toEqual([2, 1]);
  });

  it('by months: found in a phase, and the share fixed in time', async () => {
    const found = await effect({ team: 'web' }, 'measure=found&phase=bug-bounty');
    expect(found.per).toBe('month');
    expect([found.before.from, found.before.to, found.after.from]).toEqual([
      '2026-06-01',
      '2026-08-31',
      '2026-10-01',
    ]);
    expect([found.before.n, found.after.n]).toEqual([4, 0]);
    const fixed = await effect({}, 'weeks=4&measure=fixed&within=14');
    expect(fixed.before.share).toMatchObject({ n: 0, of: 4 });
    expect(fixed.after.share).toMatchObject({ n: 0, of: 1 });
    expect(fixed.told).toBe(false);
  });

  it('spans run over the end of a year', () => {
    expect(spansOf('2027-01-01', 'week', 2, '2027-01-20')).toEqual({
      before: ['2026-12-14', '2026-12-21'],
      after: ['2027-01-04', '2027-01-11'],
    });
    expect(spansOf('2026-12-31', 'month', 9, '2027-02-10')).toEqual({
      before: ['2026-10-01', '2026-11-01'],
      after: ['2027-01-01'],
    });
  });
});
