import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAcmeHouse } from '../../../test/harness/acme-house.ts';
import { sarif, trivy } from '../../../test/harness/reports.ts';
import { type RunningServer, startServer } from '../../app/server.ts';
import type { Problem } from '../../contract/shapes.ts';
import type { Ticket, TicketPage, TicketRow } from '../../contract/tickets.ts';
import { addToken } from '../access/public.ts';

let home: Awaited<ReturnType<typeof openAcmeHouse>>;
let server: RunningServer;
let token: string;
beforeAll(async () => {
  home = await openAcmeHouse();
  server = await startServer(home.house, { port: 0 });
  const wanted = { name: 'test', scopes: ['admin' as const, 'read' as const], expiresAt: null };
  const { database, ids } = home.house;
  token = (await database.db.transaction().execute((tx) => addToken(tx, ids, wanted, 'test'))).token;
});
afterAll(async () => {
  await server.close();
  await home.close();
});

async function ask<Body>(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}
const ticket = async (idOrKey: string) => (await ask<Ticket>('GET', `/tickets/${idOrKey}`)).body;
const list = async (query = '') => (await ask<TicketPage>('GET', `/tickets?limit=200${query}`)).body.items;
const change = (idOrKey: string, body: object) => ask<Ticket & Problem>('PATCH', `/tickets/${idOrKey}`, body);
const upgrade = async () => (await list('&team=basket')).find(({ title }) => title.startsWith('Upgrade'))!;

describe('a ticket', () => {
  it('says why it is yours, why now, what if not, how to fix it, what that may break, and what it is about', async () => {
    const { body, fix, findingList, ...rest } = await ticket((await upgrade()).id);
    expect(rest).toMatchObject({
      title: 'Upgrade acme-router to 2.0.1 in acme/basket: 2 findings',
      team: { key: 'basket' },
      queue: 'BSK',
      unowned: false,
      findings: 2,
    });
    expect(fix).toMatchObject({ kind: 'upgrade', component: 'pkg:npm/acme-router', toVersion: '2.0.1' });
    expect(findingList).toHaveLength(2);
    const sections = [...body.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(sections).toEqual([
      'Why this is yours',
      'Why now',
      'If it is not fixed',
      'How to fix it',
      'What the fix may break',
      'Findings (2)',
      'Not right?',
    ]);
    for (const reason of [...rest.ownership.because, ...rest.decision.because])
      expect(body).toContain(`- ${reason}`);
    expect(body).toContain(`due on ${rest.dueAt!.slice(0, 10)}`);
    expect(body).toContain('Upgrade `acme-router` to `2.0.1`');
    expect(body).toContain('A jump from 1.3.0 to 2.0.1 changes the major version');
    expect(body).toContain('| P2 | acme-router: weakness | package-lock.json |');
  });

  it('is found by the number that people quote, and by no other', async () => {
    const { id, key } = await upgrade();
    expect(key).toMatch(/^BSK-\d+$/);
    expect((await ticket(key)).id).toBe(id);
    for (const nobody of ['BSK-9999', 'BSK-', 'NO-1', 'BSK-99999999999', 'tkt_1', '-1'])
      expect(await ask('GET', `/tickets/${nobody}`)).toMatchObject({
        status: 404,
        body: { code: 'LK-NOT-FOUND' },
      });
  });

  it('has the next number of its queue, without gaps or doubles', async () => {
    const numbers = Map.groupBy(await list('&state=all'), ({ queue }: TicketRow) => queue);
    for (const tickets of numbers.values()) {
      const taken = tickets.map(({ key }) => Number(key.split('-').at(-1))).sort((a, b) => a - b);
      expect(taken).toEqual(taken.map((_, index) => index + 1));
    }
  });

  it('of a finding that waits for its fix is not made: nobody gets what they cannot act on', async () => {
    expect((await list('&team=search')).some(({ title }) => title.includes('acme-slow'))).toBe(false);
  });

  it('keeps the text of a report inside of its table', async () => {
    const evil = { rule: 'evil', path: 'a|b\n## c.ts', message: 'x' };
    await home.send(sarif([evil], 'Evil'), { repository: 'acme/evil' });
    const [made] = (await list()).filter(({ target }) => target.key === 'acme/evil');
    const { body } = await ticket(made!.id);
    expect(body.match(/^## /gm)).toHaveLength(7);
    expect(body).not.toMatch(/[^\\]\|b/);
  });
});

describe('what a person sets', () => {
  it('stays when scans change the ticket', async () => {
    const { id } = await upgrade();
    const assignee = 'kim@example.com';
    expect((await change(id, { state: 'in-progress', assignee })).body).toMatchObject({
      state: 'in-progress',
      assignee,
    });
    const weakness = { cve: 'CVE-2024-1111', name: 'acme-router', version: '1.3.0', fixed: ['1.4.9'] };
    await home.send(trivy([weakness]), home.basket);
    expect(await ticket(id)).toMatchObject({
      title: 'Upgrade acme-router to 1.4.9 in acme/basket',
      findings: 1,
      state: 'in-progress',
      assignee,
    });
    await home.send(trivy([]), home.basket);
    expect(await ticket(id)).toMatchObject({ state: 'closed', assignee });
    expect(await change(id, { state: 'open' })).toMatchObject({ status: 409, body: { code: 'LK-CONFLICT' } });
    await home.send(trivy([weakness]), home.basket);
    expect(await ticket(id)).toMatchObject({ state: 'open', closedAt: null, assignee });
    expect((await change(id, { assignee: null })).body.assignee).toBeNull();
  });

  it('is on the record', async () => {
    const rows = await home.rows(`select count(*)::int as n from audit_entry where action = 'ticket.change'`);
    expect(rows).not.toEqual([{ n: 0 }]);
  });

  it('is refused when it is no state that a person can give', async () => {
    const { id } = await upgrade();
    for (const body of [{ state: 'closed' }, { state: 'done' }])
      expect(await change(id, body)).toMatchObject({ status: 400, body: { code: 'LK-VALIDATION' } });
  });

  it('as a comment is told in their name, oldest first', async () => {
    const { id } = await upgrade();
    await ask('POST', `/tickets/${id}/comments`, { text: 'First' });
    const answer = await ask<Ticket>('POST', `/tickets/${id}/comments`, { text: 'Second' });
    expect(answer.status).toBe(201);
    expect(answer.body.comments.slice(-2).map(({ text }) => text)).toEqual(['First', 'Second']);
  });
});
