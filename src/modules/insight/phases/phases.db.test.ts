import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInsightHouse, someFindings, type Told, within } from '../../../../test/harness/insight-house.ts';
import type { CompareAnswer } from '../../../contract/insights/compare.ts';
import type { PhasesAnswer } from '../../../contract/insights/phases.ts';
import { PHASES } from '../../../kernel/phase.ts';

let house: Awaited<ReturnType<typeof openInsightHouse>>;
const NOW = new Date('2026-11-18T10:00:00Z');
const rows = someFindings(1200, NOW, 9);
beforeAll(async () => {
  house = await openInsightHouse(NOW.toISOString());
  await house.makeTeams();
  await house.tell(rows);
});
afterAll(() => house.close());

const quarterOf = (at: Date) => `${at.getUTCFullYear()} Q${Math.floor(at.getUTCMonth() / 3) + 1}`;
const leads = ({ lead }: Told) => lead === null;

describe('found by phase', () => {
  it('counts each weakness once, by quarter and phase, first looks apart', async () => {
    const shown = await house.ask<PhasesAnswer>('phases?unit=group');
    expect(shown.quarters.map(({ name }) => name)).toEqual([
      '2025 Q1',
      '2025 Q2',
      '2025 Q3',
      '2025 Q4',
      '2026 Q1',
      '2026 Q2',
      '2026 Q3',
      '2026 Q4',
    ]);
    for (const { name, n, phases, firstLooks, early, escaped } of shown.quarters) {
      const all = rows.filter(
        (one) => leads(one) && within('group')(one) && quarterOf(one.openedAt) === name,
      );
      const mine = all.filter((one) => !one.firstLook);
      expect(n).toBe(mine.length);
      expect(firstLooks).toBe(all.length - mine.length);
      for (const phase of PHASES)
        expect(phases[phase]).toBe(mine.filter((one) => one.phase === phase).length);
      expect(early.n).toBe(
        mine.filter(({ phase }) => phase === 'threat-model' || phase === 'code-review').length,
      );
      expect(escaped.n).toBe(
        mine.filter(({ phase }) => phase === 'bug-bounty' || phase === 'incident').length,
      );
      expect([early.of, escaped.of]).toEqual([n, n]);
      expect(escaped.low!).toBeLessThanOrEqual(escaped.share!);
      expect(escaped.high!).toBeGreaterThanOrEqual(escaped.share!);
    }
    const [before, last] = [shown.quarters.at(-2)!, shown.quarters.at(-1)!];
    expect(shown.sentence).toBe(
      `Design and review found ${last.early.words} this quarter, ${before.early.words} before.`,
    );
    expect(shown.order.map(({ phase }) => phase)).toEqual(PHASES);
  });

  it('over what is past, of a tool and a severity, with first looks', async () => {
    const shown = await house.ask<PhasesAnswer>(
      'phases?team=infra&tool=trivy&severity=high&firstLooks=with&from=2025-08-15&to=2025-10-02',
    );
    expect(shown.filter).toMatchObject({ from: '2025-07-01', to: '2025-12-31' });
    const mine = rows.filter(
      (one) =>
        leads(one) &&
        one.team === 'infra' &&
        one.tool === 'trivy' &&
        one.severity === 1 &&
        ['2025 Q3', '2025 Q4'].includes(quarterOf(one.openedAt)),
    );
    expect(shown.total).toMatchObject({ n: mine.length, firstLooks: null });
    expect(mine.length).toBeLessThan(30);
    expect(shown.total.early.words).toBe(`${shown.total.early.n} of ${mine.length}`);
    expect(shown.marks.map(({ title }) => title)).toContain('trivy begins');
  });

  it('of an empty house says so', async () => {
    const empty = await openInsightHouse();
    try {
      expect((await empty.ask<PhasesAnswer>('phases')).sentence).toBe('Nothing was found in this time.');
      expect((await empty.ask<CompareAnswer>('compare')).sentence).toBe('There is no team to compare yet.');
    } finally {
      await empty.close();
    }
  });
});

describe('comparisons', () => {
  /** Repository -> folders, by team; the second one of apps is archived. */
  const owned = [
    ['apps', 'one', ['', 'api', 'web']],
    ['apps', 'old', ['']],
    ['cart', 'two', ['']],
    ['cart', 'three', ['', 'jobs']],
    ['infra', 'four', ['']],
  ] as const;
  beforeAll(async () => {
    for (const [team, key, folders] of owned) {
      await house.pool.query(
        `insert into repository (id, key, archived) values (gen_random_uuid(), $1, $2)`,
        [key, key === 'old'],
      );
      for (const folder of folders)
        await house.pool.query(
          `insert into ownership_coverage (repository_id, folder, team, source, unowned, errors)
           select id, $2, $3, 'file', false, 0 from repository where key = $1`,
          [key, folder, team],
        );
    }
  });
  const isOpen = ({ state }: Told) => state === 'open' || state === 'reopened';

  it('are per service owned, of teams by name, without first looks', async () => {
    const shown = await house.ask<CompareAnswer>('compare?unit=shop');
    expect(shown.rows.map(({ key, size }) => [key, size])).toEqual([
      ['apps', 2],
      ['cart', 2],
    ]);
    expect(shown.whole.size).toBe(4);
    for (const row of shown.rows) {
      const mine = rows.filter((one) => one.team === row.key && !one.firstLook);
      const open = mine.filter(isOpen).length;
      expect(row.open.n).toBe(open);
      expect(row.open.per.value).toBe(open / 2);
      // By the normal approximation: the exact interval is close to it for so many.
      expect(Math.abs(row.open.per.low! * 2 - (open - 1.96 * Math.sqrt(open)))).toBeLessThan(2);
      expect(Math.abs(row.open.per.high! * 2 - (open + 1.96 * Math.sqrt(open)))).toBeLessThan(4);
      const opened = mine.filter(({ openedAt }) => openedAt >= new Date('2026-08-24')).length;
      expect(row.opened.n).toBe(opened);
      const due = mine.filter(
        (one) =>
          one.dueAt &&
          one.dueAt >= new Date('2026-08-24') &&
          one.state !== 'excepted' &&
          one.dueAt < new Date('2026-11-16'),
      );
      expect(row.deadlines).toMatchObject({
        of: due.length,
        n: due.filter((one) => one.state === 'fixed' && one.changedAt <= one.dueAt!).length,
      });
    }
    const repositories = await house.ask<CompareAnswer>('compare?by=team&size=repositories&firstLooks=with');
    expect(repositories.rows.map(({ key, size }) => [key, size])).toEqual([
      ['apps', 1],
      ['cart', 2],
      ['infra', 1],
      ['lone', 0],
      ['web', 0],
    ]);
    expect(repositories.whole.open.n).toBe(rows.filter(isOpen).length);
  });

  it('tell a difference only where the intervals leave no doubt, and nothing of what owns nothing', async () => {
    const shown = await house.ask<CompareAnswer>('compare');
    expect(shown.by).toBe('unit');
    for (const row of shown.rows)
      for (const number of ['open', 'opened'] as const) {
        const [one, all] = [row[number].per, shown.whole[number].per];
        const apart = one.low! > all.high! ? 'higher' : one.high! < all.low! ? 'lower' : 'alike';
        expect(row[number].stands).toBe(apart);
      }
    const teams = await house.ask<CompareAnswer>('compare?by=team');
    expect(teams.rows.find(({ key }) => key === 'lone')).toMatchObject({
      open: { per: { value: null, low: null, high: null }, stands: 'unknown' },
    });
  });
});
