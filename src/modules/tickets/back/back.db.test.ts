import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryTracker } from '../../../../test/fakes/memory-tracker.ts';
import { exceptionsHouse } from '../../../../test/harness/exceptions.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import { backDepsOf } from '../../../app/trackers-back.ts';
import type { RemotePerson } from '../../../connectors/connector.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { putConnection } from '../../connections/public.ts';
import { answerCommentJob } from './answer-comment.ts';
import { runCommand } from './commands/run-command.ts';
import type { BackDeps } from './deps.ts';
import { hearFiling } from './hear-filing.ts';
import { followTicketHint } from './hints.ts';
import { LONGEST_COMMENT } from './incoming.ts';
import { lookAtFilings } from './jobs.ts';
import { filedPlaces, reconcilePlace } from './reconcile.ts';

const tracker = memoryTracker();
const vouching = { ...tracker.connector, vouchesForMail: () => true };
let home: Awaited<ReturnType<typeof exceptionsHouse>>;
let deps: BackDeps;
let connectionId = '';

beforeAll(async () => {
  home = await exceptionsHouse({ connectors: [vouching as never] });
  deps = backDepsOf(home.house);
  const { id } = await putConnection(
    home.house.connections,
    'tracker',
    { system: 'memory', settings: { places: { PAY: 'PAY', LED: 'LED' } }, secrets: {}, enabled: true },
    'test',
  );
  connectionId = id;
}, 30_000);
afterAll(() => home?.close());

const person = (name: string): RemotePerson => ({
  id: `u-${name}`,
  name,
  email: `${name.toLowerCase()}@acme.example`,
});
const ann: RemotePerson = { id: 'u-ann', name: 'Ann', email: 'ann@elsewhere.example' };

let count = 0;
interface FiledTicket {
  id: string;
  fix_id: string;
  filing: string;
  remote: string;
  path: string;
}
/** A ticket of its own for each test, which is filed. */
async function filed(folder = 'src', files = ['a.ts']): Promise<FiledTicket> {
  const rule = `rule-${++count}`;
  const paths = files.map((name) => `${folder}/${count}/${name}`);
  await home.send(
    sarif(
      paths.map((path, at) => ({
        rule,
        path,
        line: at + 1,
        text: `${rule} ${path}`,
        level: 'error' as const,
      })),
      'AcmeLint',
      `run-${count}`,
    ),
    { category: rule },
  );
  const [row] = await home.rows<Omit<FiledTicket, 'path'>>(
    `select k.id, k.fix_id, f.id as filing, f.remote_id as remote from ticket k join filing f on f.ticket_id = k.id
     where k.fix_id = (select fix_id from finding where path = $1)`,
    [paths[0]],
  );
  return { ...row!, path: paths[0]! };
}

const context = { id: '', lane: '', idempotencyKey: '', maybeDone: false, log: undefined as never };
/** Reads the other side, and waits for what follows. */
async function hearOf({ filing }: FiledTicket) {
  await hearFiling(deps)({ filingId: filing }, context);
  await home.settle();
}
const ticketOf = async ({ id }: FiledTicket) =>
  (
    await home.rows<{ state: string; title: string; assignee: string | null; edited: string[]; due: string }>(
      'select state, title, assignee, edited, due_at::date::text as due from ticket where id = $1',
      [id],
    )
  )[0]!;
const commentsHere = async ({ id }: FiledTicket) =>
  (
    await home.rows<{ said: string }>(
      `select actor || ': ' || text as said from ticket_comment where ticket_id = $1 order by at, id`,
      [id],
    )
  ).map(({ said }) => said);
const commentsThere = ({ remote }: FiledTicket) => tracker.tickets.get(remote)!.comments;
const answersThere = (ticket: FiledTicket) =>
  commentsThere(ticket).flatMap(({ marker, text }) => (marker === null ? [] : [text.replaceAll('\\', '')]));
async function say(ticket: FiledTicket, text: string, author: RemotePerson): Promise<string> {
  const before = answersThere(ticket).length;
  tracker.say(ticket.remote, text, author);
  await hearOf(ticket);
  // What follows from a command may be told, too.
  const answers = answersThere(ticket)
    .slice(before)
    .filter((one) => !one.startsWith('Moved to'));
  expect(answers).toHaveLength(1);
  return answers[0]!;
}

describe('what people do in a tracker', () => {
  it('comes back: title, date, assignee and state, and is never overwritten', async () => {
    const ticket = await filed();
    tracker.edit(ticket.remote, {
      title: 'Our own words',
      dueOn: '2026-12-24',
      assignee: ann,
      state: 'in-progress',
      sprint: 'Sprint 9',
    });
    await hearOf(ticket);
    expect(await ticketOf(ticket)).toMatchObject({
      state: 'in-progress',
      title: 'Our own words',
      assignee: 'Ann',
      due: '2026-12-24',
    });
    const updates = tracker.count('update');
    await hearOf(ticket);
    await hearOf(ticket);
    expect(tracker.count('update')).toBe(updates);
    expect(tracker.tickets.get(ticket.remote)).toMatchObject({
      title: 'Our own words',
      dueOn: '2026-12-24',
      state: 'in-progress',
    });
    // That the policy's date stays is said once, there too.
    expect(answersThere(ticket).filter((text) => text.includes('moved to 2026-12-24'))).toHaveLength(1);
  });

  it('by a done is a claim, which a person may take back', async () => {
    const ticket = await filed();
    tracker.edit(ticket.remote, { state: 'done' });
    await hearOf(ticket);
    expect((await ticketOf(ticket)).state).toBe('claimed-fixed');
    const claimed = 'select claimed_at is not null as yes from fix where id = $1';
    expect(await home.rows(claimed, [ticket.fix_id])).toEqual([{ yes: true }]);
    expect(tracker.tickets.get(ticket.remote)!.state).toBe('done');
    tracker.edit(ticket.remote, { state: 'open' });
    await hearOf(ticket);
    expect((await ticketOf(ticket)).state).toBe('open');
    expect(await home.rows(claimed, [ticket.fix_id])).toEqual([{ yes: false }]);
  });

  it('in words comes in once, with who said it; ours do not come back', async () => {
    const ticket = await filed();
    tracker.say(ticket.remote, 'Which version?\0', ann);
    await hearOf(ticket);
    await hearOf(ticket);
    expect(await commentsHere(ticket)).toEqual(['Ann: Which version?']);
    expect(commentsThere(ticket)).toHaveLength(1);
  });

  it('by a comment of ten megabytes is kept as far as people read', async () => {
    const ticket = await filed();
    tracker.say(ticket.remote, `${'x'.repeat(10 * 1024 * 1024)}\n/lanekeeper mine`, ann);
    await hearOf(ticket);
    const [kept] = await commentsHere(ticket);
    expect(kept!.length).toBeLessThan(LONGEST_COMMENT + 100);
    expect(answersThere(ticket)).toEqual([]);
  });

  it('by opening what a scan has closed is left to them, and said once', async () => {
    const ticket = await filed();
    await home.send(sarif([], 'AcmeLint', `run-${count}`), { category: `rule-${count}` });
    expect((await ticketOf(ticket)).state).toBe('closed');
    expect(tracker.tickets.get(ticket.remote)!.state).toBe('done');
    tracker.edit(ticket.remote, { state: 'open' });
    await hearOf(ticket);
    await hearOf(ticket);
    expect((await ticketOf(ticket)).state).toBe('closed');
    expect(tracker.tickets.get(ticket.remote)!.state).toBe('open');
    expect(answersThere(ticket).filter((text) => text.includes('opened again'))).toHaveLength(1);
  });

  it('by deleting a ticket is taken once as a slip', async () => {
    const ticket = await filed();
    tracker.delete(ticket.remote);
    await hearOf(ticket);
    const [row] = await home.rows<{ remote_id: string }>('select remote_id from filing where id = $1', [
      ticket.filing,
    ]);
    expect(row!.remote_id).not.toBe(ticket.remote);
    expect(tracker.tickets.has(row!.remote_id)).toBe(true);
  });

  it('by moving a ticket is followed', async () => {
    const ticket = await filed();
    tracker.move(ticket.remote, 'ELSE');
    await hearOf(ticket);
    const rows = await home.rows('select place, remote_key from filing where id = $1', [ticket.filing]);
    expect(rows).toEqual([{ place: 'ELSE', remote_key: 'ELSE-1' }]);
  });
});

describe('a hint', () => {
  const hint = (id: string) => ({ connectionId, event: { type: 'ticket' as const, id, key: null } });
  const looks = ({ filing }: FiledTicket) =>
    home.rows(`select id from outbox where topic = 'filing.hear' and subject = $1`, [`filing:${filing}`]);

  it('that comes in a burst is one look, which comes by itself', async () => {
    const ticket = await filed();
    tracker.say(ticket.remote, 'hello', ann);
    await Promise.all(Array.from({ length: 20 }, () => followTicketHint(deps, hint(ticket.remote))));
    expect((await looks(ticket)).length).toBeLessThanOrEqual(2);
    await home.settle(10_000);
    expect(await commentsHere(ticket)).toEqual(['Ann: hello']);
  });

  it('about somebody else’s ticket leaves no trace', async () => {
    const before = await home.rows('select count(*) from outbox');
    await followTicketHint(deps, hint('not-ours'));
    await followTicketHint(deps, { connectionId, event: { type: 'team' } });
    expect(await home.rows('select count(*) from outbox')).toEqual(before);
  });
});

describe('the reconciliation', () => {
  const log = { warn: () => {}, info: () => {} } as never;
  const missed = async () => {
    let planned = 0;
    for (const place of await filedPlaces(deps)) planned += await reconcilePlace(deps, place, { log });
    return planned;
  };

  it('hears what webhooks missed, once', async () => {
    const ticket = await filed();
    await hearOf(ticket);
    await missed();
    await home.settle(10_000);
    tracker.edit(ticket.remote, { assignee: ann });
    expect(await missed()).toBe(1);
    await home.settle(10_000);
    expect((await ticketOf(ticket)).assignee).toBe('Ann');
    expect(await missed()).toBe(0);
  });

  it('goes on where another was stopped, and says what it could not read', async () => {
    await filed();
    const ask = 'select problem, read_until from filing_place where place = $1';
    tracker.before = (what) => {
      if (what === 'changed') throw new TypeError('a bug');
    };
    await expect(missed()).rejects.toThrow('a bug');
    const { AppError } = await import('../../../kernel/errors.ts');
    tracker.before = (what, about) => {
      if (what === 'changed' && about === 'PAY') throw new AppError('LK-REFUSED', 'the project is gone');
    };
    await missed();
    const [failed] = await home.rows<{ problem: { says: string } | null; read_until: Date }>(ask, ['PAY']);
    expect(failed!.problem).toMatchObject({ code: 'LK-REFUSED', says: 'the project is gone' });
    tracker.before = () => {};
    await missed();
    const [mended] = await home.rows<{ problem: unknown; read_until: Date }>(ask, ['PAY']);
    expect(mended!.problem).toBeNull();
    expect(mended!.read_until >= failed!.read_until).toBe(true);
    await home.settle(10_000);
  });

  it('looks once a day at what nobody heard of, also at what is deleted', async () => {
    const ticket = await filed();
    await home.pool.query(`update filing set seen_at = now() where true`);
    expect(await lookAtFilings(deps)).toBe(0);
    await home.pool.query(`update filing set seen_at = now() - interval '2 days' where id = $1`, [
      ticket.filing,
    ]);
    tracker.delete(ticket.remote);
    expect(await lookAtFilings(deps)).toBe(1);
    await home.settle(10_000);
    const [row] = await home.rows<{ refiled: number }>('select refiled from filing where id = $1', [
      ticket.filing,
    ]);
    expect(row!.refiled).toBe(1);
  });
});

describe('commands in comments', () => {
  it('of somebody unknown do nothing, and are answered once with what to do', async () => {
    const ticket = await filed();
    const answer = await say(ticket, '/lanekeeper mine', ann);
    expect(answer).toContain('u-ann');
    expect((await ticketOf(ticket)).assignee).toBeNull();
    await hearOf(ticket);
    expect(answersThere(ticket)).toHaveLength(1);
  });

  it('are not run when quoted, in code or written by us', async () => {
    const ticket = await filed();
    tracker.say(ticket.remote, '> /lanekeeper mine\n```\n/lanekeeper mine\n```', person('Dev'));
    commentsThere(ticket).push({
      id: `own-${count}`,
      author: person('Dev'),
      text: '/lanekeeper mine',
      at: new Date().toISOString(),
      marker: 'cmt_x',
    });
    await hearOf(ticket);
    expect(answersThere(ticket)).toEqual(['/lanekeeper mine']);
    expect((await ticketOf(ticket)).assignee).toBeNull();
  });

  it('`mine` and `not-useful` count as the word of the person behind the account', async () => {
    const ticket = await filed();
    expect(await say(ticket, '/lanekeeper mine', person('Dev'))).toContain('is yours, Dev');
    expect((await ticketOf(ticket)).assignee).toBe('Dev');
    expect(await say(ticket, '/lanekeeper not-useful it is a test', person('Dev'))).toContain('Noted');
    const labels = await home.rows(
      `select word, actor, channel, reason from trust_label where fix_id = $1 and undone_at is null`,
      [ticket.fix_id],
    );
    expect(labels).toEqual([
      { word: 'not-useful', actor: 'dev@acme.example', channel: 'ticket', reason: 'it is a test' },
    ]);
    expect(await home.rows(`select known_by, name from person_account where remote_id = 'u-Dev'`)).toEqual([
      { known_by: 'mail', name: 'Dev' },
    ]);
  });

  it('`accept-risk` asks; whoever may grant it grants it by it', async () => {
    const ticket = await filed();
    const asked = await say(ticket, '/lanekeeper accept-risk 30d gone by April', person('Dev'));
    expect(asked).toMatch(/^Asked for, until 2026-\d\d-\d\d \(exc_/);
    const [exception] = await home.rows<{ state: string; asked_by: string }>(
      `select state, asked_by from exception where fix_id = $1`,
      [ticket.fix_id],
    );
    expect(exception).toEqual({ state: 'asked', asked_by: 'dev@acme.example' });
    const far = await say(await filed(), '/lanekeeper accept-risk 2036-01-01 later', person('Max'));
    expect(far).toContain('too far away');
  });

  it('`reassign` takes for one’s own team, asks where one may not decide, and refuses kindly', async () => {
    const several = await filed('src', ['a.ts', 'b.ts']);
    expect(await say(several, '/lanekeeper reassign ledger they run it', person('Dev'))).toContain(
      'ledger is asked',
    );
    const disputes = await home.rows(
      `select count(*) from ownership_dispute d join finding f on f.id = d.finding_id where f.fix_id = $1`,
      [several.fix_id],
    );
    expect(disputes).toEqual([{ count: 2 }]);
    const theirs = await filed();
    expect(await say(theirs, '/lanekeeper reassign ledger', person('Mia'))).toContain('Done');
    expect(await say(await filed(), '/lanekeeper reassign lodger', person('Dev'))).toMatch(
      /Not done: .*ledger/,
    );
    expect(await say(await filed(), '/lanekeeper reassign ledger', person('Lea'))).toContain('Not done');
  });

  it('`ask` becomes an ask of security, one for each comment', async () => {
    const ticket = await filed();
    await home.pool.query(
      `insert into team (id, key, name, kind, queue) values (gen_random_uuid(), 'product-security', 'Product security', 'security', 'SEC')
       on conflict do nothing`,
    );
    const before = Number((await home.rows<{ n: string }>('select count(*) as n from ask'))[0]!.n);
    await say(ticket, '/lanekeeper ask is a new version enough?', person('Dev'));
    expect(await home.rows<{ n: number }>('select count(*) as n from ask')).toEqual([{ n: before + 1 }]);
  });

  it('that are run again after a kill are answered once and done once', async () => {
    const ticket = await filed();
    const text = '/lanekeeper ask what about this?\n/lanekeeper mine';
    const asked = { filingId: ticket.filing, comment: 'c-killed', author: person('Dev'), text };
    const { run } = answerCommentJob(deps);
    const asks = async () => Number((await home.rows<{ n: string }>('select count(*) as n from ask'))[0]!.n);
    const before = await asks();
    // Killed after it was done and before it was answered.
    const dying = {
      ...deps,
      clock: {
        now: () => {
          if (new Error().stack?.includes('answerComment (') && !new Error().stack?.includes('runCommand'))
            throw new Error('killed');
          return deps.clock.now();
        },
      },
    };
    await expect(answerCommentJob(dying).run(asked, context as never)).rejects.toThrow('killed');
    expect(await asks()).toBe(before + 1);
    await run(asked, context as never);
    await run(asked, context as never);
    await home.settle();
    expect(await asks()).toBe(before + 1);
    expect(answersThere(ticket)).toHaveLength(1);
  });

  it('that are not understood are answered with an example, and nothing that was written is repeated', async () => {
    const ticket = await filed();
    const answer = await say(ticket, '/lanekeeper <!channel> [x](javascript:alert(1))', ann);
    expect(answer).toContain('/lanekeeper help');
    expect(answer).not.toMatch(/channel|javascript/);
  });

  it('from a chat name their ticket; buttons need no words, and what needs some says so', async () => {
    const ticket = await filed();
    const [row] = await home.rows<{ key: string }>(
      `select queue || '-' || number as key from ticket where id = $1`,
      [ticket.id],
    );
    const chat = (what: { text: string } | { action: string; value: string }, who = 'Dev') =>
      runCommand(deps, {
        what,
        person: person(who),
        connectionId,
        about: null,
        channel: 'chat',
        once: `chat:${JSON.stringify(what)}`,
      });
    expect(await chat({ text: `mine ${row!.key}` })).toContain(`${row!.key} is yours, Dev`);
    expect(await chat({ text: '/lanekeeper mine' })).toContain('say which ticket');
    expect(await chat({ text: 'mine NOPE-1' })).toMatch(/^Not done: there is no/);
    expect(await chat({ text: 'help' })).toContain('/lanekeeper mine PAY-12');
    const value = toPublicId('ticket', ticket.id);
    expect(await chat({ action: 'not-useful', value })).toContain('Noted');
    expect(await chat({ action: 'accept-risk', value })).toContain(`/lanekeeper accept-risk ${value} 30d`);
    expect(await chat({ action: 'unheard-of', value })).toContain('do not know this command');
    expect(
      await home.rows(`select channel from trust_label where fix_id = $1 and undone_at is null`, [
        ticket.fix_id,
      ]),
    ).toEqual([{ channel: 'chat' }]);
  });

  it.each([
    ['Dev', 'a developer of the owner', { mine: /^Done/, risk: /^Asked for/, take: /is asked/ }],
    ['Max', 'its manager', { mine: /^Done/, risk: /^(?:Done|Asked for.*Your yes stands)/, take: /is asked/ }],
    ['Mia', 'of the other team', { mine: /^Done/, risk: /^Asked for/, take: /^Done/ }],
    ['Sec', 'of security', { mine: /^Done/, risk: /^(?:Done|Asked for)/, take: /^Done/ }],
    [
      'Lea',
      'of neither team',
      { mine: /^Done/, risk: /^(?:Done|Asked for)/, take: /^Not done: A member of payments/ },
    ],
    [
      'Ann',
      'a stranger',
      { mine: /^Nothing was done/, risk: /^Nothing was done/, take: /^Nothing was done/ },
    ],
  ])('of %s, %s, are allowed what the page allows', async (name, _who, expected) => {
    expect(await say(await filed(), '/lanekeeper mine', person(name))).toMatch(expected.mine);
    expect(await say(await filed(), '/lanekeeper accept-risk 20d later', person(name))).toMatch(
      expected.risk,
    );
    expect(await say(await filed(), '/lanekeeper reassign ledger', person(name))).toMatch(expected.take);
  });

  it('of a closed account are those of a stranger', async () => {
    const ticket = await filed();
    await home.pool.query(`update person set disabled_at = now() where email = 'cho@acme.example'`);
    expect(await say(ticket, '/lanekeeper mine', person('Cho'))).toContain('do not know who you are');
  });
});
