import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cut, memoryTracker, OURS, refused } from '../../../../test/fakes/memory-tracker.ts';
import { DAY, openTestHouse, type TestHouse, until } from '../../../../test/harness/house.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import { ticketDepsOf } from '../../../app/ticket-deps.ts';
import { putConnection, removeConnection } from '../../connections/public.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { ownershipChanged } from '../../ownership/public.ts';
import { storeFilesOf } from '../../ownership/service.ts';
import { sayOnTickets } from '../say-on-tickets.ts';
import { adoptTickets } from './adopt.ts';
import { fileTickets } from './file-tickets.ts';

const ORGANISATION = `
businessUnits: [{ key: shop, name: Shop }]
teams:
  - { key: payments, unit: shop, queue: PAY }
  - { key: ledger, unit: shop, queue: LED }
  - { key: quiet, unit: shop, queue: QUI }
repositories: [{ key: acme/shop, unit: shop }, { key: acme/ledger, unit: shop }, { key: acme/quiet, unit: shop }]
`;
const PLACES = { PAY: 'P', LED: 'L' };

const tracker = memoryTracker();
let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse({ connectors: [tracker.connector] });
  const { database, ids } = home.house;
  await database.db.transaction().execute((tx) => importOrganisation(tx, ids, ORGANISATION));
  await owns('acme/shop', 'payments');
  await owns('acme/ledger', 'ledger');
  await owns('acme/quiet', 'quiet');
});
afterAll(() => home.close());
beforeEach(() => {
  tracker.before = () => {};
  tracker.after = () => {};
  tracker.forget();
});

async function owns(repository: string, team: string): Promise<void> {
  const { database, ids, clock, events } = home.house;
  const content = `apiVersion: lanekeeper.dev/v1\nowner: ${team}\n`;
  await database.db.transaction().execute(async (tx) => {
    await storeFilesOf(tx, { ids, now: clock.now() }, repository, [{ path: 'about.yaml', content }]);
    const { id } = await tx
      .selectFrom('repository')
      .select('id')
      .where('key', '=', repository)
      .executeTakeFirstOrThrow();
    await ownershipChanged(events.publish, tx, { repositoryId: id });
  });
  await home.settle();
}

async function connect(places: Record<string, string> = PLACES, enabled = true): Promise<void> {
  const body = { system: 'memory', settings: { places }, secrets: {}, enabled };
  await putConnection(home.house.connections, 'tracker', body, 'test');
  await home.settle();
}

const idOf = async (queue: string, key?: string) =>
  (
    await home.rows<{ id: string }>(
      "select id from ticket where queue = $1 and ($2::text is null or queue || '-' || number = $2) order by number desc limit 1",
      [queue, key ?? null],
    )
  )[0]!.id;

/** What changed in the newest ticket of a queue is told. */
async function tell(queue: string): Promise<void> {
  const id = await idOf(queue);
  await home.house.database.db.transaction().execute((tx) => fileTickets(tx, ticketDepsOf(home.house), [id]));
  await home.settle();
}

/** A person's comment on our page. */
async function say(queue: string, text: string, key?: string): Promise<void> {
  const comment = { id: home.house.ids.next(), ticket_id: await idOf(queue, key), at: home.clock.now() };
  await home.house.database.db
    .transaction()
    .execute((tx) => sayOnTickets(tx, ticketDepsOf(home.house), [{ ...comment, actor: 'Pia', text }]));
  await home.settle();
}

/** Reports of one tool over one repository; the same numbers are the same findings. */
const report = (repository: string, ...numbers: number[]) =>
  home.send(
    sarif(numbers.map((n) => ({ rule: `rule-${n}`, path: `f${n}.ts`, line: n + 1, text: `query(v${n})` }))),
    { repository },
  );

interface Row {
  key: string;
  state: string;
  filed: string;
  remoteId: string;
  remoteKey: string;
  problem: { code: string; says: string } | null;
  behind: boolean;
}
const ticketsOf = (queue: string) =>
  home.rows<Row>(
    `select k.queue || '-' || k.number as key, k.state, f.state as filed, f.remote_id as "remoteId", f.remote_key as "remoteKey",
       f.problem, f.told_rev < f.wanted_rev as behind
     from ticket k left join filing f on f.ticket_id = k.id where k.queue = $1 order by k.number`,
    [queue],
  );
const newest = async (queue: string) => (await ticketsOf(queue)).at(-1)!;
const remoteOf = async (queue: string) => tracker.tickets.get((await newest(queue)).remoteId)!;
const wordsOn = (remote: { comments: { author: { id: string }; text: string }[] }) =>
  remote.comments.filter(({ author }) => author.id === OURS.id).map(({ text }) => text);
const markers = () => [...tracker.tickets.values()].map(({ marker }) => marker);
const wholeTexts = () => structuredClone([...tracker.tickets.values()]);

describe('without a tracker', () => {
  it('tickets stay with us, and nothing is planned', async () => {
    await report('acme/shop', 1, 2);
    expect(await ticketsOf('PAY')).toMatchObject([{ filed: null }, { filed: null }]);
    expect(await home.rows('select id from filing')).toEqual([]);
    expect(await home.rows('select id from outbox')).toEqual([]);
  });
});

describe('connecting a tracker', () => {
  it('files what is open in the queues that it takes, each once, and nothing else', async () => {
    await report('acme/quiet', 1);
    await report('acme/shop', 2);
    await connect();
    expect(await ticketsOf('PAY')).toMatchObject([
      { state: 'closed', filed: null },
      { state: 'open', filed: 'filed', remoteKey: 'P-1', behind: false },
    ]);
    expect(await ticketsOf('QUI')).toMatchObject([{ filed: null }]);
    const [remote] = tracker.tickets.values();
    expect(remote).toMatchObject({ title: expect.stringContaining('rule-2'), state: 'open', place: 'P' });
    expect(remote!.dueOn).toMatch(/^2026-\d\d-\d\d$/);
    expect(remote!.body).toContain('/tickets/PAY-2');
    await adoptTickets(ticketDepsOf(home.house), null);
    await home.settle();
    expect(tracker.count('create')).toBe(1);
  });

  it('files new tickets by themselves, where their queue leads', async () => {
    await report('acme/ledger', 5, 6);
    expect((await ticketsOf('LED')).map(({ remoteKey }) => remoteKey).sort()).toEqual(['L-1', 'L-2']);
    expect(new Set(markers()).size).toBe(3);
  });
});

describe('what changes', () => {
  it('is told in place, and nothing is told when nothing does', async () => {
    await report('acme/shop', 3);
    const before = wholeTexts();
    tracker.forget();
    await report('acme/shop', 3);
    await report('acme/shop', 3);
    expect(tracker.requests).toEqual([]);
    await home.pool.query(`update ticket set due_at = due_at + interval '3 days', title = 'Do this instead'
      where queue = 'PAY' and state <> 'closed'`);
    await tell('PAY');
    const remote = await remoteOf('PAY');
    expect(remote.title).toBe('Do this instead');
    expect(remote.dueOn).not.toBe(before.find(({ id }) => id === remote.id)!.dueOn);
    expect(wordsOn(remote)).toEqual([]);
    expect(tracker.requests.map(({ what }) => what)).toEqual(['read', 'update']);
  });

  it('is not told over what a person changed there', async () => {
    const remote = await remoteOf('PAY');
    tracker.edit(remote.id, { title: 'Ours to name', priority: 'Lowest' });
    await home.pool.query(
      `update ticket set title = 'Yet another', priority = 0 where queue = 'PAY' and state <> 'closed'`,
    );
    await report('acme/shop', 3, 4);
    expect(await remoteOf('PAY')).toBeDefined();
    expect(tracker.tickets.get(remote.id)).toMatchObject({ title: 'Ours to name', priority: 'Lowest' });
  });

  it('is closed with a word when a scan verifies it, and opened with a word when it comes back', async () => {
    await report('acme/ledger', 5);
    const [, verified] = await ticketsOf('LED');
    const remote = tracker.tickets.get(verified!.remoteId)!;
    expect(remote.state).toBe('done');
    expect(wordsOn(remote)).toEqual([expect.stringContaining('Verified')]);
    await report('acme/ledger', 5, 6);
    expect(remote.state).toBe('open');
    expect(wordsOn(remote)).toEqual([
      expect.stringContaining('Verified'),
      expect.stringContaining('It is back'),
    ]);
    expect((await ticketsOf('LED')).map(({ remoteKey }) => remoteKey).sort()).toEqual(['L-1', 'L-2']);
  });
});

describe('answers that get lost', () => {
  const loseOnce = (what: string) => {
    let lost = false;
    tracker.after = (asked) => {
      if (asked !== what || lost) return;
      lost = true;
      throw cut();
    };
  };

  it('after a ticket was created: it is found, and no second one is made', async () => {
    loseOnce('create');
    await report('acme/ledger', 5, 6, 7);
    await home.settle(15_000);
    expect(await newest('LED')).toMatchObject({ remoteKey: 'L-3', behind: false });
    expect(tracker.count('create')).toBe(1);
    expect(tracker.count('find')).toBe(1);
    expect(new Set(markers()).size).toBe(tracker.tickets.size);
  });

  it('after a comment was made: it is found, and not said twice', async () => {
    loseOnce('comment');
    await report('acme/ledger', 5, 6);
    await home.settle(15_000);
    const remote = await remoteOf('LED');
    expect(remote.state).toBe('done');
    expect(wordsOn(remote)).toHaveLength(1);
    expect(tracker.count('comment')).toBe(1);
  });

  it('before anything was done: it is done then', async () => {
    let refuse = true;
    tracker.before = (what) => {
      if (what !== 'create' || !refuse) return;
      refuse = false;
      throw cut();
    };
    await report('acme/ledger', 5, 6, 8);
    await home.settle(15_000);
    expect(await newest('LED')).toMatchObject({ remoteKey: 'L-4', behind: false });
  });
});

describe('what the tracker does not take', () => {
  it('is parked with its reason, and filed when the connection is mended', async () => {
    tracker.before = (what, place) => {
      if (what === 'create' && place === 'L') throw refused('The project L is gone.');
    };
    await report('acme/ledger', 5, 6, 8, 9);
    expect(await newest('LED')).toMatchObject({
      filed: 'wanted',
      problem: { code: 'LK-REFUSED', says: 'The project L is gone.' },
    });
    expect(await home.rows("select last_error from outbox where state = 'parked'")).toEqual([
      { last_error: 'The project L is gone.' },
    ]);
    await connect({ ...PLACES, LED: 'M' });
    expect(await newest('LED')).toMatchObject({
      filed: 'filed',
      remoteKey: 'M-1',
      problem: null,
      behind: false,
    });
    // What is filed stays where it is.
    expect((await ticketsOf('LED')).filter(({ remoteKey }) => remoteKey.startsWith('L-'))).toHaveLength(4);
  });
});

describe('what people do there', () => {
  it('a ticket that was deleted is filed again once, with a word; then it is left at that', async () => {
    tracker.delete((await newest('LED')).remoteId);
    await say('LED', 'Any news?');
    const again = await newest('LED');
    expect(again).toMatchObject({ remoteKey: 'M-2', filed: 'filed', behind: false });
    expect(wordsOn(await remoteOf('LED'))).toEqual([
      expect.stringContaining('Any news?'),
      expect.stringContaining('M-1 was deleted there'),
    ]);
    tracker.delete(again.remoteId);
    tracker.forget();
    await say('LED', 'And now?');
    expect(await newest('LED')).toMatchObject({
      filed: 'left',
      problem: { says: 'M-2 was deleted there again; we leave it at that.' },
    });
    await say('LED', 'Nobody hears this there.');
    expect(tracker.count('create')).toBe(0);
  });

  it('a ticket that was deleted after it was done is made anew only when it comes back', async () => {
    const one = (await ticketsOf('LED'))[2]!;
    expect(one.state).toBe('closed');
    tracker.delete(one.remoteId);
    tracker.forget();
    await say('LED', 'One more word.', one.key);
    expect(tracker.count('create')).toBe(0);
    await report('acme/ledger', 5, 6, 7, 8, 9);
    const made = (await ticketsOf('LED'))[2]!;
    expect(made).toMatchObject({ state: 'open', filed: 'filed', behind: false });
    expect(wordsOn(tracker.tickets.get(made.remoteId)!).at(-1)).toContain('It is back');
  });

  it('a ticket that was moved to another project is followed', async () => {
    const moved = (await ticketsOf('LED'))[1]!;
    tracker.move(moved.remoteId, 'OTHER', 'moved');
    tracker.revs.splice(0);
    await report('acme/ledger', 5);
    await report('acme/ledger', 5, 6);
    expect(tracker.tickets.get('moved')).toMatchObject({ place: 'OTHER', state: 'open' });
    // Webhooks name it by its new id from then on.
    expect((await ticketsOf('LED'))[1]).toMatchObject({ remoteKey: 'OTHER-1', remoteId: 'moved' });
    // Systems that only hear tell one change from another by its number.
    expect(tracker.revs.length).toBeGreaterThan(1);
    expect(Math.min(...tracker.revs)).toBeGreaterThan(0);
  });
});

describe('work that goes to another team', () => {
  it('is closed in the old queue with a link to the new ticket, which has its date and a link back', async () => {
    await report('acme/shop', 3, 11);
    const old = await newest('PAY');
    const dueOn = tracker.tickets.get(old.remoteId)!.dueOn;
    home.clock.advance(DAY);
    await owns('acme/shop', 'ledger');
    await until(async () => {
      await home.settle(30_000);
      return !(await ticketsOf('PAY')).some(({ behind }) => behind);
    });
    const theirs = await newest('LED');
    const there = tracker.tickets.get(theirs.remoteId)!;
    expect(there.dueOn).toBe(dueOn);
    const before = tracker.tickets.get(old.remoteId)!;
    expect(before.state).toBe('done');
    expect(wordsOn(before).at(-1)).toContain(`(https://memory.example/${there.key})`);
    expect(wordsOn(there).at(-1)).toContain(`(https://memory.example/${before.key})`);
  }, 60_000);
});

describe('a connection', () => {
  it('that is off tells nothing; when it is on again, it tells what it missed', async () => {
    await connect({ ...PLACES, LED: 'M' }, false);
    tracker.forget();
    await report('acme/ledger', 5);
    await report('acme/ledger', 5, 6, 20);
    expect(tracker.requests).toEqual([]);
    await connect({ ...PLACES, LED: 'M' });
    const missed = await newest('LED');
    expect(missed).toMatchObject({ filed: 'filed', behind: false });
    for (const one of await ticketsOf('LED')) {
      if (one.filed !== 'filed') continue;
      expect(tracker.tickets.get(one.remoteId)!.state).toBe(one.state === 'closed' ? 'done' : 'open');
    }
  });

  it('that is removed leaves the tickets with us; made anew, it takes over its own', async () => {
    const before = tracker.tickets.size;
    await removeConnection(home.house.connections, 'tracker', 'test');
    await home.settle();
    await report('acme/ledger', 5, 6, 20, 21);
    expect(await newest('LED')).toMatchObject({ filed: null });
    await connect({ ...PLACES, LED: 'M' });
    await connect({ ...PLACES, LED: 'M', QUI: 'Q' });
    const open = [...(await ticketsOf('LED')), ...(await ticketsOf('QUI'))].filter(
      ({ state }) => state !== 'closed',
    );
    for (const { remoteId } of open) expect(tracker.tickets.get(remoteId)!.state).toBe('open');
    expect(new Set(open.map(({ remoteId }) => remoteId)).size).toBe(open.length);
    // The new one, and what is in places that were taken over.
    expect(tracker.tickets.size).toBeGreaterThan(before);
  });
});
