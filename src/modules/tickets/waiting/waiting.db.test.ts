import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { policyWith } from '../../../../test/harness/policy.ts';
import { npmAudit, sarif } from '../../../../test/harness/reports.ts';
import { type RunningServer, startServer } from '../../../app/server.ts';
import type { WaitingPage } from '../../../contract/pacing.ts';
import type { Problem } from '../../../contract/shapes.ts';
import type { Ticket, TicketPage } from '../../../contract/tickets.ts';
import { addToken } from '../../access/public.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { storeFilesOf } from '../../ownership/service.ts';
import { lookAgain } from '../holds/look-again.ts';

const ORGANISATION = `
businessUnits: [{ key: sales, name: Sales }]
teams:
  - { key: pay, name: Payments, unit: sales, queue: PAY }
  - { key: cloud, name: Cloud security, kind: security, queue: CLD, allowedQueues: [CLD-SECRETS] }
`;

let home: TestHouse;
let server: RunningServer;
let token = '';
let reader = '';
beforeAll(async () => {
  home = await openTestHouse();
  server = await startServer(home.house, { port: 0 });
  const { database, ids, clock } = home.house;
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, ORGANISATION);
    const file = { path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: pay\n' };
    await storeFilesOf(tx, { ids, now: clock.now() }, 'acme/pay', [file]);
    token = (await addToken(tx, ids, { name: 'all', scopes: ['admin'], expiresAt: null }, 'test')).token;
    reader = (await addToken(tx, ids, { name: 'reads', scopes: ['read'], expiresAt: null }, 'test')).token;
  });
});
afterAll(async () => {
  await server.close();
  await home.close();
});

async function ask<Body>(method: string, path: string, body?: object, as = token) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}
const waiting = async (query = '') => (await ask<WaitingPage>('GET', `/waiting?limit=50${query}`)).body;
const tickets = async () => (await ask<TicketPage>('GET', '/tickets?limit=200&state=all')).body.items;
const slow = (name: string) => ({
  name,
  ghsa: 'GHSA-2222-3333-4444',
  range: '>=0',
  severity: 'low' as const,
});
const deps = () => ({ db: home.house.work.db, ids: home.house.ids, clock: home.clock });

describe('what waits for its wave', () => {
  it('says why, which place it has and when it is expected, and keeps its date', async () => {
    await policyWith(home, 'pacing: { newTicketsPerTeamPerWeek: 2 }');
    const results = [1, 2, 3, 4, 5].map((n) => ({
      path: `p${n}/a.ts`,
      text: `q(${n})`,
      level: 'warning' as const,
    }));
    await home.send(sarif(results), { repository: 'acme/pay' });
    const { items, total } = await waiting('&team=pay&kind=paced');
    expect(total).toBe(3);
    expect(items[0]).toMatchObject({
      team: { key: 'pay', name: 'Payments' },
      priority: 'P3',
      dueAt: expect.any(String),
      because: expect.stringContaining('2 new tickets a week'),
      until: '1st of 3 waiting for Payments; 2 new tickets a week; expected in the week of 9 March',
    });
    expect(items[2]!.until).toContain('3rd of 3 waiting for Payments');
    expect(items[2]!.until).toContain('week of 16 March');
  });

  it('is listed in pages that miss nothing', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page: WaitingPage = (
        await ask<WaitingPage>('GET', `/waiting?limit=1${cursor && `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? '';
    } while (cursor);
    expect(new Set(seen).size).toBe((await waiting()).total);
    expect(await ask('GET', '/waiting?cursor=x')).toMatchObject({ status: 400 });
  });
});

describe('a hold', () => {
  it('is visible with its reason and the day somebody looks again, and has no ticket', async () => {
    await policyWith(home, 'pacing: { newTicketsPerTeamPerWeek: null }');
    await home.send(npmAudit([slow('acme-slow'), slow('acme-slower'), slow('acme-slowest')]), {
      repository: 'acme/pay',
    });
    await lookAgain(deps());
    const { items } = await waiting('&kind=held');
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({
      kind: 'held',
      because: 'held until fix available: there is nothing to install yet',
      until: expect.stringMatching(/^until fix available; looked at again on 2026-/),
      lookAgain: false,
      reviews: 0,
      maxReviews: 4,
    });
    expect((await tickets()).some(({ title }) => title.includes('acme-slow'))).toBe(false);
  });

  it('that is due is listed to be looked at; it goes on with a new day, told in its history', async () => {
    home.clock.advance(31 * DAY);
    await lookAgain(deps());
    const due = await waiting('&lookAgain=true');
    expect(due.total).toBe(3);
    const { id, title } = due.items.find((one) => one.title.includes('acme-slowest'))!;
    const looked = await ask<{ reviewAt: string }>('POST', `/waiting/${id}/looks`, {
      word: 'goes-on',
      days: 60,
      note: 'their release is in May',
    });
    expect(looked.status).toBe(200);
    expect(Date.parse(looked.body.reviewAt)).toBe(home.clock.now().getTime() + 60 * DAY);
    expect((await waiting('&lookAgain=true')).items.map((one) => one.title)).not.toContain(title);
    const [told] = await home.rows(`select note, actor from finding_event where kind = 'looked-again'`);
    expect(told).toMatchObject({
      note: expect.stringMatching(/^held on until .*: their release is in May \(look 1 of at most 4\)$/),
    });
  });

  it('goes to its owner when somebody says so, with the reason on the ticket, once', async () => {
    const { id } = (await waiting('&lookAgain=true')).items.find(
      (one) => one.title.endsWith('acme-slow in acme/pay') || / acme-slow\b(?!e)/.test(one.title),
    )!;
    const body = { word: 'ticket', note: 'we replace it' };
    expect(await ask('POST', `/waiting/${id}/looks`, body)).toMatchObject({
      status: 200,
      body: { word: 'ticket' },
    });
    const made = (await tickets()).filter(({ title }) => /acme-slow\b(?!e)/.test(title));
    expect(made).toHaveLength(1);
    const { comments } = (await ask<Ticket>('GET', `/tickets/${made[0]!.id}`)).body;
    expect(comments.at(-1)!.text).toBe('This was held: no ticket was made of it. Now: we replace it.');
    expect(await ask<Problem>('POST', `/waiting/${id}/looks`, body)).toMatchObject({
      status: 404,
      body: { code: 'LK-NOT-FOUND' },
    });
  });

  it('is nobody’s to end who may only read', async () => {
    const { id } = (await waiting('&kind=held')).items[0]!;
    const body = { word: 'ticket' };
    expect((await ask('POST', `/waiting/${id}/looks`, body, reader)).status).toBe(403);
    expect((await ask('POST', '/waiting/fix_1/looks', body)).status).toBe(404);
    expect((await ask('POST', `/waiting/${id}/looks`, { word: 'never' })).status).toBe(400);
  });

  it('that nobody looks at goes on by itself, and to its owner after as many looks as the policy allows', async () => {
    const place = async () =>
      (await waiting('&kind=held')).items.find(({ title }) => title.includes('acme-slower'));
    const looks: number[] = [];
    for (let month = 0; month < 12 && (await place()); month++) {
      home.clock.advance(38 * DAY);
      await lookAgain(deps());
      const held = await place();
      if (held) looks.push(held.reviews);
    }
    expect(looks).toEqual([1, 2, 3, 4]);
    const made = (await tickets()).filter(({ title }) => title.includes('acme-slower'));
    expect(made).toHaveLength(1);
    const { comments } = (await ask<Ticket>('GET', `/tickets/${made[0]!.id}`)).body;
    expect(comments.at(-1)!.text).toContain('looked at 4 times and what it waits for has not come');
  });

  it('ends when a fix appears: the next decision makes its ticket', async () => {
    const later = { ...slow('acme-later'), ghsa: 'GHSA-3333-4444-5555' };
    await home.send(npmAudit([slow('acme-slowest'), later]), { repository: 'acme/pay' });
    expect((await waiting('&kind=held')).items.some(({ title }) => title.includes('acme-later'))).toBe(true);
    await home.send(npmAudit([slow('acme-slowest'), { ...later, range: '<2.0.0' }]), {
      repository: 'acme/pay',
    });
    expect((await waiting('&kind=held')).items.some(({ title }) => title.includes('acme-later'))).toBe(false);
    expect((await tickets()).some(({ title }) => title.includes('acme-later'))).toBe(true);
  });
});

describe('a queue that policy names', () => {
  it('gets its ticket under the team of security that works on it, which the ticket says', async () => {
    await policyWith(
      home,
      `routes:\n  - { when: 'finding.rule == "to-cloud"', to: { queue: CLD-SECRETS }, because: cloud keys are rotated centrally }`,
    );
    await home.send(sarif([{ rule: 'to-cloud', path: 'k/a.ts', text: 'key' }], 'Routed'), {
      repository: 'acme/pay',
    });
    const made = (await tickets()).find(({ queue }) => queue === 'CLD-SECRETS')!;
    expect(made.team).toEqual({ key: 'cloud', name: 'Cloud security' });
    const { ownership, decision } = (await ask<Ticket>('GET', `/tickets/${made.id}`)).body;
    expect(ownership.because.at(-1)).toBe(
      'policy sends it to the queue CLD-SECRETS, which Cloud security works on',
    );
    expect(decision.because).toContain('goes to the queue CLD-SECRETS: cloud keys are rotated centrally');
  });
});
