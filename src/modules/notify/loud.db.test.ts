import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exceptionsHouse } from '../../../test/harness/exceptions.ts';
import { DAY, until } from '../../../test/harness/house.ts';
import { PAYMENTS_CHANNEL as CHANNEL, connectMessages } from '../../../test/harness/messages.ts';
import { policyWith } from '../../../test/harness/policy.ts';
import { gitleaks, sarif } from '../../../test/harness/reports.ts';
import { testServer } from '../../../test/harness/server.ts';
import { notifyDepsOf } from '../../app/notices.ts';
import { ticketRoutes } from '../tickets/public.ts';
import { tellDigests } from './digests.ts';
import { personAudience, STANDARD, teamAudience } from './preference.ts';
import { putPreference } from './store.ts';

let home: Awaited<ReturnType<typeof exceptionsHouse>>;
let connected: Awaited<ReturnType<typeof connectMessages>>;
let team: string;

/** Secrets are P0, and everything is told at once. */
const LOUD = `
priority:
  - { id: now, when: 'finding.kind == "secret"', then: P0, because: a test }
  - { id: rest, when: 'true', then: P2, because: a test }
notify: [{ id: loud, when: 'true', how: at once }]
`;

beforeAll(async () => {
  home = await exceptionsHouse({ workers: true, allowPrivate: true });
  // What waits for the end of quiet hours waits by the real clock.
  home.clock.advance(Date.now() - home.clock.now().getTime());
  connected = await connectMessages(home);
  connected.slack.person({ id: 'U0DEV', name: 'dev', email: 'dev@acme.example' });
  await policyWith(home, LOUD);
  await home.pool.query(`update team set channel = '#payments' where key = 'payments'`);
  team = (await home.rows<{ id: string }>(`select id from team where key = 'payments'`))[0]!.id;
}, 60_000);
afterAll(async () => {
  await home?.close();
  await connected?.close();
});
afterEach(() => home.pool.query('delete from notify_preference'));

let count = 0;
const code = () => {
  const name = `rule-${++count}`;
  return home.upload(sarif([{ rule: name, path: `src/${name}.ts`, text: name }], 'AcmeLint', name), {
    category: name,
  });
};
const secret = () => home.upload(gitleaks([{ secret: `acme_${String(++count).padStart(18, '0')}` }]));
const texts = () => connected.slack.messages(CHANNEL).map(({ text }) => text);
const clockIn = (hours: number) =>
  new Date(home.clock.now().getTime() + hours * 3_600_000).toISOString().slice(11, 16);
const prefer = (audience: ReturnType<typeof teamAudience>, more: Partial<typeof STANDARD>) =>
  home.house.database.db
    .transaction()
    .execute((tx) => putPreference(tx, audience, { ...STANDARD, ...more }, home.clock.now()));

describe('what the policy calls `at once`', () => {
  it('stands in the channel of the team when the ticket is made, with buttons, once', async () => {
    await secret();
    await home.settle();
    const [message] = connected.slack.messages(CHANNEL);
    expect(texts()).toEqual([expect.stringMatching(/^New: PAY-\d+ /)]);
    expect(message!.blocks.at(-1)!.elements!.map(({ action_id }) => action_id.split(':')[1])).toEqual([
      'mine',
      'not-useful',
      'need-help',
      'accept-risk',
    ]);
    expect(await home.rows(`select loud, told_at is not null as told from notice`)).toEqual([
      { loud: 'at once', told: true },
    ]);
    expect(await tellDigests(notifyDepsOf(home.house))).toBe(0);
    expect(connected.slack.objections).toEqual([]);
  });

  it('waits for the end of quiet hours, but for what is P0', async () => {
    await prefer(teamAudience(team), { quiet: { from: clockIn(-2), to: clockIn(6), weekends: false } });
    const before = texts().length;
    await code();
    const held = () =>
      home.rows<{ due: Date }>(
        `select due_at as due from outbox where topic = 'message' and state = 'pending'`,
      );
    await until(async () => (await held()).length === 1);
    const [{ due } = { due: new Date(0) }] = await held();
    expect(due.toISOString().slice(11, 16)).toBe(clockIn(6));
    await secret();
    await until(() => texts().length > before);
    expect(texts()).toHaveLength(before + 1);
    await until(async () => (await held()).length === 1);
    expect(texts()).toHaveLength(before + 1);
    // The hours are over.
    await home.pool.query(`update outbox set due_at = now() where state = 'pending'`);
    await home.pool.query(`update graphile_worker._private_jobs set run_at = now()`);
    await until(() => texts().length === before + 2);
    await until(async () => (await held()).length === 0);
  });
});

describe('a ticket that is given to somebody', () => {
  let server: Awaited<ReturnType<typeof testServer>>;
  let headers: Record<string, string>;
  let ticket: { id: string; key: string };
  beforeAll(async () => {
    const { database, ids, events, connections } = home.house;
    server = await testServer(database, home.clock);
    const { publishAll } = events;
    const { loadConnector } = connections;
    const { db } = database;
    await server.app.register(ticketRoutes({ db, ids, clock: home.clock, publishAll, loadConnector }));
    headers = await server.cookieOf('max@acme.example', ['developer']);
    await code();
    await home.settle();
    ticket = (
      await home.rows<typeof ticket>(
        `select id, queue || '-' || number as key from ticket where priority = 2 and state = 'open' limit 1`,
      )
    )[0]!;
  });
  afterAll(() => server.app.close());

  const give = async (assignee: string | null) => {
    const url = `/api/v1/tickets/${ticket.key}`;
    const answer = await server.app.inject({ method: 'PATCH', url, headers, payload: { assignee } });
    expect(answer.statusCode).toBe(200);
  };
  const told = () =>
    home.rows<{ audience: string; role: string }>(
      `select audience, role from notice where kind = 'assigned' order by at, id`,
    );

  it('is told to them, by name or by address, each time once', async () => {
    await give('Dev');
    await until(() => connected.mail.mails.length === 1);
    await give('Dev');
    await home.settle();
    expect(await told()).toEqual([{ audience: 'person:dev@acme.example', role: 'owner' }]);
    const [mail] = connected.mail.mails;
    expect(mail!.to).toEqual(['dev@acme.example']);
    expect(mail!.text).toContain(`Subject: Given to you: ${ticket.key}`);
    home.clock.advance(1000);
    await give('cho@acme.example');
    await until(() => connected.mail.mails.length === 2);
    expect(connected.mail.mails[1]!.to).toEqual(['cho@acme.example']);
  });

  it('is told to nobody who took it themselves, nor to a name that nobody or several have', async () => {
    const before = await told();
    await home.pool.query(`insert into person (id, email, name, roles) values
      (gen_random_uuid(), 'kim1@acme.example', 'Kim', '{developer}'), (gen_random_uuid(), 'kim2@acme.example', 'Kim', '{developer}')`);
    for (const name of ['Max', null, 'max@acme.example', 'Kim', 'somebody else', null]) await give(name);
    await home.settle();
    expect(await told()).toEqual(before);
  });

  it('goes to the chat of a person who wants that, and by mail where nobody has their address there', async () => {
    await prefer(personAudience('dev@acme.example'), { way: 'chat' });
    await prefer(personAudience('cho@acme.example'), { way: 'chat' });
    const mails = connected.mail.mails.length;
    home.clock.advance(1000);
    await give('Dev');
    await until(() => connected.slack.messages('U0DEV').length === 1);
    home.clock.advance(1000);
    await give('Cho');
    await until(() => connected.mail.mails.length === mails + 1);
    expect(connected.mail.mails.at(-1)!.to).toEqual(['cho@acme.example']);
  });

  it('is held by their quiet hours', async () => {
    const quiet = { from: clockIn(-2), to: clockIn(6), weekends: false };
    await prefer(personAudience('dev@acme.example'), { quiet });
    home.clock.advance(1000);
    await give('Dev');
    const held = () =>
      home.rows(
        `select to_char(due_at at time zone 'UTC', 'HH24:MI') as at from outbox
         where state = 'pending' and payload->>'to' = 'dev@acme.example'`,
      );
    await until(async () => (await held()).length === 1);
    expect(await held()).toEqual([{ at: quiet.to }]);
  });
});

describe('changes that wait for the approval of security', () => {
  it('are in its digest, once, and not when they were answered meanwhile', async () => {
    const [row] = await home.rows<{ id: string }>(
      `insert into team (id, key, name, kind, queue, mail)
       values (gen_random_uuid(), 'product-security', 'Product security', 'security', 'SEC', 'sec@acme.example') returning id`,
    );
    const ask = (field: string) =>
      home.pool.query(
        `insert into descriptor_approval (id, repository_id, file, field, asked_at, lapses_at)
         select gen_random_uuid(), id, 'about.yaml', $1, now(), '2027-03-01' from repository where key = 'acme/shop'`,
        [field],
      );
    await home.rest();
    await prefer(teamAudience(row!.id), { hour: 0 });
    const digest = async () => {
      home.clock.advance(DAY);
      await tellDigests(notifyDepsOf(home.house));
      const planned = await home.rows<{ title: string; body: string }>(
        `select payload->>'title' as title, payload->>'body' as body from outbox
         where idempotency_key like $1 order by id`,
        [`digest:team:${row!.id}:%`],
      );
      return planned.map(({ title, body }) => `${title}\n${body}`.replaceAll('\\', ''));
    };
    await ask('tier');
    const [first, ...others] = await digest();
    expect(first).toContain('Product security: 1 change to approve');
    expect(first).toMatch(/\[acme\/shop\]\(<.*\/ownership>\) tier in about\.yaml – .*by 2027-03-01/);
    expect(others).toEqual([]);
    expect(await digest()).toHaveLength(1);
    await ask('data');
    await home.pool.query(`update descriptor_approval set state = 'approved' where field = 'data'`);
    expect(await digest()).toHaveLength(1);
  });
});
