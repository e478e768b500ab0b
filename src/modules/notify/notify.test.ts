import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { LOUDNESS, NOTICE_KINDS } from '../../contract/notify.ts';
import { decideNotices, type Happening } from './decide-notices.ts';
import { digestText } from './digest-text.ts';
import { dueDigest, type Round } from './due-digests.ts';
import { type ListenerRole, mustHear } from './must-hear.ts';
import { type Preference, personAudience, STANDARD, teamAudience } from './preference.ts';
import { quietUntil } from './quiet.ts';
import { destinationsOf, type Sender } from './senders.ts';
import type { UntoldNotice } from './store.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
];
const zone = fc.constantFrom(...ZONES);
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const quiet = fc
  .record({ from: clock, to: clock, weekends: fc.boolean() })
  .filter(({ from, to }) => from !== to);

const happening = (more: Partial<Happening> = {}): Happening => ({
  audience: teamAudience('t1'),
  role: 'team',
  kind: 'opened',
  once: 'opened:1',
  ticketId: 'k1',
  name: 'PAY-1',
  title: 'Upgrade lodash',
  text: '',
  path: '/tickets/PAY-1',
  policy: null,
  at: new Date(0),
  ...more,
});
const loud = (more: Partial<Happening>, preference: Partial<Preference> = {}) => {
  const one = happening(more);
  return decideNotices([one], new Map([[one.audience, { ...STANDARD, ...preference }]]))[0]?.loud ?? null;
};

describe('how loud something is told', () => {
  it('is what the first rule of the policy says; all else waits for the weekly digest', () => {
    expect(loud({})).toBe('weekly');
    for (const how of LOUDNESS) expect(loud({ policy: how })).toBe(how);
  });

  it('is daily at least for what has a time of its own, and never at once for what is closed', () => {
    expect(loud({ kind: 'due' })).toBe('daily');
    expect(loud({ kind: 'ask-made' })).toBe('daily');
    expect(loud({ kind: 'closed', policy: 'at once' })).toBe('daily');
  });

  it('is as often as somebody wants their digest, and what the policy calls at once stays so', () => {
    expect(loud({ policy: 'daily' }, { digest: 'weekly' })).toBe('weekly');
    expect(loud({}, { digest: 'daily' })).toBe('daily');
    expect(loud({ policy: 'at once' }, { digest: 'weekly' })).toBe('at once');
  });

  it('leaves out what is muted or left, but for what a role must hear', () => {
    const role = fc.constantFrom<ListenerRole>(
      'team',
      'owner',
      'champion',
      'manager',
      'leader',
      'security',
      'self',
    );
    fc.assert(
      fc.property(
        role,
        fc.constantFrom(...NOTICE_KINDS),
        fc.boolean(),
        fc.boolean(),
        (as, kind, left, isMuted) => {
          const told = loud({ kind, role: as }, { left, muted: isMuted ? [kind] : [] });
          expect(told !== null).toBe(mustHear(as, kind) || !(left || isMuted));
        },
      ),
    );
  });

  it('tells the same thing once', () => {
    expect(decideNotices([happening(), happening()], new Map())).toHaveLength(1);
  });
});

describe('quiet hours', () => {
  const berlin = (quietHours: Preference['quiet'], at: string) =>
    quietUntil(quietHours, 'Europe/Berlin', new Date(at))?.toISOString() ?? null;
  const nights = { from: '22:00', to: '07:00', weekends: false };

  it('end in the morning, by the clock on the wall', () => {
    expect(berlin(nights, '2026-01-14T20:59:00Z')).toBeNull();
    expect(berlin(nights, '2026-01-14T21:00:00Z')).toBe('2026-01-15T06:00:00.000Z');
    expect(berlin(nights, '2026-07-14T21:00:00Z')).toBe('2026-07-15T05:00:00.000Z');
  });

  it('are right on the nights in which clocks change', () => {
    expect(berlin(nights, '2026-03-28T23:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
    expect(berlin(nights, '2026-10-24T23:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
    expect(berlin({ from: '02:15', to: '02:45', weekends: false }, '2026-03-29T00:30:00Z')).toBeNull();
  });

  it('go from a Friday night over the weekend to Monday morning', () => {
    expect(berlin({ ...nights, weekends: true }, '2026-01-16T21:30:00Z')).toBe('2026-01-19T06:00:00.000Z');
  });

  it('always end, later than now, and are over when they end', () => {
    fc.assert(
      fc.property(quiet, zone, moment, (hours, timeZone, now) => {
        const end = quietUntil(hours, timeZone, now);
        if (!end) return;
        expect(end.getTime()).toBeGreaterThan(now.getTime());
        expect(end.getTime() - now.getTime()).toBeLessThan(11 * 86_400_000);
        // Hours so long that only minutes of the weekdays are left end after their last turn.
        const again = quietUntil(hours, timeZone, end);
        if (!hours.weekends) expect(again).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});

describe('the digest that is due', () => {
  const at = (iso: string) => new Date(iso);
  const due = (round: Round | null, iso: string, more: Partial<Preference> = {}) =>
    dueDigest({ ...STANDARD, ...more }, 'Europe/Berlin', round, at(iso));

  it('comes at nine where the team is, daily, and weekly on a Monday', () => {
    const friday = { dailyOn: '2026-01-16', weeklyOn: '2026-01-12' };
    expect(due(friday, '2026-01-19T07:59:00Z')).toBeNull();
    expect(due(friday, '2026-01-19T08:00:00Z')).toEqual({ which: 'weekly', on: '2026-01-19' });
    const monday = { dailyOn: '2026-01-19', weeklyOn: '2026-01-19' };
    expect(due(monday, '2026-01-19T10:00:00Z')).toBeNull();
    expect(due(monday, '2026-01-20T08:00:00Z')).toEqual({ which: 'daily', on: '2026-01-20' });
  });

  it('is made up for when a Monday was missed; whoever is new waits for theirs', () => {
    expect(due({ dailyOn: '2026-01-16', weeklyOn: '2026-01-12' }, '2026-01-21T08:00:00Z')).toMatchObject({
      which: 'weekly',
    });
    expect(due(null, '2026-01-21T08:00:00Z')).toMatchObject({ which: 'daily' });
    expect(due(null, '2026-01-19T08:00:00Z')).toMatchObject({ which: 'weekly' });
  });

  it('is one a day and one weekly one in seven, whenever and however often it is looked for', () => {
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 7 }),
        moment,
        fc.array(fc.integer({ min: 1, max: 30 * 3600 }), { minLength: 20, maxLength: 80 }),
        (timeZone, hour, weekday, start, steps) => {
          const rounds: (Round | null)[] = [null];
          let now = start;
          const told: { which: string; on: string }[] = [];
          for (const seconds of steps) {
            const round = rounds.at(-1) ?? null;
            const digest = dueDigest({ hour, weekday }, timeZone, round, now);
            if (digest) {
              told.push(digest);
              const weeklyOn = digest.which === 'weekly' ? digest.on : (round?.weeklyOn ?? null);
              rounds.push({ dailyOn: digest.on, weeklyOn });
              expect(DateTime.fromJSDate(now, { zone: timeZone }).hour).toBeGreaterThanOrEqual(hour);
            }
            now = new Date(now.getTime() + seconds * 1000);
          }
          const days = told.map(({ on }) => on);
          expect(new Set(days).size).toBe(days.length);
          const weeks = told
            .filter(({ which }) => which === 'weekly')
            .map(({ on }) => Date.parse(on) / 86_400_000);
          const weekOf = (day: number) => Math.floor((day + 3 - (weekday - 1)) / 7);
          expect(new Set(weeks.map(weekOf)).size).toBe(weeks.length);
        },
      ),
    );
  });
});

describe('a digest', () => {
  const notice = (more: Partial<UntoldNotice> = {}): UntoldNotice => ({
    id: 'n1',
    audience: teamAudience('t1'),
    kind: 'opened',
    name: 'PAY-1',
    title: 'Upgrade lodash',
    text: '',
    path: '/tickets/PAY-1',
    loud: 'weekly',
    ticketId: 'k1',
    ticket: { title: 'Upgrade lodash', state: 'open', priority: 1, dueAt: '2026-03-05T12:00:00Z' },
    ...more,
  });
  const facts = {
    name: 'Payments',
    which: 'weekly' as const,
    notices: [] as UntoldNotice[],
    due: [],
    timeZone: 'UTC',
    url: 'https://lk.example',
    listPath: '/tickets?team=payments',
  };

  it('is not sent when there is nothing to say; a daily one needs news', () => {
    expect(digestText(facts)).toBeNull();
    const due = [{ key: 'PAY-2', title: 'x', priority: 2, dueAt: new Date(0), overdue: true, total: 1 }];
    expect(digestText({ ...facts, due, which: 'daily' })).toBeNull();
    expect(digestText({ ...facts, due })!.title).toBe('Payments: 1 overdue');
  });

  it('tells of each ticket once, where it matters most, and of what was closed meanwhile only that', () => {
    const notices = [
      notice(),
      notice({ id: 'n2', kind: 'more-urgent' }),
      notice({
        id: 'n3',
        name: 'PAY-3',
        ticketId: 'k3',
        ticket: { title: 'y', state: 'closed', priority: 2, dueAt: null },
      }),
    ];
    const { title, body } = digestText({ ...facts, notices })!;
    expect(title).toBe('Payments: 1 more urgent and 1 closed');
    expect(body.match(/PAY\\-1\]/g)).toHaveLength(1);
    expect(body).not.toContain('PAY\\-3');
    expect(body).toContain('(P1, due on 5 March)');
  });

  it('tells first what is most urgent, and calls what is over by its name', () => {
    const notices = [3, 2, 0, 1, 2, 3, 3].map((priority, i) =>
      notice({
        id: `n${i}`,
        name: `PAY-${i}`,
        ticketId: `k${i}`,
        ticket: { title: 'x', state: 'open', priority, dueAt: null },
      }),
    );
    const due = [{ key: 'PAY-9', title: 'x', priority: 2, dueAt: new Date(0), overdue: true, total: 1 }];
    const { body } = digestText({ ...facts, notices, due })!;
    expect(body.match(/\(P\d/g)).toEqual(['(P2', '(P0', '(P1', '(P2', '(P2', '(P3']);
    expect(body).toContain('(P2, was due on 1 January)');
  });

  it('keeps its title short, whatever happened', () => {
    const kinds = ['closed', 'opened', 'reopened', 'ask-made', 'approval-waits', 'due'] as const;
    const notices = kinds.map((kind, i) =>
      notice({ id: kind, kind, name: `N-${i}`, path: `/${i}`, ticketId: null, ticket: null }),
    );
    expect(digestText({ ...facts, notices })!.title).toBe(
      'Payments: 1 reminder, 1 back again, 1 new and more',
    );
  });

  it('tells of each exception, though they are called the same, and of an ask once', () => {
    const about = (id: string, kind: 'exception-decided' | 'ask-answered', name: string, path: string) =>
      notice({ id, kind, name, path, title: 'why', text: id, ticketId: null, ticket: null });
    const { title, body } = digestText({
      ...facts,
      notices: [
        about('granted', 'exception-decided', 'false positive', '/exceptions?id=exc_1'),
        about('refused', 'exception-decided', 'false positive', '/exceptions?id=exc_2'),
        about('a word', 'ask-answered', 'SEC-1', '/asks/SEC-1'),
        about('it is done', 'ask-answered', 'SEC-1', '/asks/SEC-1'),
      ],
    })!;
    expect(title).toBe('Payments: 1 of your asks and 2 exceptions');
    expect(body.match(/why – [a-z ]+/g)).toEqual(['why – it is done', 'why – granted', 'why – refused']);
  });

  it('is capped, with a link to the rest', () => {
    const notices = Array.from({ length: 200 }, (_, i) =>
      notice({ id: `n${i}`, name: `PAY-${i}`, ticketId: `k${i}` }),
    );
    const { title, body } = digestText({ ...facts, notices })!;
    expect(title).toBe('Payments: 200 new');
    expect(body).toContain('… and 195 more: [see all](<https://lk.example/tickets?team=payments>)');
    expect(body.length).toBeLessThan(2000);
  });

  it('shows what comes from outside as it is: nothing of it is mark-up', () => {
    const title = '<!channel> [x](javascript:alert(1)) **bold** | `code`\n# head';
    const hostile = notice({ ticket: { title, state: 'open', priority: 0, dueAt: null } });
    const { body } = digestText({ ...facts, notices: [hostile] })!;
    expect(body).toContain('\\<\\!channel\\> \\[x\\]\\(javascript\\:alert\\(1\\)\\) \\*\\*bold\\*\\*');
    expect(body).not.toContain('\n# head');
  });
});

describe('the way to somebody', () => {
  const chat: Sender = {
    id: 'c',
    key: 'slack',
    kind: 'chat',
    addressOf: (name) => (name === '#pay' ? 'C1' : null),
  };
  const mail: Sender = { id: 'm', key: 'mail', kind: 'mail', addressOf: () => null };
  const team = teamAudience('t1');
  const to = (
    senders: Sender[],
    channel: string | null,
    address: string | null,
    way: Preference['way'] = null,
  ) =>
    destinationsOf(senders, team, { channel, mail: address }, way).map(
      ({ lane, to: place }) => `${lane}:${place}`,
    );

  it('is the channel of a team, else its mail, or both where that is wanted', () => {
    expect(to([chat, mail], '#pay', 'pay@acme.example')).toEqual(['c:C1']);
    expect(to([chat, mail], '#other', 'pay@acme.example')).toEqual(['m:pay@acme.example']);
    expect(to([chat, mail], '#pay', 'pay@acme.example', 'both')).toEqual(['c:C1', 'm:pay@acme.example']);
    expect(to([chat, mail], '#pay', null, 'mail')).toEqual(['c:C1']);
    expect(to([mail], '#pay', null)).toEqual([]);
  });

  it('is a channel without an id where there is no other, so that somebody is told what it lacks', () => {
    expect(to([chat], '#other', null)).toEqual(['c:#other']);
  });

  it('is mail for a person, and in the chat whoever has their address, else mail', () => {
    const sam = personAudience('Sam@acme.example');
    expect(destinationsOf([chat, mail], sam, null, null)).toMatchObject([
      { lane: 'm', to: 'sam@acme.example' },
    ]);
    expect(destinationsOf([chat, mail], sam, null, 'chat')).toMatchObject([
      { lane: 'c', to: 'mail:sam@acme.example', otherwise: { lane: 'm', to: 'sam@acme.example' } },
    ]);
  });
});
