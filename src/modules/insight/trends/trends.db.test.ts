import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openInsightHouse,
  someFindings,
  TEAMS,
  type Told,
  UNIT_OF,
  within,
} from '../../../../test/harness/insight-house.ts';
import type { AgeingAnswer } from '../../../contract/insights/ageing.ts';
import type { OpenAnswer } from '../../../contract/insights/open.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { fold } from '../rollup/fold.ts';

let house: Awaited<ReturnType<typeof openInsightHouse>>;
/** A Wednesday. */
const NOW = new Date('2026-11-18T10:00:00Z');
const WEEK = 7 * 86_400_000;
const rows = someFindings(900, NOW);
beforeAll(async () => {
  house = await openInsightHouse(NOW.toISOString());
  await house.makeTeams();
  await house.tell(rows);
});
afterAll(() => house.close());

const closed = ({ state }: Told) => state === 'fixed' || state === 'excepted';
const inWeek = (at: Date, monday: string) =>
  at.getTime() >= Date.parse(monday) && at.getTime() < Date.parse(monday) + WEEK;
/** Counted one finding after the other, from their times. */
const naive = (some: readonly Told[], weeks: readonly string[]) => ({
  open: weeks.map((monday) => {
    const end = Date.parse(monday) + WEEK;
    return some.filter(
      (one) => one.openedAt.getTime() < end && !(closed(one) && one.changedAt.getTime() < end),
    ).length;
  }),
  opened: weeks.map((monday) => some.filter((one) => inWeek(one.openedAt, monday)).length),
  fixed: weeks.map(
    (monday) => some.filter((one) => one.state === 'fixed' && inWeek(one.changedAt, monday)).length,
  ),
  excepted: weeks.map(
    (monday) => some.filter((one) => one.state === 'excepted' && inWeek(one.changedAt, monday)).length,
  ),
});
const later = (one: Told) => !one.firstLook;

describe('open over time', () => {
  it('is what a count of the rows says for each week, first looks apart, whatever the split', async () => {
    for (const split of ['priority', 'kind', 'tool', 'team', 'unit'] as const) {
      const shown = await house.ask<OpenAnswer>(`open?split=${split}`);
      expect(shown.weeks).toHaveLength(26);
      expect(shown.weeks.at(-1)).toBe('2026-11-16');
      expect(shown.total).toEqual(naive(rows.filter(later), shown.weeks));
      expect(shown.firstLooks).toEqual(
        naive(
          rows.filter(({ firstLook }) => firstLook),
          shown.weeks,
        ),
      );
      const keyOf = (one: Told): string | null =>
        split === 'priority'
          ? PRIORITIES[one.priority]!
          : split === 'unit'
            ? UNIT_OF[one.team] === 'shop'
              ? 'group'
              : UNIT_OF[one.team]!
            : one[split];
      for (const { key, open } of shown.series)
        expect(open, `${split} ${key}`).toEqual(
          naive(
            rows.filter((one) => later(one) && keyOf(one) === key),
            shown.weeks,
          ).open,
        );
      expect(shown.series.length).toBe(new Set(rows.map(keyOf)).size);
    }
  });

  it('with first looks, without them, of a unit, a tool, a priority, in years that are past', async () => {
    const all = await house.ask<OpenAnswer>(
      'open?firstLooks=with&unit=group&tool=semgrep&priority=P1&from=2025-01-01&to=2026-01-05',
    );
    expect([all.weeks[0], all.weeks.at(-1)]).toEqual(['2024-12-30', '2026-01-05']);
    const some = rows.filter((one) => within('group')(one) && one.tool === 'semgrep' && one.priority === 1);
    expect(all.total).toEqual(naive(some, all.weeks));
    expect(all.firstLooks).toBeNull();
    const without = await house.ask<OpenAnswer>('open?firstLooks=without&team=cart');
    expect(without.total).toEqual(
      naive(
        rows.filter((one) => later(one) && one.team === 'cart'),
        without.weeks,
      ),
    );
    expect(without.filter).toMatchObject({
      scope: { kind: 'team', key: 'cart', name: 'Cart' },
      firstLooks: 'without',
    });
  });

  it('marks the week in which a tool came, what people noted, and policies', async () => {
    await house.pool.query(`insert into insight_marker (id, at, title, kind, team_id, created_by, created_at)
      select gen_random_uuid(), '2026-11-03', 'Header is live', 'header', id, 'x', now() from team where key = 'cart'`);
    await house.pool.query(
      `insert into policy_version (version, document, author, reason) values (7, '', 'x', 'y')`,
    );
    await house.pool.query(`insert into policy_activation (id, version, at, actor, reason)
      values (gen_random_uuid(), 7, '2026-10-25T23:59:00Z', 'x', 'y')`);
    const told = async (scope: string) =>
      (await house.ask<OpenAnswer>(`open?from=2025-01-01&${scope}`)).marks.map(
        ({ at, source, title }) => `${at} ${source} ${title}`,
      );
    const first = (tool: string, team: string) =>
      rows
        .filter((one) => one.tool === tool && one.team === team)
        .map(({ openedAt }) => openedAt.toISOString())
        .sort()[0]!;
    expect(first('trivy', 'cart').slice(0, 10)).toBe('2025-09-17');
    expect(await told('team=cart')).toEqual([
      '2025-01-06 tool semgrep begins',
      '2025-09-15 tool trivy begins',
      '2026-10-25 policy Policy 7 is active',
      '2026-11-03 marker Header is live',
    ]);
    expect((await told('team=web')).some((mark) => mark.includes('Header'))).toBe(false);
    expect((await told('unit=group')).some((mark) => mark.includes('Header'))).toBe(true);
  });

  it('gives the table as CSV, on the word or on what the browser takes', async () => {
    await house.pool.query(`update team set name = '=cmd|calc' where key = 'web'`);
    for (const request of [
      { url: '/api/v1/insights/open?split=team&format=csv', headers: house.headers },
      { url: '/api/v1/insights/open?split=team', headers: { ...house.headers, accept: 'text/csv' } },
    ]) {
      const answer = await house.app.inject(request);
      expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
      const lines = answer.body.trim().split('\r\n');
      expect(lines).toHaveLength(27);
      expect(lines[0]).toContain(`'=cmd|calc`);
      const total = naive(rows.filter(later), ['2026-11-16']);
      expect(lines.at(-1)!.split(',').slice(0, 4)).toEqual([
        '2026-11-16',
        `${total.open[0]}`,
        `${total.opened[0]}`,
        `${total.fixed[0]}`,
      ]);
    }
    await house.pool.query(`update team set name = 'Web' where key = 'web'`);
  });

  it('refuses what cannot be shown, in words', async () => {
    for (const [asked, status] of [
      ['team=cart&unit=shop', 400],
      ['team=nobody', 404],
      ['from=2026-11-10&to=2026-11-01', 400],
      ['from=2019-01-01', 400],
      ['from=2027-03-01', 400],
      ['from=yesterday', 400],
      ['priority=P9', 400],
    ] as const) {
      const answer = await house.app.inject({
        url: `/api/v1/insights/open?${asked}`,
        headers: house.headers,
      });
      expect(answer.statusCode, asked).toBe(status);
    }
  });
});

describe('ageing', () => {
  it('counts what is open by the weeks since its week of opening', async () => {
    const shown = await house.ask<AgeingAnswer>('ageing?unit=group');
    const open = rows.filter((one) => within('group')(one) && !closed(one));
    const monday = Date.parse('2026-11-16');
    const age = (one: Told) => Math.max(0, Math.ceil((monday - one.openedAt.getTime()) / WEEK));
    for (const { fromWeeks, toWeeks, byPriority, total, firstLooks } of shown.buckets) {
      const mine = open.filter((one) => age(one) >= fromWeeks && age(one) <= (toWeeks ?? 1e9));
      expect(firstLooks).toBe(mine.filter((one) => one.firstLook).length);
      expect(total).toBe(mine.filter(later).length);
      for (const [rank, name] of PRIORITIES.entries())
        expect(byPriority[name]).toBe(mine.filter((one) => later(one) && one.priority === rank).length);
    }
    expect(shown.total.total + shown.total.firstLooks!).toBe(open.length);
  });
});

it('a team that is merged into another takes its past along; the other is gone from the lines once nothing is left', async () => {
  await house.pool.query(`update finding set owner_team_id = (select id from team where key = 'cart')
    where owner_team_id = (select id from team where key = 'lone')`);
  await house.pool.query(`update team set retired_at = now() where key = 'lone'`);
  await house.pool.query(`update team set name = 'Basket' where key = 'cart'`);
  await fold(house.db, NOW);
  const shown = await house.ask<OpenAnswer>('open?split=team');
  expect(shown.series.map(({ key }) => key).sort()).toEqual(TEAMS.filter((team) => team !== 'lone').sort());
  const basket = shown.series.find(({ key }) => key === 'cart')!;
  expect(basket.name).toBe('Basket');
  const both = rows.filter((one) => later(one) && (one.team === 'cart' || one.team === 'lone'));
  expect(basket.open).toEqual(naive(both, shown.weeks).open);
});

it('an empty organisation is told so', async () => {
  const empty = await openInsightHouse();
  try {
    const open = await empty.ask<OpenAnswer>('open');
    expect(open).toMatchObject({
      asOf: null,
      sentence: expect.stringMatching(/^Nothing is open/),
      series: [],
      marks: [],
    });
    expect(open.total.open).toEqual(new Array(26).fill(0));
    expect((await empty.ask<AgeingAnswer>('ageing')).sentence).toBe('Nothing is open.');
  } finally {
    await empty.close();
  }
});
