import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExistingTicket, type PlannedFix, plan } from './plan.ts';

const fix: PlannedFix = {
  id: 'f1',
  title: 'Upgrade lodash to 4.17.21 in acme/shop',
  state: 'open',
  stateBecause: null,
  route: 'owner',
  ownerTeamId: 't1',
  routeTeamId: null,
  ownerQueue: 'PAY',
  openFindings: 12,
  exploited: 3,
  priority: 1,
  dueAt: new Date('2026-11-28T00:00:00Z'),
  claimed: false,
  ticket: null,
  movedTo: null,
};
const ticketOf = (of: PlannedFix): ExistingTicket => {
  const draft = plan([{ ...of, ticket: null }]).create[0]!;
  return {
    id: 'k1',
    title: draft.title,
    state: 'open',
    priority: draft.priority,
    dueAt: draft.dueAt,
    findings: draft.findings,
    edited: [],
    key: 'PAY-1',
    assignee: null,
  };
};

describe('plan', () => {
  it('files one ticket in the owner’s queue, its title saying what to do and what it buys', () => {
    expect(plan([fix]).create).toEqual([
      expect.objectContaining({
        queue: 'PAY',
        title: 'Upgrade lodash to 4.17.21 in acme/shop: 12 findings, 3 exploited',
      }),
    ]);
  });

  it('sends a fix where the policy routes it, and holds one back that nobody can make yet', () => {
    expect(plan([{ ...fix, route: 'security-triage' }]).create[0]?.queue).toBe('security-triage');
    expect(plan([{ ...fix, route: 'hold' }])).toEqual({ create: [], change: [], tell: [] });
  });

  it('files nothing for what is fixed already', () => {
    expect(plan([{ ...fix, state: 'closed', openFindings: 0 }])).toEqual({
      create: [],
      change: [],
      tell: [],
    });
  });

  it('closes when verified, reopens when it comes back, and says so', () => {
    const ticket = ticketOf(fix);
    const closed = plan([{ ...fix, state: 'closed', openFindings: 0, dueAt: null, ticket }]).change[0]!;
    expect(closed).toMatchObject({ state: 'closed', title: ticket.title, dueAt: fix.dueAt });
    expect(closed.comment).toMatch(/^Verified/);
    const back = plan([{ ...fix, ticket: { ...ticket, state: 'closed' } }]).change[0]!;
    expect(back).toMatchObject({ state: 'open' });
    expect(back.comment).toMatch(/^It is back/);
  });

  it('says who closed it or opened it again when no scan did', () => {
    const ticket = ticketOf(fix);
    const told = { ...fix, stateBecause: 'Kim says that it is rotated' };
    const closed = plan([{ ...told, state: 'closed', openFindings: 0, ticket }]).change[0]!;
    expect(closed.comment).toBe(
      'Closed: Kim says that it is rotated. The evidence is on the finding. Thank you.',
    );
    const undone = { ...fix, stateBecause: 'Kim opened it again: the wrong one' };
    const back = plan([{ ...undone, ticket: { ...ticket, state: 'closed' } }]).change[0]!;
    expect(back.comment).toBe('It is back: Kim opened it again: the wrong one.');
  });

  it('opens a claimed one again when a scan refutes it, and says what was done all the same', () => {
    const ticket = { ...ticketOf(fix), state: 'claimed-fixed' as const };
    expect(plan([{ ...fix, claimed: true, ticket }]).change).toEqual([]);
    expect(plan([{ ...fix, openFindings: 5, ticket }]).change[0]).toMatchObject({
      state: 'open',
      comment:
        'Thank you for working on it. The newest scan still sees 5 of 12 findings, so this is open again.',
    });
  });

  it('never overwrites what a person changed', () => {
    const ticket = { ...ticketOf(fix), title: 'Our own words', edited: ['title'] };
    expect(plan([{ ...fix, ticket }]).change).toEqual([]);
    expect(plan([{ ...fix, openFindings: 13, ticket }]).change[0]).toMatchObject({
      title: 'Our own words',
      findings: 13,
    });
  });

  it('plans nothing the second time, whatever the state', () => {
    const anyFix = fc.record({
      state: fc.constantFrom('open' as const, 'closed' as const),
      openFindings: fc.nat(20),
      claimed: fc.boolean(),
      exploited: fc.nat(3),
      priority: fc.nat(4),
      dueAt: fc.option(fc.date({ noInvalidDate: true })),
      ticketState: fc.constantFrom(
        'open' as const,
        'in-progress' as const,
        'claimed-fixed' as const,
        'closed' as const,
      ),
      edited: fc.subarray(['title', 'priority', 'dueAt']),
    });
    fc.assert(
      fc.property(anyFix, ({ ticketState, edited, ...changes }) => {
        const ticket = { ...ticketOf(fix), state: ticketState, edited };
        const now = { ...fix, ...changes, ticket };
        const change = plan([now]).change[0];
        const after = change ? { ...ticket, ...change } : ticket;
        expect(plan([{ ...now, ticket: after }]).change).toEqual([]);
      }),
    );
  });
});

describe('the plan for work that has another owner', () => {
  const moved: PlannedFix = {
    ...fix,
    state: 'closed',
    openFindings: 0,
    stateBecause: 'whose its findings are has changed',
    movedTo: { team: 'ledger', ticket: { id: 'k2', key: 'LED-3' }, held: false },
    ticket: { ...ticketOf(fix), assignee: 'kim@example.com' },
  };

  it('closes the old ticket with the name of the new one, which says where it came from and who may help', () => {
    const { change, tell, create } = plan([moved]);
    expect(change).toMatchObject([
      { id: 'k1', state: 'closed', comment: expect.stringContaining('Moved to LED-3') },
    ]);
    expect(tell).toEqual([
      {
        ticketId: 'k2',
        // Linked where it is told.
        about: 'k1',
        text: 'Moved here from PAY-1, with its date. kim@example.com worked on it there and may know more.',
      },
    ]);
    expect(create).toEqual([]);
  });

  it('waits until the new ticket is there, and does not where none will be made yet', () => {
    const none = { team: 'ledger', ticket: null, held: false };
    expect(plan([{ ...moved, movedTo: none }])).toEqual({ create: [], change: [], tell: [] });
    const { change } = plan([{ ...moved, movedTo: { ...none, held: true } }]);
    expect(change[0]?.comment).toContain('this is with ledger now');
  });

  it('says it once: a ticket that is closed already is left alone', () => {
    const closed = { ...moved.ticket!, state: 'closed' as const };
    expect(plan([{ ...moved, ticket: closed }])).toEqual({ create: [], change: [], tell: [] });
  });
});
