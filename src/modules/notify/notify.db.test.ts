import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakeSlack } from '../../../test/fakes/fake-slack.ts';
import { faults } from '../../../test/fakes/faults.ts';
import type { MailPeer } from '../../../test/fakes/mail-peer.ts';
import { DAY, openTestHouse, type TestHouse, until } from '../../../test/harness/house.ts';
import {
  PAYMENTS_CHANNEL as CHANNEL,
  connectMessages,
  slackPresses,
} from '../../../test/harness/messages.ts';
import { notifyDepsOf } from '../../app/notices.ts';
import type { Said } from '../tickets/public.ts';
import { tellDigests } from './digests.ts';
import { hearEscalation, hearTickets } from './hear.ts';
import { messageHandler } from './perform.ts';
import { messageActs } from './planned-message.ts';
import { personAudience, STANDARD, teamAudience } from './preference.ts';
import { followSaid } from './said.ts';
import { putPreference } from './store.ts';

let home: TestHouse;
let connected: Awaited<ReturnType<typeof connectMessages>>;
let slack: FakeSlack;
let mail: MailPeer;
const TEAM = '00000000-0000-7000-8000-0000000000a1';
const AT = '2026-03-02T09:00:00.000Z';

const ticketId = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

beforeAll(async () => {
  home = await openTestHouse({ workers: true, allowPrivate: true });
  connected = await connectMessages(home);
  ({ slack, mail } = connected);
  slack.person({ id: 'U0SAM', name: 'sam', email: 'sam@acme.example' });
  const { db } = home.house.database;
  await sql`insert into team (id, key, name, queue, channel, champion) values
    (${TEAM}, 'payments', 'Payments', 'PAY', '#payments', 'sam@acme.example')`.execute(db);
  await sql`insert into person (id, email, name, roles) values
    (${ticketId(999)}, 'sam@acme.example', 'Sam Lee', '{developer,champion}')`.execute(db);
  await sql`insert into target (id, kind, key) values (${ticketId(998)}, 'repository', 'acme/pay')`.execute(
    db,
  );
}, 60_000);
afterAll(async () => {
  await home.close();
  await connected.close();
});
beforeEach(async () => {
  const { db } = home.house.database;
  for (const table of [
    'notice',
    'notify_preference',
    'notify_round',
    'notify_message',
    'outbox',
    'outbox_lane',
    'ticket',
    'fix',
  ])
    await sql`delete from ${sql.table(table)}`.execute(db);
});

const deps = () => notifyDepsOf(home.house);

async function tickets(
  count: number,
  more: { dueAt?: string | null; priority?: number } = {},
): Promise<string[]> {
  const { db } = home.house.database;
  const ids = Array.from({ length: count }, (_, i) => ticketId(i + 1));
  await sql`insert into fix (id, kind, target_id, owner_team_id, unowned, title, state, route, open_findings, priority, opened_at)
    select id, 'upgrade', ${ticketId(998)}, ${TEAM}, false, 'Upgrade lodash', 'open', 'owner', 1, ${more.priority ?? 2}, ${AT}
    from unnest(${ids}::uuid[]) id`.execute(db);
  await sql`insert into ticket (id, fix_id, team_id, queue, number, title, priority, due_at, findings, opened_at)
    select id, id, ${TEAM}, 'PAY', n, 'Upgrade lodash', ${more.priority ?? 2}, ${more.dueAt ?? null}, 1, ${AT}
    from unnest(${ids}::uuid[]) with ordinality as t(id, n)`.execute(db);
  return ids;
}
const opened = (ids: string[]) => ({
  at: AT,
  changes: ids.map((id) => ({ ticketId: id, what: 'opened' as const })),
});
const sent = () => slack.messages(CHANNEL).length;
const acts = async () => Number((await home.rows<{ n: string }>('select count(*) as n from outbox'))[0]!.n);
describe('what happens to tickets', () => {
  it('is kept for their team once, however often it is heard, also at the same time', async () => {
    const ids = await tickets(3);
    await Promise.all([hearTickets(deps(), opened(ids)), hearTickets(deps(), opened(ids))]);
    await hearTickets(deps(), opened(ids));
    expect(await home.rows('select audience, kind, loud, told_at from notice')).toEqual(
      ids.map(() => ({ audience: teamAudience(TEAM), kind: 'opened', loud: 'weekly', told_at: null })),
    );
    expect(await acts()).toBe(0);
  });

  it('is told in one weekly digest, in the channel, exactly once by two jobs at once', async () => {
    await hearTickets(deps(), opened(await tickets(30, { dueAt: '2026-03-04T12:00:00Z' })));
    const before = sent();
    const [one, two] = await Promise.all([tellDigests(deps()), tellDigests(deps())]);
    expect(one + two).toBe(1);
    expect(await tellDigests(deps())).toBe(0);
    await until(() => sent() > before);
    await sleep(100);
    expect(sent()).toBe(before + 1);
    const last = slack.messages(CHANNEL).at(-1)!;
    expect(last.text).toBe('Payments: 30 due within a week and 30 new');
    expect(JSON.stringify(last.blocks)).toContain('more: <');
    expect(slack.objections).toEqual([]);
  });

  it('is found again, and not sent a second time, when an answer of Slack got lost', async () => {
    await hearTickets(deps(), opened(await tickets(1)));
    const before = sent();
    slack.trouble(faults({ seed: 1, rates: { cutAfter: 1 } }));
    await tellDigests(deps());
    await until(() => sent() > before);
    slack.trouble(null);
    await until(
      async () => (await home.rows("select from outbox where state = 'done'")).length === 1,
      20_000,
    );
    expect(sent()).toBe(before + 1);
  }, 30_000);

  it('goes nowhere, and is not kept, where nothing is connected', async () => {
    await sql`update connection set enabled = false`.execute(home.house.database.db);
    await hearTickets(deps(), opened(await tickets(1)));
    expect(await home.rows('select from notice')).toEqual([]);
    expect(await tellDigests(deps())).toBe(0);
    await sql`update connection set enabled = true`.execute(home.house.database.db);
  });
});

describe('a date that comes near', () => {
  const escalated = (id: string) => ({
    fixId: id,
    ticketId: id,
    ticketKey: 'PAY-1',
    teamId: TEAM,
    rule: 'half',
    dueAt: AT,
    told: [{ role: 'champion' as const, email: 'sam@acme.example', name: 'Sam Lee' }],
    note: 'due in 2 days',
  });

  it('is told to whom the policy names, by mail, in the next daily digest, though they left all else', async () => {
    const { db } = home.house.database;
    const sam = personAudience('sam@acme.example');
    await db.transaction().execute((tx) => putPreference(tx, sam, { ...STANDARD, left: true }, new Date(AT)));
    const [id] = await tickets(1);
    await hearEscalation(deps(), escalated(id!));
    const before = mail.mails.length;
    await tellDigests(deps());
    await until(() => mail.mails.length > before);
    const { to, text } = mail.mails.at(-1)!;
    expect(to).toEqual(['sam@acme.example']);
    expect(text).toContain('Sam Lee: 1 reminder');
    expect(text).toMatch(/^List-Unsubscribe-Post: /m);
  });
});

describe('five hundred teams', () => {
  it('are told in one go, in a few statements, each once', async () => {
    const { db } = home.house.database;
    await sql`insert into team (id, key, name, queue, mail)
      select gen_random_uuid(), 'many-' || n, 'Many ' || n, 'MANY' || n, 'many-' || n || '@acme.example' from generate_series(1, 500) n`.execute(
      db,
    );
    await sql`insert into notice (id, audience, kind, once, name, title, path, loud, at)
      select gen_random_uuid(), 'team:' || id, 'ask-made', 'x', 'SEC-1', 'A question', '/asks/SEC-1', 'daily', ${AT} from team where key like 'many-%'`.execute(
      db,
    );
    await home.rest();
    const start = performance.now();
    expect(await tellDigests(deps())).toBe(500);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(await tellDigests(deps())).toBe(0);
    home.clock.advance(DAY);
    expect(await tellDigests(deps())).toBe(0);
    await sql`delete from team where key like 'many-%'`.execute(db);
  }, 30_000);
});

describe('a button under a message', () => {
  it('is answered at once, and what comes of it is told to whoever pressed it', async () => {
    const hooks = await slackPresses(home);
    const press = { user: 'U0SAM', channel: CHANNEL, message: '1.2', action: 'mine', value: 'tkt_1' };
    const answer = await hooks.press(press);
    await hooks.close();
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    const heard = await home.rows<{ n: string }>(
      "select count(*) as n from graphile_worker.jobs where task_identifier = 'event:host.changed:notify'",
    );
    expect(Number(heard[0]!.n)).toBe(1);
  });

  it('stands under the message with the name of whoever pressed it, once', async () => {
    const { db } = home.house.database;
    const connectionId = connected.slackId;
    const buttons = [{ action: 'mine', label: 'Mine', value: 'tkt_1', url: 'https://lk.example' }];
    const text = { title: 'New: PAY-1', body: 'PAY-1', buttons };
    const way = { lane: connectionId, to: CHANNEL, kind: 'chat' as const, otherwise: null };
    const [act] = messageActs(text, [way], { key: 'k', leaves: null, dueAt: null });
    const context = {
      id: 'a',
      lane: connectionId,
      idempotencyKey: 'k',
      maybeDone: false,
      log: home.house.log,
    };
    await messageHandler(deps())(act!.payload, context as never);
    const { ts } = slack.messages(CHANNEL).at(-1)!;
    const event = {
      type: 'button' as const,
      action: 'mine',
      value: 'tkt_1',
      person: { id: 'U0SAM', name: 'sam', email: null },
      channel: CHANNEL,
      message: ts,
    };
    const heard: Said[] = [];
    const run = async (said: Said) => {
      heard.push(said);
      return 'PAY-1 is *yours* now.';
    };
    await followSaid({ ...deps(), run }, { connectionId, event, delivery: 'd1' });
    await followSaid({ ...deps(), run }, { connectionId, event, delivery: 'd1' });
    expect(heard[0]).toMatchObject({
      what: { action: 'mine', value: 'tkt_1' },
      person: { id: 'U0SAM', email: 'sam@acme.example' },
      channel: 'chat',
    });
    const planned = await home.rows<{ payload: Record<string, unknown> }>(
      "select payload from outbox where topic = 'message'",
    );
    expect(planned).toHaveLength(1);
    await messageHandler(deps())(planned[0]!.payload, context as never);
    const after = slack.messages(CHANNEL).at(-1)!;
    expect(after.ts).toBe(ts);
    expect(JSON.stringify(after.blocks)).toMatch(/sam.*PAY-1 is .*yours.* now/);
    await sql`delete from outbox`.execute(db);
  });
});
