import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RemoteTicket } from '../../../connectors/connector.ts';
import {
  nextStep,
  type Side,
  type Step,
  toldNow,
  toldOf,
  toldOfFound,
  trying,
  type Wanted,
} from './next-step.ts';

const WANTED: Wanted = {
  title: 'Upgrade acme-router to 1.4.9',
  body: 'one finding',
  digest: 'one finding',
  priority: 'P2',
  dueOn: '2026-11-30',
  labels: ['lanekeeper', 'upgrade'],
  state: 'open',
  edited: [],
  comments: [],
};
const UNFILED: Side = { state: 'wanted', remoteId: null, begun: null, told: null };
const filed = (more: Partial<Side> = {}): Side => ({
  state: 'filed',
  remoteId: '7',
  begun: null,
  told: toldOf(WANTED, 'open'),
  ...more,
});

describe('the next step towards the other side', () => {
  it('files what is open, and not what is done before it was filed', () => {
    expect(nextStep(WANTED, UNFILED)).toEqual({ do: 'create' });
    expect(nextStep({ ...WANTED, state: null }, UNFILED)).toEqual({ do: 'create' });
    expect(nextStep({ ...WANTED, state: 'done' }, UNFILED)).toBeNull();
  });

  it('asks for the marker before it creates what it may have created', () => {
    expect(nextStep(WANTED, { ...UNFILED, begun: 'create' })).toEqual({ do: 'find' });
    expect(nextStep({ ...WANTED, state: 'done' }, { ...UNFILED, begun: 'create' })).toEqual({ do: 'find' });
  });

  it('tells only what differs from what was told, and nothing when nothing does', () => {
    expect(nextStep(WANTED, filed())).toBeNull();
    const changed = { ...WANTED, dueOn: '2026-12-01', body: 'two', digest: 'two' };
    expect(nextStep(changed, filed())).toEqual({
      do: 'update',
      edit: { dueOn: '2026-12-01', body: 'two' },
      told: { dueOn: '2026-12-01', body: 'two' },
    });
  });

  it('never tells a field that a person changed', () => {
    const changed = { ...WANTED, title: 'Theirs', priority: 'P0' as const, dueOn: null };
    expect(nextStep({ ...changed, edited: ['title', 'priority', 'dueOn'] }, filed())).toBeNull();
  });

  it('comments before it closes, opens before it comments, and leaves the text of what is done', () => {
    const closing: Wanted = { ...WANTED, title: 'Other', state: 'done', comments: ['c1'] };
    expect(nextStep(closing, filed())).toEqual({ do: 'comment', comment: 'c1' });
    expect(nextStep({ ...closing, comments: [] }, filed())).toMatchObject({ edit: { state: 'done' } });
    const closed = filed({ told: toldOf(WANTED, 'done') });
    expect(nextStep({ ...closing, comments: [] }, closed)).toBeNull();
    expect(nextStep({ ...WANTED, comments: ['c2'] }, closed)).toEqual({
      do: 'update',
      edit: { state: 'open' },
      told: { state: 'open' },
    });
  });

  it('leaves alone what somebody there calls done and no scan has verified', () => {
    const closedThere = filed({ told: toldOf(WANTED, 'done') });
    expect(nextStep({ ...WANTED, state: null, title: 'Other' }, closedThere)).toBeNull();
    expect(nextStep({ ...WANTED, state: null }, filed())).toBeNull();
  });

  it('looks for a comment that it may have made', () => {
    const wanted = { ...WANTED, comments: ['c1', 'c2'] };
    expect(nextStep(wanted, filed({ begun: 'c1' }))).toEqual({ do: 'look', comment: 'c1' });
    expect(nextStep(wanted, filed({ begun: 'c2' }))).toEqual({ do: 'comment', comment: 'c1' });
  });

  it('does nothing for what was left', () => {
    expect(nextStep({ ...WANTED, comments: ['c'] }, { ...UNFILED, state: 'left' })).toBeNull();
  });
});

/** A tracker that does as it is told, and one who tells it, who may die before or after any request. */
function world() {
  const tickets: {
    text: Omit<Wanted, 'edited' | 'comments' | 'state' | 'digest'>;
    state: RemoteTicket['state'];
  }[] = [];
  const comments: string[] = [];
  let side: Side = UNFILED;
  let now: Wanted = WANTED;

  /** @param dies after how many requests, and whether the last one was done */
  function tell(dies: { after: number; done: boolean }) {
    let wanted = { ...now, comments: now.comments.filter((id) => !recorded.has(id)) };
    for (let asked = 0; ; asked++) {
      const step = nextStep(wanted, side);
      if (!step) return;
      const last = asked === dies.after;
      if (step.do === 'create') side = { ...side, begun: 'create' };
      if (step.do === 'comment') side = { ...side, begun: step.comment };
      if (step.do === 'update') side = { ...side, told: trying(side.told!, step.told) };
      if (last && !dies.done) return;
      const answer = request(step, wanted);
      if (last) return;
      record(step, answer, wanted);
      wanted = { ...wanted, comments: wanted.comments.filter((id) => !recorded.has(id)) };
    }
  }
  const recorded = new Set<string>();

  function request(step: Step, { title, body, priority, dueOn, labels }: Wanted): boolean {
    if (step.do === 'find') return tickets.length > 0;
    if (step.do === 'look') return comments.includes(step.comment);
    if (step.do === 'create') tickets.push({ text: { title, body, priority, dueOn, labels }, state: 'open' });
    if (step.do === 'comment') comments.push(step.comment);
    if (step.do === 'update') {
      const { state, ...text } = step.edit;
      Object.assign(tickets[0]!.text, text);
      if (state) tickets[0]!.state = state;
    }
    return true;
  }

  function record(step: Step, answer: boolean, wanted: Wanted) {
    const remote = { ...tickets[0]?.text, state: tickets[0]?.state } as unknown as RemoteTicket;
    if (step.do === 'find') {
      const found = { state: 'filed', remoteId: '1', told: side.told ?? toldOfFound(remote) } as const;
      side = { ...side, begun: null, ...(answer && found) };
    } else if (step.do === 'create')
      side = { state: 'filed', remoteId: '1', begun: null, told: toldOf(wanted, 'open') };
    else if (step.do === 'update') side = { ...side, told: toldNow(side.told!, step.told) };
    else {
      side = { ...side, begun: null };
      if (answer) recorded.add(step.comment);
    }
  }

  return {
    tickets,
    comments,
    tell,
    change: (more: Partial<Wanted>) => {
      now = { ...now, ...more };
    },
    say: () => {
      now = { ...now, comments: [...now.comments, `c${now.comments.length}`] };
    },
    wanted: () => now,
  };
}

const change = fc.oneof(
  fc.record({ title: fc.constantFrom('a', 'b', 'c') }),
  fc.constantFrom('one', 'two', 'three').map((body) => ({ body, digest: body })),
  fc.record({ priority: fc.constantFrom('P0', 'P1', 'P3') }),
  fc.record({ dueOn: fc.constantFrom('2026-12-01', '2027-01-01', null) }),
  fc.record({ state: fc.constantFrom('open', 'in-progress', 'done') }),
);
const happening = fc.oneof(
  change.map((more) => ({ change: more })),
  fc.constant({ say: true }),
  fc.record({ dies: fc.record({ after: fc.nat(5), done: fc.boolean() }) }),
);

describe('telling, whatever happens and wherever it dies', () => {
  it('ends with one ticket that says what ours says, and each comment once', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        const { tickets, comments, ...it } = world();
        for (const what of happenings) {
          if ('change' in what) it.change(what.change);
          else if ('say' in what) it.say();
          else it.tell(what.dies);
        }
        it.tell({ after: Infinity, done: true });
        const { title, body, priority, dueOn, state, comments: said } = it.wanted();
        if (state === 'done' && tickets.length === 0) return;
        expect(tickets).toHaveLength(1);
        expect(tickets[0]!.state).toBe(state);
        // What is done keeps saying what it was about.
        if (state !== 'done') expect(tickets[0]!.text).toMatchObject({ title, body, priority, dueOn });
        expect(comments.toSorted()).toEqual([...said].sort());
      }),
      { numRuns: 5000 },
    );
  });
});
