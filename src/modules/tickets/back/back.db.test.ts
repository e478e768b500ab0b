import { afterAll, describe, expect, it } from 'vitest';
import { sarif } from '../../../../test/harness/reports.ts';
import { ann, type FiledTicket, trackerHouse } from '../../../../test/harness/tracker-house.ts';
import { AppError } from '../../../kernel/errors.ts';
import { followTicketHint } from './hints.ts';
import { LONGEST_COMMENT } from './incoming.ts';
import { lookAtFilings } from './jobs.ts';
import { filedPlaces, reconcilePlace } from './reconcile.ts';

const house = await trackerHouse();
const { home, deps, tracker, connectionId, filed, count } = house;
const { hearOf, ticketOf, commentsHere, commentsThere, answersThere } = house;
afterAll(() => home.close());

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
    await home.send(sarif([], 'AcmeLint', `run-${count()}`), { category: `rule-${count()}` });
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
