import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RemoteComment, RemoteTicket } from '../../../connectors/connector.ts';
import { type Filed, type Heard, hear, type Ours, seenOf, type Told } from './hear.ts';

const told = {
  title: 'Upgrade lodash',
  state: 'open',
  dueOn: '2026-03-20',
  priority: 'P1',
} satisfies Told as Told & { title: string };
const remote: RemoteTicket = {
  id: '7',
  key: 'PAY-7',
  url: 'https://tracker.example/PAY-7',
  place: 'PAY',
  title: told.title,
  state: 'open',
  status: 'To do',
  assignee: null,
  dueOn: told.dueOn,
  priority: 'High',
  labels: [],
  sprint: null,
  updatedAt: '2026-03-02T09:00:00.000Z',
};
const ours: Ours = {
  title: told.title,
  state: 'open',
  closed: false,
  dueOn: told.dueOn,
  assignee: null,
  edited: [],
};
const filed: Filed = { told, seen: seenOf(remote, told), known: new Set() };
const ann = { id: 'u1', name: 'Ann', email: null };
const said = (id: string, marker: string | null = null): RemoteComment => ({
  id,
  author: ann,
  text: 'words',
  at: remote.updatedAt,
  marker,
});
const look = (there: Partial<RemoteTicket>, more: { filed?: Partial<Filed>; ours?: Partial<Ours> } = {}) =>
  hear({ ...filed, ...more.filed }, { ...ours, ...more.ours }, { ...remote, ...there }, []);
const nothing = { ours: {}, edited: [], told: {}, reopenedThere: false, comments: [] };

describe('what stands in the tracker as we told it', () => {
  it('is nobody’s edit, also when it was never read before', () => {
    expect(look({})).toMatchObject(nothing);
    expect(look({}, { filed: { seen: null } })).toMatchObject(nothing);
  });

  it('is nobody’s edit when the tracker cut the title, smoothed its spaces, or has no dates and states of ours', () => {
    const long = `Upgrade ${'lodash '.repeat(60)}`;
    const cut = { ...told, title: long };
    expect(look({ title: long.slice(0, 255) }, { filed: { told: cut, seen: null } })).toMatchObject(nothing);
    expect(look({ title: `${long.slice(0, 200)}…` }, { filed: { told: cut, seen: null } })).toMatchObject(
      nothing,
    );
    expect(look({ title: ' Upgrade  lodash ' })).toMatchObject(nothing);
    expect(look({ dueOn: null }, { filed: { seen: null } })).toMatchObject(nothing);
    const begun = { ...told, state: 'in-progress' as const };
    expect(look({}, { filed: { told: begun }, ours: { state: 'in-progress' } })).toMatchObject(nothing);
  });

  it('is nobody’s edit when we began to tell it and nobody knows whether that was done', () => {
    const wanted = {
      title: 'Upgrade lodash: 2 findings',
      dueOn: '2026-03-10',
      state: 'done' as const,
      closed: true,
    };
    const heard = look({ title: wanted.title, dueOn: wanted.dueOn, state: 'done' }, { ours: wanted });
    expect(heard).toMatchObject({ ours: {}, edited: [], reopenedThere: false });
  });
});

describe('what a person changed in the tracker', () => {
  it('is taken over and remembered as theirs', () => {
    const heard = look({
      title: 'Lodash!',
      dueOn: '2026-04-01',
      priority: 'Low',
      sprint: 'Sprint 9',
      assignee: ann,
    });
    expect(heard.ours).toEqual({
      title: 'Lodash!',
      dueOn: '2026-04-01',
      sprint: 'Sprint 9',
      assignee: 'Ann',
    });
    expect(heard.edited.toSorted()).toEqual(['assignee', 'dueAt', 'priority', 'title']);
    expect(heard.told).toEqual({ title: 'Lodash!', dueOn: '2026-04-01' });
  });

  it('counts by the category of the status: done is a claim, whatever it is called', () => {
    expect(look({ state: 'done', status: 'Won’t do' }).ours).toEqual({ state: 'done' });
    expect(look({ state: 'in-progress' }).ours).toEqual({ state: 'in-progress' });
    const claimed = {
      told: { ...told, state: 'done' as const },
      seen: seenOf({ ...remote, state: 'done' }, told),
    };
    expect(look({}, { filed: claimed, ours: { state: 'done' } }).ours).toEqual({ state: 'open' });
  });

  it('does not open what a scan has closed; that it was opened there is said once', () => {
    const closed = {
      ours: { state: 'done' as const, closed: true },
      filed: { told: { ...told, state: 'done' as const } },
    };
    const first = look(
      {},
      {
        ...closed,
        filed: { ...closed.filed, seen: seenOf({ ...remote, state: 'done' }, closed.filed.told) },
      },
    );
    expect(first).toMatchObject({ ours: {}, told: {}, reopenedThere: true });
    const again = (state: RemoteTicket['state']) =>
      look({ state }, { ...closed, filed: { ...closed.filed, seen: first.seen } });
    expect(again('open').reopenedThere).toBe(false);
    expect(again('in-progress').reopenedThere).toBe(false);
  });

  it('leaves a date here that was taken away there, and does not set it there again', () => {
    const heard = look({ dueOn: null });
    expect(heard).toMatchObject({ ours: {}, edited: ['dueAt'], told: { dueOn: null } });
  });

  it('does not take away whom people named here', () => {
    expect(look({}, { ours: { assignee: 'Bea' } }).ours).toEqual({});
    const seen = seenOf({ ...remote, assignee: ann }, told);
    expect(look({}, { filed: { seen }, ours: { assignee: 'Bea' } }).ours).toEqual({});
    expect(look({}, { filed: { seen }, ours: { assignee: 'Ann' } }).ours).toEqual({ assignee: null });
  });

  it('in words comes in once, without our own', () => {
    const all = [said('c1'), said('c2', 'cmt_1'), said('c3')];
    const heard = hear({ ...filed, known: new Set(['c1']) }, ours, remote, all);
    expect(heard.comments.map(({ id }) => id)).toEqual(['c3']);
  });
});

/** Both sides, as far as hearing goes: our ticket, the record there, what we know of it. */
class World {
  ours: Ours = { ...ours };
  remote: RemoteTicket = { ...remote };
  filed: Filed = filed;
  theirs: { title?: string; dueOn?: string } = {};

  /** What the act of telling does: fields that people changed are left alone. */
  tell(): number {
    const before = this.filed.told ?? {};
    const kept = (field: string) => this.ours.edited.includes(field);
    const wanted = {
      ...(!kept('title') && this.ours.title !== before.title && { title: this.ours.title }),
      ...(!kept('dueAt') && this.ours.dueOn !== before.dueOn && { dueOn: this.ours.dueOn }),
      ...(this.ours.state !== before.state && { state: this.ours.state }),
    };
    Object.assign(this.remote, wanted);
    this.filed = { ...this.filed, told: { ...before, ...wanted } };
    return Object.keys(wanted).length;
  }

  hear(): Heard {
    const heard = hear(this.filed, this.ours, this.remote, []);
    const { sprint: _, ...taken } = heard.ours;
    this.ours = { ...this.ours, ...taken, edited: [...this.ours.edited, ...heard.edited] };
    this.filed = { ...this.filed, told: { ...this.filed.told, ...heard.told }, seen: heard.seen };
    return heard;
  }
}

const state = fc.constantFrom('open' as const, 'in-progress' as const, 'done' as const);
const day = fc.constantFrom('2026-03-20', '2026-03-25', '2026-04-01');
const step = fc.oneof(
  fc.record({
    does: fc.constant('theirs' as const),
    title: fc.constantFrom('A', 'B', 'C'),
    dueOn: day,
    state,
  }),
  fc.record({ does: fc.constant('ours' as const), n: fc.nat(9), dueOn: day, state, closed: fc.boolean() }),
  fc.record({ does: fc.constant('tell' as const) }),
  fc.record({ does: fc.constant('hear' as const) }),
);

function act(world: World, one: typeof step extends fc.Arbitrary<infer Step> ? Step : never): void {
  if (one.does === 'tell') world.tell();
  else if (one.does === 'hear') world.hear();
  else if (one.does === 'theirs') {
    // A person acts on what they see; that we hear of it before we tell again is what the lane sees to.
    world.hear();
    world.theirs = { title: one.title, dueOn: one.dueOn };
    Object.assign(world.remote, world.theirs, { state: one.state });
    world.hear();
  } else {
    const kept = (field: string) => world.ours.edited.includes(field);
    world.ours = {
      ...world.ours,
      ...(!kept('title') && { title: `Upgrade lodash: ${one.n} findings` }),
      ...(!kept('dueAt') && { dueOn: one.dueOn }),
      state: one.closed ? 'done' : one.state,
      closed: one.closed,
    };
  }
}

describe('whatever both sides do, in whatever order', () => {
  it('they converge, and no echo goes round', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const world = new World();
        for (const one of steps) act(world, one);
        for (let round = 0; round < 2; round++) {
          world.hear();
          world.tell();
        }
        expect(world.tell()).toBe(0);
        expect(world.hear()).toMatchObject({ ours: {}, edited: [], told: {}, reopenedThere: false });
        expect(world.remote).toMatchObject({ title: world.ours.title, dueOn: world.ours.dueOn });
        if (!world.ours.closed) expect(world.remote.state).toBe(world.ours.state);
      }),
      { numRuns: 500 },
    );
  });

  it('nothing that a person wrote there is overwritten', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const world = new World();
        let changed = false;
        for (const one of steps) {
          changed ||= one.does === 'theirs' && one.title !== world.remote.title;
          act(world, one);
          if (changed && world.theirs.title) expect(world.remote.title).toBe(world.theirs.title);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('hearing the same twice, or an older look once more, changes nothing that was not changed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const world = new World();
        for (const one of steps) act(world, one);
        world.hear();
        const before = structuredClone(world.ours);
        expect(world.hear()).toMatchObject({ ours: {}, edited: [], told: {} });
        expect(world.ours).toEqual(before);
      }),
    );
  });
});
