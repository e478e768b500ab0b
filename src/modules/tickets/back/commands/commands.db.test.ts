import { afterAll, describe, expect, it } from 'vitest';
import { ann, person, trackerHouse } from '../../../../../test/harness/tracker-house.ts';
import { toPublicId } from '../../../../kernel/ids.ts';
import { answerCommentJob } from '../answer-comment.ts';
import { runCommand } from './run-command.ts';

const house = await trackerHouse();
const { home, deps, tracker, connectionId, context, filed, count } = house;
const { hearOf, ticketOf, commentsThere, answersThere, say } = house;
afterAll(() => home.close());

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
      id: `own-${count()}`,
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
