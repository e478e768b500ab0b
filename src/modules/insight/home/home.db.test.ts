import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { movableClock, testServer } from '../../../../test/harness/server.ts';
import { type SmallTicket, smallCompany } from '../../../../test/harness/small-company.ts';
import { home as homeShape } from '../../../contract/home.ts';
import { ensureTriageTeam } from '../../organisation/public.ts';
import { fold } from '../rollup/fold.ts';
import { homeRoutes } from './routes.ts';

const NOW = new Date('2026-03-05T10:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let company: ReturnType<typeof smallCompany>;

const TICKETS: (SmallTicket & { title: string })[] = [
  { team: 'pay', priority: 3, openedDaysAgo: 50, dueInDays: -3, title: 'late' },
  { team: 'pay', priority: 0, openedDaysAgo: 1, dueInDays: 6, title: 'now' },
  { team: 'pay', priority: 2, openedDaysAgo: 5, dueInDays: 2, title: 'soon', state: 'in-progress' },
  { team: 'pay', priority: 1, openedDaysAgo: 5, dueInDays: -9, title: 'claimed', state: 'claimed-fixed' },
  { team: 'pay', priority: 2, openedDaysAgo: 5, dueInDays: 40, title: 'later' },
  { team: 'pay', priority: 4, openedDaysAgo: 5, dueInDays: null, title: 'never' },
  { team: 'pay', priority: 2, openedDaysAgo: 9, dueInDays: -1, closedDaysAgo: 2, title: 'done' },
  { team: 'web', priority: 1, openedDaysAgo: 9, dueInDays: 4, title: 'of web' },
  { team: 'security-triage', priority: 2, openedDaysAgo: 9, dueInDays: 4, title: 'of nobody', unowned: true },
];

/** Headers by what somebody is. */
const people: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database, movableClock(NOW.toISOString()));
  const { db, pool } = database;
  await server.app.register(homeRoutes({ db, clock: server.clock, ids: server.ids }));
  await ensureTriageTeam(db, server.ids);
  company = smallCompany(pool, NOW);
  await company.unit('shop', { name: 'Shop', leader: 'lea@acme.example' });
  await company.team('pay', {
    ...{ unit: 'shop', name: 'Payments', manager: 'max@acme.example', champion: 'Cleo@acme.example' },
    partner: 'sam@acme.example',
  });
  await company.team('web', { unit: 'shop', name: 'Web' });
  await company.team('gone', { retired_at: NOW, champion: 'gil@acme.example' });
  await company.adopt('security-triage');
  for (const name of ['dev', 'two', 'max', 'cleo', 'lea', 'new', 'gil'])
    people[name] = await server.cookieOf(`${name}@acme.example`);
  people['sam'] = await server.cookieOf('sam@acme.example', ['security']);
  people['ann'] = await server.cookieOf('ann@acme.example', ['admin']);
  people['lou'] = await server.cookieOf('lou@acme.example', ['leader']);
  await company.member('dev@acme.example', 'pay');
  await company.member('two@acme.example', 'pay');
  await company.member('two@acme.example', 'web');
  await company.member('gil@acme.example', 'gone');
  const keys = [];
  for (const one of TICKETS) keys.push(await company.ticket(one));
  await company.finding({
    team: 'pay',
    priority: 0,
    openedDaysAgo: 1,
    fix: `fix ${keys[1]}`,
    because: ['exploited', 'x'],
  });
  await company.finding({
    team: 'pay',
    priority: 2,
    openedDaysAgo: 1,
    fix: `fix ${keys[1]}`,
    because: ['slow'],
  });
  await company.ask({ from: 'security-triage', to: 'pay', waitsFor: 'to' });
  await company.ask({ from: 'pay', to: 'security-triage', waitsFor: 'to' });
  await company.ask({ from: 'pay', to: 'security-triage', waitsFor: 'from', state: 'done' });
  await company.insert('exception', {
    ...{ id: server.ids.next(), kind: 'accepted-risk', scope: 'fix', fix_id: company.idOf(`fix ${keys[4]}`) },
    ...{ reason: 'x', state: 'asked', priority: 2, team_id: company.idOf('pay'), awaits: ['manager'] },
    ...{ asked_by: 'dev@acme.example', asked_at: company.day(-1), policy_version: 1, findings: 1, teams: 1 },
  });
  await fold(db, NOW);
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

async function homeOf(who: string, as?: string) {
  const url = `/api/v1/home${as === undefined ? '' : `?as=${as}`}`;
  const answer = await server.app.inject({ url, headers: people[who]! });
  expect(answer.statusCode).toBe(200);
  return homeShape.parse(answer.json());
}

describe('the home of', () => {
  it('a developer begins with what is due, then five things: P0 first, then by date, claimed ones last', async () => {
    const { sentence, faces, face } = await homeOf('dev');
    expect(faces).toEqual(['team']);
    expect(sentence).toBe('Payments has 2 things due this week, 2 overdue.');
    if (face.as !== 'team') throw new Error(face.as);
    expect(face.next.map(({ title }) => title)).toEqual(['now', 'late', 'soon', 'later', 'never']);
    expect(face.next.map(({ why }) => why)).toEqual(['exploited; x', null, null, null, null]);
    expect(face.next[1]).toMatchObject({ overdue: true, priority: 'P3', ticket: { key: 'PAY-1' } });
    expect(face.teams).toEqual([{ key: 'pay', name: 'Payments', open: 6, overdue: 2, dueThisWeek: 2 }]);
    expect([face.asksWaiting, face.decisions]).toEqual([1, []]);
  });

  it('somebody in two teams puts them together', async () => {
    const { sentence, face } = await homeOf('two');
    expect(sentence).toBe('Your teams have 3 things due this week, 2 overdue.');
    if (face.as !== 'team') throw new Error(face.as);
    expect(face.next.map(({ title }) => title)).toEqual(['now', 'late', 'soon', 'of web', 'later']);
  });

  it('a manager has the decisions that wait for them, too', async () => {
    const { face } = await homeOf('max');
    if (face.as !== 'team') throw new Error(face.as);
    expect(face.decisions).toMatchObject([
      { kind: 'exception', title: 'later', because: 'dev@acme.example asks to accept the risk' },
    ]);
  });

  it('a champion shows who waits for whom, and when they met', async () => {
    const before = await homeOf('cleo', 'accompany');
    expect(before.faces).toEqual(['team', 'accompany']);
    if (before.face.as !== 'accompany') throw new Error(before.face.as);
    expect(before.sentence).toBe('1 ask waits for the team, 1 ask waits for security.');
    expect(before.face.teams).toMatchObject([
      { key: 'pay', role: 'champion', waitForTeam: 1, waitForSecurity: 1, overdue: 2, lastMetAt: null },
    ]);
  });

  it('a leader is their unit, and of a leader without one the company', async () => {
    const { face, sentence } = await homeOf('lea');
    if (face.as !== 'lead') throw new Error(face.as);
    expect(face.units.map(({ unit }) => unit?.key)).toEqual(['shop']);
    expect(sentence).toMatch(
      /^Shop has 2 open P0 to P2 findings, none a quarter ago; 2 tickets are overdue\.$/,
    );
    const company = await homeOf('lou');
    if (company.face.as !== 'lead') throw new Error(company.face.as);
    expect(company.face.units.map(({ unit }) => unit)).toEqual([null]);
  });

  it('security is what does not go on by itself; an admin sees it after what is theirs', async () => {
    const { faces, face, sentence } = await homeOf('sam');
    expect(faces).toEqual(['security', 'accompany']);
    if (face.as !== 'security') throw new Error(face.as);
    const counts = Object.fromEntries(face.cares.map(({ what, count }) => [what, count]));
    expect(counts).toEqual({
      ...{ unowned: 1, exceptions: 1, approvals: 0, disputes: 0, asks: 1 },
      ...{ parked: 0, failed: 0, silent: 0, noisy: 0 },
    });
    expect(sentence).toBe(
      '1 fix without an owner, 1 exception to decide and 1 ask for security to look after.',
    );
    expect(face.next.map(({ title }) => title)).toEqual(['of nobody']);
    expect((await homeOf('ann')).faces).toEqual(['security']);
  });

  it('somebody in no working team says so kindly, and keeps no face that is not theirs', async () => {
    for (const who of ['new', 'gil'])
      expect(await homeOf(who, 'security')).toEqual({
        sentence: 'You are in no team yet.',
        faces: [],
        face: { as: 'none' },
      });
    expect((await homeOf('dev', 'lead')).face.as).toBe('team');
    const odd = await server.app.inject({ url: '/api/v1/home?as=king', headers: people['dev']! });
    expect(odd.statusCode).toBe(400);
  });
});
