import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../test/harness/database.ts';
import { movableClock, testServer } from '../../../../../test/harness/server.ts';
import { type SmallTicket, smallCompany } from '../../../../../test/harness/small-company.ts';
import { meetingPage as meetingShape } from '../../../../contract/meetings.ts';
import { ensureTriageTeam } from '../../../organisation/public.ts';
import { fold } from '../../rollup/fold.ts';
import { homeRoutes } from '../routes.ts';

const NOW = new Date('2026-03-05T10:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let company: ReturnType<typeof smallCompany>;
const people: Record<string, Record<string, string>> = {};

const TICKETS: SmallTicket[] = [
  { team: 'pay', priority: 1, openedDaysAgo: 40, dueInDays: -3 },
  { team: 'pay', priority: 1, openedDaysAgo: 40, dueInDays: -3, closedDaysAgo: 3 },
  { team: 'pay', priority: 1, openedDaysAgo: 40, dueInDays: -3, closedDaysAgo: 20 },
  { team: 'pay', priority: 1, openedDaysAgo: 13, dueInDays: 5, closedDaysAgo: 1 },
  { team: 'pay', priority: 1, openedDaysAgo: 2, dueInDays: 5 },
  { team: 'web', priority: 1, openedDaysAgo: 2, dueInDays: 5 },
];

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database, movableClock(NOW.toISOString()));
  await server.app.register(homeRoutes({ db: database.db, clock: server.clock, ids: server.ids }));
  await ensureTriageTeam(database.db, server.ids);
  company = smallCompany(database.pool, NOW);
  await company.adopt('security-triage');
  await company.team('pay', { name: 'Payments', champion: 'cleo@acme.example', partner: 'sam@acme.example' });
  await company.team('web', { name: 'Web', champion: 'wim@acme.example' });
  for (const name of ['cleo', 'sam', 'wim', 'dev'])
    people[name] = await server.cookieOf(`${name}@acme.example`);
  people['sec'] = await server.cookieOf('sec@acme.example', ['security']);
  await company.member('dev@acme.example', 'pay');
  for (const one of TICKETS) await company.ticket(one);
  const toSecurity = { from: 'pay', to: 'security-triage' };
  await company.ask({ ...toSecurity, kind: 'threat-model', dueInDays: 20, title: 'new login' });
  await company.ask({ ...toSecurity, kind: 'review', dueInDays: 5, title: 'new basket', waitsFor: 'from' });
  await company.ask({ ...toSecurity, kind: 'review', title: 'old', state: 'done' });
  await company.ask({ from: 'security-triage', to: 'pay', title: 'update', sprint: 'Sprint 7' });
  await company.insert('exception', {
    ...{ id: server.ids.next(), kind: 'mitigated', scope: 'fix', fix_id: company.idOf('fix PAY-1') },
    ...{
      reason: 'x',
      state: 'granted',
      priority: 2,
      team_id: company.idOf('pay'),
      expires_at: company.day(9),
    },
    ...{ asked_by: 'dev@acme.example', asked_at: company.day(-90), policy_version: 1, findings: 1, teams: 1 },
  });
  await fold(database.db, NOW);
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

async function page(who = 'dev', team = 'pay') {
  const answer = await server.app.inject({ url: `/api/v1/teams/${team}/meeting`, headers: people[who]! });
  return meetingShape.parse(answer.json());
}
const meet = (who: string, payload: object, team = 'pay') =>
  server.app.inject({
    method: 'POST',
    url: `/api/v1/teams/${team}/meetings`,
    headers: people[who]!,
    payload,
  });
const undo = (who: string, id: string) =>
  server.app.inject({ method: 'DELETE', url: `/api/v1/teams/pay/meetings/${id}`, headers: people[who]! });

describe('what champion and partner talk about', () => {
  it('is what changed in two weeks, where they never met', async () => {
    const { sentence, closed, opened, capacity } = await page();
    expect(sentence).toBe('Since 19 Feb: 2 closed, 2 new, 1 waits for security.');
    expect(closed.items.map(({ key }) => key)).toEqual(['PAY-4', 'PAY-2']);
    expect(opened).toMatchObject({ count: 2, items: [{ key: 'PAY-5' }, { key: 'PAY-4' }] });
    expect(capacity).toMatchObject({ open: 2, overdue: 1, dueThisWeek: 1, madeThisWeek: 1, waiting: 0 });
    expect(capacity.sprints).toEqual([
      { name: 'Sprint 7', asks: 1, tickets: 0 },
      { name: null, asks: 0, tickets: 2 },
    ]);
  });

  it('is asks in both directions, what is coming by its date, and what has to be decided', async () => {
    const { asks, coming, decisions } = await page();
    expect(asks.askedOfTeam).toMatchObject({ open: 1, waitForTeam: 1, items: [{ title: 'update' }] });
    expect(asks.askedByTeam).toMatchObject({ open: 2, waitForTeam: 1, waitForOthers: 1 });
    expect(coming.map(({ title }) => title)).toEqual(['new basket', 'new login']);
    expect(decisions).toMatchObject([
      { kind: 'expiring', title: 'Fix 1', until: company.day(9).toISOString() },
    ]);
  });

  it('counts anew from where they met, with a trace of who said so', async () => {
    expect((await page('cleo')).mayRecord).toBe(true);
    const answer = await meet('cleo', { note: 'Talked of the login.\nNext: tests' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      sentence: 'Since 5 Mar: 0 closed, 0 new, 1 waits for security.',
      meetings: [{ note: 'Talked of the login.\nNext: tests', mayUndo: true }],
    });
    const [entry] = (
      await database.pool.query(`select actor, subject from audit_entry where action = 'team.meeting'`)
    ).rows;
    expect(entry).toEqual({ actor: 'cleo@acme.example', subject: 'pay' });
  });

  it('is told by those who are there, and by nobody else', async () => {
    for (const who of ['dev', 'wim']) {
      expect((await page(who)).mayRecord).toBe(false);
      expect((await meet(who, {})).statusCode).toBe(403);
    }
    for (const who of ['sam', 'sec']) expect((await page(who)).mayRecord).toBe(true);
    expect((await meet('sec', {}, 'nowhere')).statusCode).toBe(404);
    expect((await meet('sec', { note: 'a\u0000b' })).statusCode).toBe(400);
    expect((await meet('sec', { at: '2020-01-01' })).statusCode).toBe(400);
  });

  it('is taken back within the hour, by who told it', async () => {
    const [met] = (await page('cleo')).meetings;
    expect((await undo('sam', met!.id)).statusCode).toBe(403);
    expect((await undo('cleo', met!.id)).statusCode).toBe(204);
    expect((await undo('cleo', met!.id)).statusCode).toBe(404);
    expect((await page()).sentence).toMatch(/^Since 19 Feb/);
    await meet('sam', {});
    server.clock.advance(3_600_000);
    const [later] = (await page('sam')).meetings;
    expect(later).toMatchObject({ mayUndo: false, note: '' });
    expect((await undo('sam', later!.id)).statusCode).toBe(409);
  });
});
