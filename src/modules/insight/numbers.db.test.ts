import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAcmeHouse } from '../../../test/harness/acme-house.ts';
import { DAY } from '../../../test/harness/house.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { findingPage } from './finding.ts';
import { overview } from './overview.ts';
import { fold } from './rollup/fold.ts';
import { summarise } from './summary.ts';
import { teamList, teamPage } from './teams.ts';
import { unownedTargets } from './unowned.ts';

interface RawFinding {
  id: string;
  team: string;
  repository: string;
  state: string;
  unowned: boolean;
  opened_at: Date;
  changed_at: Date;
  fix_id: string | null;
}
interface RawTicket {
  id: string;
  team: string;
  state: string;
  priority: number;
  due_at: Date | null;
  fix_id: string;
}

let home: Awaited<ReturnType<typeof openAcmeHouse>>;
let findings: RawFinding[];
let tickets: RawTicket[];
let now: Date;
beforeAll(async () => {
  home = await openAcmeHouse();
  now = home.clock.now();
  await fold(home.house.database.db, now);
  // Everything below is counted from these rows in plain code, and compared with what the queries say.
  findings = await home.rows(
    `select f.*, t.key as team, r.key as repository from finding f join team t on t.id = f.owner_team_id
     join repository r on r.id = f.repository_id`,
  );
  tickets = await home.rows('select k.*, t.key as team from ticket k join team t on t.id = k.team_id');
});
afterAll(() => home.close());

const isOpen = ({ state }: RawFinding) => state === 'open' || state === 'reopened';
const openOf = (team?: string) =>
  tickets.filter((ticket) => ticket.state !== 'closed' && (team === undefined || ticket.team === team));
const overdue = (list: RawTicket[]) => list.filter(({ due_at }) => due_at && due_at < now).length;
const thisWeek = (list: RawTicket[]) =>
  list.filter(({ due_at }) => due_at && due_at >= now && due_at.getTime() < now.getTime() + 7 * DAY).length;
const byPriority = (list: RawTicket[]) =>
  Object.fromEntries(
    PRIORITIES.map((name, rank) => [name, list.filter(({ priority }) => priority === rank).length]),
  );

describe('the numbers of', () => {
  it('the scenario hold something of everything, or the tests below would prove nothing', () => {
    expect(overdue(openOf())).toBeGreaterThan(0);
    expect(openOf().length).toBeGreaterThan(overdue(openOf()));
    expect(tickets.some(({ state }) => state === 'closed')).toBe(true);
    expect(new Set(findings.map(({ state }) => state))).toEqual(new Set(['open', 'fixed', 'excepted']));
    const ticketed = new Set(tickets.map(({ fix_id }) => fix_id));
    expect(findings.some(({ fix_id }) => fix_id !== null && !ticketed.has(fix_id))).toBe(true);
  });

  it('the overview', async () => {
    const shown = await overview(home.house.database.db, now);
    expect(shown.totals).toEqual({
      repositories: 3,
      teams: 3,
      scans: 8,
      failedScans: 1,
      openFindings: findings.filter(isOpen).length,
      unownedFindings: findings.filter((finding) => isOpen(finding) && finding.unowned).length,
      openTickets: openOf().length,
      overdue: overdue(openOf()),
      dueThisWeek: thisWeek(openOf()),
    });
    expect(shown.openByPriority).toEqual(byPriority(openOf()));
    for (const team of shown.teams) {
      const list = openOf(team.key);
      expect(team).toMatchObject({ open: list.length, overdue: overdue(list), dueThisWeek: thisWeek(list) });
    }
    expect(shown.toolIntroductions.map(({ tool }) => tool)).toEqual([
      'acmelint',
      'trivy',
      'npm-audit',
      'gitleaks',
    ]);
  });

  it('the trend: open at the end of each week, opened and fixed within it', async () => {
    const { weeks } = await overview(home.house.database.db, now);
    expect(weeks).toHaveLength(13);
    for (const { week, ...counts } of weeks) {
      const begin = Date.parse(week);
      expect(new Date(begin).getUTCDay()).toBe(1);
      const end = begin + 7 * DAY;
      const inWeek = (at: Date) => at.getTime() >= begin && at.getTime() < end;
      const ended = ({ state, changed_at }: RawFinding) =>
        state === 'fixed' || state === 'excepted' ? changed_at.getTime() : Number.POSITIVE_INFINITY;
      expect(counts).toEqual({
        open: findings.filter((f) => f.opened_at.getTime() < end && ended(f) >= end).length,
        opened: findings.filter((f) => inWeek(f.opened_at)).length,
        fixed: findings.filter((f) => f.state === 'fixed' && inWeek(f.changed_at)).length,
      });
    }
    expect(weeks.at(-1)!.open).toBe(findings.filter(isOpen).length);
    expect(weeks.filter(({ opened, fixed }) => opened + fixed > 0).length).toBeGreaterThan(1);
  });

  it('a team', async () => {
    const { page: shown } = await teamPage(home.house.database.db, 'basket', now);
    const list = openOf('basket');
    expect(shown).toMatchObject({
      queue: 'BSK',
      channel: '#basket',
      unit: 'Sales',
      open: list.length,
      overdue: overdue(list),
      dueThisWeek: thisWeek(list),
      openByPriority: byPriority(list),
    });
    const mine = findings.filter((finding) => isOpen(finding) && finding.team === 'basket');
    expect(shown.repositories).toEqual([{ key: 'acme/basket', openFindings: mine.length }]);
    const days = findings
      .filter(({ team, state }) => team === 'basket' && state === 'fixed')
      .map(({ opened_at, changed_at }) => (changed_at.getTime() - opened_at.getTime()) / DAY)
      .sort((a, b) => a - b);
    expect(days.length).toBe(4);
    expect(shown.medianDaysToFix).toBeCloseTo((days[1]! + days[2]!) / 2, 1);
    expect((await teamPage(home.house.database.db, 'search', now)).page.medianDaysToFix).toBeNull();
    await expect(teamPage(home.house.database.db, 'nobody', now)).rejects.toMatchObject({
      code: 'LK-NOT-FOUND',
    });
  });

  it('the list of teams', async () => {
    const { items } = await teamList(home.house.database.db, now);
    expect(items.map(({ key, open }) => [key, open]).sort()).toEqual(
      ['basket', 'search', 'security-triage'].map((key) => [key, openOf(key).length]),
    );
  });

  it('what nobody owns', async () => {
    const shown = await unownedTargets(home.house.database.db);
    expect(shown.findings).toBe(findings.filter((finding) => isOpen(finding) && finding.unowned).length);
    expect(shown.targets).toBe(1);
    expect(shown.repositories).toEqual([
      {
        target: { kind: 'repository', key: 'acme/orphan' },
        finding: toPublicId('finding', findings.find(({ unowned }) => unowned)!.id),
        findings: 1,
        tickets: 1,
        worst: 'P2',
        queue: 'SEC',
        because: expect.arrayContaining([expect.any(String)]),
      },
    ]);
  });

  it('the summary', async () => {
    const shown = await summarise(home.house.database.db);
    expect(shown).toMatchObject({
      repositories: 3,
      reports: 8,
      findings: findings.length,
      owned: findings.filter(({ unowned }) => !unowned).length,
      unowned: findings.filter(({ unowned }) => unowned).length,
    });
    expect(shown.tickets).toHaveLength(openOf().length);
  });
});

it('every finding’s page is whole: sentence, owner with reasons, urgency with reasons, history', async () => {
  for (const { id, state, team } of findings) {
    const page = await findingPage(home.house.database.db, toPublicId('finding', id), now);
    expect(page).toMatchObject({ state, owner: { key: team } });
    expect(page.sentence).toContain(page.target.key);
    expect(page.ownership.because.length).toBeGreaterThan(0);
    expect(page.decision.because.length).toBeGreaterThan(0);
    expect(page.history[0]?.kind).toBe('opened');
    expect(page.fix === null).toBe(state === 'excepted');
    expect(page.ticket?.state ?? 'none').toBe(stateOfTicket(id));
  }
  const nobody = toPublicId('finding', '00000000-0000-7000-8000-000000000000');
  await expect(findingPage(home.house.database.db, nobody, now)).rejects.toMatchObject({
    code: 'LK-NOT-FOUND',
  });
});

const stateOfTicket = (findingId: string) => {
  const fix = findings.find(({ id }) => id === findingId)?.fix_id;
  return tickets.find(({ fix_id }) => fix_id === fix)?.state ?? 'none';
};
