import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { policyWith } from '../../../../test/harness/policy.ts';
import { type CodeResult, sarif } from '../../../../test/harness/reports.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { storeFilesOf } from '../../ownership/service.ts';
import { byUse } from '../../policy/pacing/pace.ts';
import { compilePolicy, DEFAULT_POLICY } from '../../policy/pure.ts';
import { planFixes } from '../plan-fixes.ts';
import { planScan } from '../plan-scan.ts';
import { releaseTickets } from './release.ts';
import { BY_USE, loadWanting, waitingOf } from './store.ts';

let home: TestHouse;
let team = '';
let count = 0;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

/** A team with two repositories of its own for each test. */
beforeEach(async () => {
  team = `team-${++count}`;
  const { database, ids, clock } = home.house;
  await policyWith(home, 'pacing: { newTicketsPerTeamPerWeek: 3 }');
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, `teams:\n  - { key: ${team}, queue: Q${count} }\n`);
    for (const name of ['a', 'b']) {
      const content = `apiVersion: lanekeeper.dev/v1\nowner: ${team}\n`;
      const file = { path: 'about.yaml', content };
      await storeFilesOf(tx, { ids, now: clock.now() }, `${team}/${name}`, [file]);
    }
  });
});

/** Each lies in a folder of its own, which makes it a fix of its own. */
const results = (n: number, level: CodeResult['level'], from = 0) =>
  Array.from({ length: n }, (_, index) => ({
    path: `part-${from + index}/a.ts`,
    text: `query(${from + index})`,
    level,
  }));
const send = (all: CodeResult[], name = 'a') => home.send(sarif(all), { repository: `${team}/${name}` });
const deps = () => ({ db: home.house.work.db, ids: home.house.ids, clock: home.clock });
const made = async () =>
  (
    await home.rows<{ n: number }>(
      `select count(*)::int as n from ticket k join team t on t.id = k.team_id where t.key = $1 and k.state <> 'closed'`,
      [team],
    )
  )[0]!.n;
const waiting = () =>
  home.rows<{ fix_id: string; because: string; priority: number }>(
    `select w.fix_id, w.because, x.priority from ticket_waiting w join fix x on x.id = w.fix_id
     join team t on t.id = w.team_id where t.key = $1 order by x.priority, w.fix_id`,
    [team],
  );
const fixesOf = () =>
  home.rows<{ id: string; target_id: string; changed_scan_id: string }>(
    `select x.id, x.target_id, x.changed_scan_id from fix x join team t on t.id = x.owner_team_id where t.key = $1`,
    [team],
  );

describe('the backlog of a new tool', () => {
  it('arrives in waves: the week’s tickets now, the rest waits with its reason', async () => {
    await send([...results(6, 'warning'), ...results(2, 'error', 6)]);
    expect(await made()).toBe(3);
    const rest = await waiting();
    expect(rest).toHaveLength(5);
    // Both errors are P2, the warnings P3: the most useful came first.
    expect(rest.every(({ priority }) => priority === 3)).toBe(true);
    expect(rest[0]!.because).toMatch(
      /^3 new tickets a week for each team, the most useful first \(policy@\d+\)$/,
    );
  });

  it('changes nothing when it is planned twice, and nothing when nobody’s week has room', async () => {
    await send(results(5, 'warning'));
    const before = [await made(), await waiting()];
    const fixes = await fixesOf();
    await planFixes(
      deps(),
      fixes.map(({ id }) => id),
    );
    await planScan(deps(), { scanId: fixes[0]!.changed_scan_id, targetId: fixes[0]!.target_id });
    await releaseTickets(deps());
    expect([await made(), await waiting()]).toEqual(before);
  });

  it('goes on with the next week, until nothing waits', async () => {
    await send(results(7, 'warning'));
    home.clock.advance(7 * DAY);
    await Promise.all([releaseTickets(deps()), releaseTickets(deps())]);
    expect([await made(), (await waiting()).length]).toEqual([6, 1]);
    home.clock.advance(7 * DAY);
    await releaseTickets(deps());
    expect([await made(), (await waiting()).length]).toEqual([7, 0]);
  });

  it('comes at once when the policy says so; what comes later waits', async () => {
    await policyWith(home, 'pacing: { newTicketsPerTeamPerWeek: 3, onboarding: at once }');
    await send(results(6, 'warning'));
    expect(await made()).toBe(6);
    await send(results(8, 'warning'));
    expect([await made(), (await waiting()).length]).toEqual([6, 2]);
  });

  it('waits for nobody without a cap, and what had waited is let go', async () => {
    await send(results(5, 'warning'));
    await policyWith(home, 'pacing: { newTicketsPerTeamPerWeek: null }');
    await releaseTickets(deps());
    expect([await made(), await waiting()]).toEqual([5, []]);
  });
});

describe('what waits', () => {
  it('lets urgent things pass: they never wait, but fill the week', async () => {
    await policyWith(home, `pacing: { newTicketsPerTeamPerWeek: 3, except: 'finding.priority == "P2"' }`);
    await send(results(5, 'error'));
    await send(results(2, 'warning', 10), 'b');
    expect([await made(), (await waiting()).length]).toEqual([5, 2]);
  });

  it('is overtaken by nothing less useful that comes later', async () => {
    await send([...results(3, 'error'), ...results(2, 'warning', 3)]);
    home.clock.advance(7 * DAY);
    await send([...results(1, 'warning', 20), ...results(4, 'note', 30)], 'b');
    // Two P3 of last week come first; nothing of this week is made before them.
    expect(await made()).toBeLessThanOrEqual(4);
    await releaseTickets(deps());
    expect((await waiting()).filter(({ priority }) => priority === 3)).toEqual([]);
    expect(await made()).toBe(6);
  });

  it('is gone when a scan says that it is fixed: no ticket is made of it', async () => {
    await send(results(5, 'warning'));
    await send(results(1, 'warning'));
    expect((await waiting()).length + (await made())).toBeLessThanOrEqual(1);
    home.clock.advance(7 * DAY);
    await releaseTickets(deps());
    expect(await waiting()).toEqual([]);
  });

  it('stands in the same order in the database and in the rule', async () => {
    await send([...results(4, 'warning'), ...results(3, 'note', 5), ...results(4, 'error', 9)]);
    home.clock.advance(20 * DAY);
    const { db } = deps();
    const [{ id }] = (await home.rows<{ id: string }>('select id from team where key = $1', [team])) as [
      { id: string },
    ];
    const now = home.clock.now();
    const all = await loadWanting(db, compilePolicy(DEFAULT_POLICY), await waitingOf(db, id), now);
    const { rows } = await sql<{
      id: string;
    }>`select x.id from v_findings_fix x join ticket_waiting w on w.fix_id = x.id
      where w.team_id = ${id} order by ${BY_USE(now)}`.execute(db);
    expect(all.toSorted(byUse(now)).map(({ fixId }) => fixId)).toEqual(rows.map((row) => row.id));
    expect(rows.length).toBe(8);
  });
});

describe('two plans at once', () => {
  it('together never give a team more than its week has room for', async () => {
    // All of it within one week.
    home.clock.advance(3 * DAY);
    await policyWith(home, 'pacing: { newTicketsPerTeamPerWeek: 1 }');
    await send(results(1, 'warning'));
    await send(results(20, 'warning'), 'a');
    await send(results(20, 'warning', 40), 'b');
    await policyWith(home, 'pacing: { newTicketsPerTeamPerWeek: 9 }');
    const fixes = await fixesOf();
    const targets = [...new Set(fixes.map(({ target_id }) => target_id))];
    expect(targets).toHaveLength(2);
    await Promise.all([
      ...targets.map((target) =>
        planFixes(
          deps(),
          fixes.filter((fix) => fix.target_id === target).map(({ id }) => id),
        ),
      ),
      releaseTickets(deps()),
      releaseTickets(deps()),
    ]);
    await releaseTickets(deps());
    expect(await made()).toBe(9);
    expect(await waiting()).toHaveLength(31);
  });
});
