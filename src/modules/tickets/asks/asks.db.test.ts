import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { Role } from '../../../contract/access.ts';
import {
  type Ask,
  type AskPage,
  type AskPreview,
  askChanged,
  type TeamAsks,
} from '../../../contract/asks.ts';
import type { Problem } from '../../../contract/shapes.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { storeFilesOf } from '../../ownership/service.ts';
import type { AskDeps, Speaker } from './deps.ts';
import { makeAsk } from './make-ask.ts';
import { askRoutes } from './routes.ts';

const ORGANISATION = `
businessUnits: [{ key: sales, name: Sales }]
teams:
  - { key: pay, name: Payments, unit: sales, queue: PAY, partner: nadia@example.com, champion: named@example.com }
  - { key: search, name: Search, unit: sales, queue: SRC }
  - { key: product-security, name: Product security, kind: security, queue: PSEC, takesAsks: [review, quick-test] }
  - { key: cloud-security, name: Cloud security, kind: security, queue: CSEC, takesAsks: [access, review] }
people:
  - { email: dev@example.com, name: Dev, teams: [{ team: pay }] }
  - { email: named@example.com, name: Named }
  - { email: both@example.com, name: Both, teams: [{ team: pay }, { team: search }] }
  - { email: other@example.com, name: Other, teams: [{ team: search }] }
  - { email: nadia@example.com, name: Nadia, roles: [security], teams: [{ team: product-security }, { team: pay, role: partner }] }
`;
const PEOPLE = {
  dev: 'developer',
  named: 'developer',
  both: 'developer',
  other: 'developer',
  lone: 'developer',
};
type Name = keyof typeof PEOPLE | 'nadia' | 'robot';

let home: TestHouse;
let app: Awaited<ReturnType<typeof testServer>>['app'];
const headers = new Map<Name, Record<string, string>>();
const heard: unknown[] = [];
let deps: AskDeps;
beforeAll(async () => {
  home = await openTestHouse();
  const { database, ids, clock } = home.house;
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, ORGANISATION);
    const file = { path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: pay\n' };
    await storeFilesOf(tx, { ids, now: clock.now() }, 'acme/pay', [file]);
    await home.house.events.publish(tx, { type: 'registry.changed' });
  });
  await home.settle();
  deps = { db: database.db, ids, clock, publish: async (_tx, event) => void heard.push(event) };
  const server = await testServer(database, home.clock);
  ({ app } = server);
  await app.register(askRoutes(deps));
  await app.ready();
  for (const [name, role] of Object.entries(PEOPLE))
    headers.set(name as Name, await server.cookieOf(`${name}@example.com`, [role as Role]));
  headers.set('nadia', await server.cookieOf('nadia@example.com', ['security']));
  headers.set('robot', await server.bearer(['admin', 'read']));
});
afterAll(async () => {
  await app.close();
  await home.close();
});

async function call<Body>(who: Name, method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) {
  const url = `/api/v1${path}`;
  const answer = await app.inject({ method, url, headers: headers.get(who)!, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json() as Body & Partial<Problem> };
}
const asked = async (who: Name, body: object): Promise<Ask> => {
  const answer = await call<Ask>(who, 'POST', '/asks', body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
};
const change = (who: Name, id: string, body: object) => call<Ask>(who, 'PATCH', `/asks/${id}`, body);
const say = (who: Name, id: string, body: object) => call<Ask>(who, 'POST', `/asks/${id}/comments`, body);
const list = async (query: string) => (await call<AskPage>('other', 'GET', `/asks?${query}`)).body.items;

describe('a team asks security', () => {
  it('and is led to the team that takes it, told why before and after; the queue counts on', async () => {
    const body = {
      text: 'Please pen-test the new checkout\n\nIt goes live soon.',
      dueAt: '2026-03-05T12:00:00Z',
    };
    const before = await call<AskPreview>('dev', 'POST', '/asks/preview', body);
    expect(before.body).toMatchObject({
      from: { key: 'pay' },
      to: { key: 'product-security' },
      queue: 'PSEC',
      direction: 'of-security',
      kind: 'quick-test',
      kindBecause: expect.stringContaining('pen test'),
      because: 'Product security is the team of security that is asked for a quick test',
    });
    expect(await home.rows('select * from ask')).toEqual([]);
    const made = await asked('dev', body);
    expect(made).toMatchObject({
      key: 'PSEC-1',
      title: 'Please pen-test the new checkout',
      text: body.text,
      state: 'open',
      waitsFor: 'to',
      routedBecause: before.body.because,
      you: 'from',
      remote: null,
      filed: null,
    });
    // The partner of the team is in one of the two that take reviews.
    expect(await asked('dev', { text: 'Review our design', kind: 'review' })).toMatchObject({
      key: 'PSEC-2',
    });
    expect(await asked('dev', { text: 'We need an account', kind: 'access' })).toMatchObject({
      key: 'CSEC-1',
    });
    expect(await asked('other', { text: 'Look at this', kind: 'advice' })).toMatchObject({
      key: 'SEC-1',
      to: { key: 'security-triage' },
    });
    expect((await call<Ask>('other', 'GET', '/asks/psec-1')).status).toBe(404);
    expect((await call<Ask>('other', 'GET', `/asks/${made.id}`)).body).toMatchObject({
      key: 'PSEC-1',
      you: null,
    });
  });

  it('for a team of its own only; one that is named as its champion is of it', async () => {
    expect(await asked('named', { text: 'Is it safe?' })).toMatchObject({ from: { key: 'pay' } });
    expect(await call('other', 'POST', '/asks', { from: 'pay', text: 'x' })).toMatchObject({ status: 403 });
    expect(await call('lone', 'POST', '/asks', { text: 'x' })).toMatchObject({ status: 403 });
    expect(await call('both', 'POST', '/asks', { text: 'x' })).toMatchObject({
      status: 400,
      body: { detail: 'Say which of your teams asks: pay, search.' },
    });
    expect(await asked('both', { from: 'search', text: 'x?' })).toMatchObject({ from: { key: 'search' } });
  });
});

describe('security asks a team', () => {
  it('in the team’s own queue, by the number that counts there', async () => {
    await home.send(sarif([{ path: 'a.ts', text: 'q(1)' }]), { repository: 'acme/pay' });
    const [ticket] = await home.rows<{ key: string; id: string }>(
      `select queue || '-' || number as key, id from ticket`,
    );
    expect(ticket!.key).toBe('PAY-1');
    const made = await asked('nadia', { text: 'Please update the threat model', about: { ticket: 'PAY-1' } });
    expect(made).toMatchObject({
      key: 'PAY-2',
      direction: 'of-team',
      kind: 'threat-model',
      from: { key: 'product-security' },
      to: { key: 'pay' },
      routedBecause: 'Payments owns what it is about',
      you: 'from',
      about: { fix: { ticket: 'PAY-1' }, repository: 'acme/pay' },
    });
    const finding = (await home.rows<{ id: string }>('select id from finding'))[0]!.id.replaceAll('-', '');
    // Found by what it is about, whichever way it goes.
    expect(await asked('both', { text: 'Help', about: { finding: `fnd_${finding}` } })).toMatchObject({
      from: { key: 'pay' },
      about: { finding: { id: `fnd_${finding}` }, repository: 'acme/pay' },
    });
    expect(await asked('nadia', { text: 'Which?', about: { repository: 'acme/pay' } })).toMatchObject({
      key: 'PAY-3',
    });
    expect(await call('nadia', 'POST', '/asks', { text: 'Which?' })).toMatchObject({
      status: 400,
      body: { detail: 'Say which team is asked.' },
    });
  });

  it('and is told what does not go', async () => {
    for (const [who, body] of [
      ['nadia', { to: 'pay', text: 'x', kind: 'review' }],
      ['dev', { to: 'search', text: 'x' }],
      ['dev', { to: 'none', text: 'x' }],
      ['dev', { text: 'x', about: { fix: 'fix_1' } }],
      ['dev', { text: 'x', about: { fix: 'fix_1', ticket: 'PAY-1' } }],
      ['dev', { text: '  ' }],
      ['dev', { text: 'a\u0000b' }],
      ['dev', { text: 'x', title: 'a\nb' }],
      ['dev', { text: 'x'.repeat(20_001) }],
    ] as const)
      expect(await call(who, 'POST', '/asks', body)).toMatchObject({
        status: 400,
        body: { code: 'LK-VALIDATION' },
      });
  });
});

describe('whose turn it is', () => {
  it('goes to the asker with a question back, to the asked with the answer, each since its own time', async () => {
    const { id, waitsSince: made } = await asked('dev', { text: 'Review the login' });
    home.clock.advance(DAY);
    expect((await say('dev', id, { text: 'It is urgent.' })).body).toMatchObject({
      waitsFor: 'to',
      waitsSince: made,
    });
    expect((await say('nadia', id, { text: 'Which branch?' })).body).toMatchObject({ waitsFor: 'from' });
    // Who looks on may speak, and turns nothing.
    expect((await say('other', id, { text: 'main?' })).body).toMatchObject({ waitsFor: 'from' });
    expect((await say('other', id, { text: 'x', waitsFor: 'to' })).status).toBe(403);
    home.clock.advance(DAY);
    const answered = (await say('dev', id, { text: 'main' })).body;
    expect(answered).toMatchObject({ waitsFor: 'to', waitsSince: home.clock.now().toISOString() });
    expect(answered.comments.map(({ actor }) => actor)).toHaveLength(4);
    expect((await say('nadia', id, { text: 'Reading.', waitsFor: 'from' })).body).toMatchObject({
      waitsFor: 'from',
    });
  });

  it('is told of in both directions, and of what is overdue', async () => {
    const { body } = await call<TeamAsks>('other', 'GET', '/teams/pay/asks');
    expect(body.askedOfTeam).toMatchObject({ open: 2, waitForTeam: 2, waitForOthers: 0, overdue: 0 });
    expect(body.askedByTeam.open).toBe(body.askedByTeam.waitForTeam + body.askedByTeam.waitForOthers);
    expect(body.askedByTeam.waitForTeam).toBe(1);
    expect(body.askedByTeam.items[0]!.waitsSince).toBe(body.askedByTeam.longestSince);
    expect(await call('other', 'GET', '/teams/none/asks')).toMatchObject({ status: 404 });
    home.clock.advance(2 * DAY);
    expect(await list('overdue=true')).toMatchObject([{ key: 'PSEC-1', overdue: true }]);
    expect((await list('overdue=false')).some(({ key }) => key === 'PSEC-1')).toBe(false);
    expect((await list('team=pay&direction=of-team')).map(({ key }) => key).sort()).toEqual([
      'PAY-2',
      'PAY-3',
    ]);
    expect((await list('waitsFor=pay&to=pay')).length).toBe(2);
    expect((await list('kind=access')).map(({ key }) => key)).toEqual(['CSEC-1']);
    const all = await list('state=all&limit=200');
    let cursor: string | null = '';
    const paged: string[] = [];
    while (cursor !== null) {
      const page: AskPage = (
        await call<AskPage>('other', 'GET', `/asks?state=all&limit=2${cursor && `&cursor=${cursor}`}`)
      ).body;
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(paged).toEqual(all.map(({ id }) => id));
    expect(await call('other', 'GET', '/asks?cursor=x')).toMatchObject({ status: 400 });
  });
});

describe('a change', () => {
  it('is made by the two sides and security, each what is theirs; the same again leaves no trace', async () => {
    const { id } = await asked('dev', { text: 'Review the search' });
    const wanted = {
      state: 'in-progress',
      sprint: 'Sprint 12',
      assignee: 'Nadia',
      dueAt: '2026-06-01T00:00:00Z',
    };
    expect((await change('other', id, { title: 'x' })).status).toBe(403);
    expect((await change('dev', id, wanted)).status).toBe(403);
    expect((await change('nadia', id, wanted)).body).toMatchObject({
      ...wanted,
      dueAt: '2026-06-01T00:00:00.000Z',
    });
    const audits = () => home.rows(`select * from audit_entry where action like 'ask.%'`);
    const [before, told] = [(await audits()).length, heard.length];
    await change('nadia', id, wanted);
    expect([(await audits()).length, heard.length]).toEqual([before, told]);
    expect((await change('nadia', id, { state: 'declined' })).body.detail).toMatch(/say why/);
    const no = await change('nadia', id, { state: 'declined', because: 'It is switched off in June.' });
    expect(no.body).toMatchObject({
      state: 'declined',
      because: 'It is switched off in June.',
      waitsFor: 'from',
    });
    expect((await change('nadia', id, { waitsFor: 'to' })).status).toBe(409);
    expect((await change('dev', id, { state: 'open' })).body).toMatchObject({
      state: 'open',
      because: null,
      closedAt: null,
      waitsFor: 'to',
    });
    expect((await change('nadia', id, { state: 'withdrawn' })).status).toBe(403);
    expect((await change('dev', id, { state: 'withdrawn' })).body).toMatchObject({ state: 'withdrawn' });
    expect((await list('state=closed')).map((one) => one.id)).toContain(id);
    const whats = heard.slice(told).map((event) => askChanged.loose().parse(event).what);
    expect(whats).toEqual(['declined', 'reopened', 'withdrawn']);
  });

  it('by two at once keeps both', async () => {
    const { id } = await asked('dev', { text: 'Review two things' });
    const answers = await Promise.all([
      change('nadia', id, { sprint: 'S1' }),
      change('robot', id, { assignee: 'Nadia' }),
      say('nadia', id, { text: 'What is it?' }),
      say('dev', id, { text: 'This.' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201, 201]);
    expect((await call<Ask>('dev', 'GET', `/asks/${id}`)).body).toMatchObject({
      sprint: 'S1',
      assignee: 'Nadia',
    });
  });

  it('to another team of security goes on there, with what was said, its date and its waiting; the old one names it', async () => {
    const dueAt = '2026-07-01T00:00:00.000Z';
    const first = await asked('dev', { text: 'Review the cluster', dueAt });
    await say('nadia', first.id, { text: 'Which one?' });
    home.clock.advance(DAY);
    expect((await change('nadia', first.id, { to: 'search' })).status).toBe(400);
    const moved = await Promise.all(
      [1, 2].map(() => change('nadia', first.id, { to: 'cloud-security', because: 'It is theirs.' })),
    );
    expect(moved.map(({ status }) => status).sort()).toEqual([200, 409]);
    const next = moved.find(({ status }) => status === 200)!.body;
    expect(next).toMatchObject({
      queue: 'CSEC',
      to: { key: 'cloud-security' },
      from: { key: 'pay' },
      dueAt,
      waitsFor: 'from',
      openedAt: first.openedAt,
      routedBecause: `from ${first.key}: It is theirs.`,
    });
    expect(next.comments.map(({ text }) => text)).toEqual([
      'Which one?',
      `Moved here from ${first.key}: It is theirs.`,
    ]);
    expect((await call<Ask>('dev', 'GET', `/asks/${first.key}`)).body).toMatchObject({
      state: 'moved',
      movedTo: next.key,
    });
    expect((await change('nadia', first.id, { title: 'x' })).status).toBe(409);
    const ofTeam = await asked('nadia', { to: 'pay', text: 'Please answer' });
    expect((await change('nadia', ofTeam.id, { to: 'cloud-security' })).status).toBe(409);
  });
});

describe('an ask from a chat or a comment', () => {
  const hostile = '<!channel> [x](javascript:alert(1)) {code} =1+1\u0000\ud800\r\n@everyone need help';
  it('is heard twice as once, at the same time, too, with words as they were but for what no column keeps', async () => {
    const [{ id }] = (await home.rows<{ id: string }>(
      `select id from person where email = 'dev@example.com'`,
    )) as [{ id: string }];
    const dev: Speaker = { label: 'dev@example.com', name: 'Dev', personId: id, roles: ['developer'] };
    const wanted = { from: 'pay', text: hostile, about: { ticket: 'PAY-1' }, once: 'tracker:7:99' };
    const made = await Promise.all([1, 2, 3].map(() => makeAsk(deps, wanted, dev)));
    expect(new Set(made.map(({ key }) => key)).size).toBe(1);
    expect(made[0]!.says).toMatch(
      /^SEC-\d+: Security triage is asked for advice \(taken for advice.*; nobody in/,
    );
    const [row] = await home.rows('select title, text from ask where id = $1', [made[0]!.id]);
    expect(row).toEqual({
      title: '<!channel> [x](javascript:alert(1)) {code} =1+1\ufffd',
      text: '<!channel> [x](javascript:alert(1)) {code} =1+1\ufffd\n@everyone need help',
    });
    await expect(makeAsk(deps, { ...wanted, once: 'other', text: '\u0000 ' }, dev)).rejects.toThrow(
      'Say what you ask',
    );
    await expect(makeAsk(deps, wanted, { ...dev, personId: null, roles: [] })).rejects.toThrow(
      'Only people of',
    );
  });

  it('takes one number each, whatever asks at the same time', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => asked('nadia', { to: 'search', text: 'Why?' })),
    );
    expect(made.map(({ key }) => key).sort()).toEqual(Array.from({ length: 8 }, (_, n) => `SRC-${n + 1}`));
  });
});
