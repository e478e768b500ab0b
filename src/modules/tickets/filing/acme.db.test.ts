import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryTracker } from '../../../../test/fakes/memory-tracker.ts';
import { openAcmeHouse } from '../../../../test/harness/acme-house.ts';
import { gitleaks, npmAudit, sarif, trivy } from '../../../../test/harness/reports.ts';
import { ticketDepsOf } from '../../../app/ticket-deps.ts';
import { putConnection } from '../../connections/public.ts';
import { adoptTickets } from './adopt.ts';

const tracker = memoryTracker();
let home: Awaited<ReturnType<typeof openAcmeHouse>>;
beforeAll(async () => {
  home = await openAcmeHouse({ connectors: [tracker.connector] });
  const queues = await home.rows<{ queue: string }>('select distinct queue from ticket');
  const places = Object.fromEntries(queues.map(({ queue }) => [queue, `${queue}-THERE`]));
  const body = { system: 'memory', settings: { places }, secrets: {}, enabled: true };
  await putConnection(home.house.connections, 'tracker', body, 'test');
  await home.settle();
});
afterAll(() => home.close());

const open = () =>
  home.rows<{ id: string; remote: string; due: string | null }>(
    `select k.id, f.remote_id as remote, to_char(k.due_at at time zone 'UTC', 'YYYY-MM-DD') as due
     from ticket k left join filing f on f.ticket_id = k.id where k.state <> 'closed' order by k.id`,
  );

describe('the example company', () => {
  it('has each open ticket in its tracker, in the right place, with its date and a text', async () => {
    const tickets = await open();
    expect(tickets.length).toBeGreaterThan(10);
    expect(tracker.tickets.size).toBe(tickets.length);
    const queues = await home.rows<{ remote: string; queue: string; title: string }>(
      'select f.remote_id as remote, k.queue, k.title from ticket k join filing f on f.ticket_id = k.id',
    );
    for (const { remote, queue, title } of queues)
      expect(tracker.tickets.get(remote)).toMatchObject({
        place: `${queue}-THERE`,
        title,
        body: expect.stringContaining('## Why this is yours'),
      });
    for (const { remote, due } of tickets)
      expect(tracker.tickets.get(remote)!.dueOn === null).toBe(due === null);
  });

  it('told everything again makes nothing new there: no ticket, no comment, no request', async () => {
    const before = structuredClone([...tracker.tickets.values()]);
    tracker.forget();
    const codes = (numbers: number[], more = {}) =>
      numbers.map((n) => ({
        rule: `rule-${n % 4}`,
        path: `src/part-${n % 3}/a.ts`,
        line: n,
        text: `query(value${n})`,
        ...more,
      }));
    const weakness = { cve: 'CVE-2024-1111', name: 'acme-router', version: '1.3.0', fixed: ['1.4.9'] };
    const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
    for (let round = 0; round < 2; round++) {
      await home.send(
        sarif([
          ...codes(range(0, 8)),
          ...codes([2], { rule: 'rule-9', suppressed: 'by design' }),
          ...codes(range(30, 34)),
        ]),
        home.basket,
      );
      await home.send(
        trivy([weakness, { ...weakness, cve: 'CVE-2024-2222', fixed: ['2.0.1'] }]),
        home.basket,
      );
      await home.send(
        sarif([...codes(range(0, 5), { level: 'warning' }), ...codes(range(5, 8), { level: 'note' })]),
        home.search,
      );
      await home.send(
        npmAudit([{ name: 'acme-slow', ghsa: 'GHSA-2222-3333-4444', range: '>=0', severity: 'low' }]),
        home.search,
      );
      await home.send(gitleaks([{ secret: 'acme_0123456789abcdefgh' }]), { repository: 'acme/orphan' });
      await adoptTickets(ticketDepsOf(home.house), null);
      await home.settle();
    }
    expect(tracker.requests).toEqual([]);
    expect([...tracker.tickets.values()]).toEqual(before);
  });
});
