import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryTracker } from '../../../../test/fakes/memory-tracker.ts';
import { openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { backDepsOf } from '../../../app/trackers-back.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { putConnection } from '../../connections/public.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { hearFiling } from '../back/hear-filing.ts';
import { changeAsk } from './change-ask.ts';
import { commentAsk } from './comment-ask.ts';
import type { AskDeps, Speaker } from './deps.ts';
import { makeAsk } from './make-ask.ts';
import { showAsk } from './show-ask.ts';

const ORGANISATION = `
teams:
  - { key: pay, queue: PAY }
  - { key: product-security, kind: security, queue: PSEC, takesAsks: [review] }
  - { key: cloud-security, kind: security, queue: CSEC, takesAsks: [access] }
`;
const ADMIN: Speaker = { label: 'token:robot', name: 'Robot', personId: null, roles: ['admin'] };

const tracker = memoryTracker();
let home: TestHouse;
let deps: AskDeps;
beforeAll(async () => {
  home = await openTestHouse({ connectors: [tracker.connector] });
  const { database, ids, clock, events, connections } = home.house;
  await database.db.transaction().execute((tx) => importOrganisation(tx, ids, ORGANISATION));
  const settings = { places: { PAY: 'P', PSEC: 'S', CSEC: 'C' } };
  await putConnection(
    connections,
    'tracker',
    { system: 'memory', settings, secrets: {}, enabled: true },
    'test',
  );
  await home.settle();
  deps = {
    db: database.db,
    ids,
    clock,
    publish: events.publish,
    loadConnector: connections.loadConnector,
  };
});
afterAll(() => home.close());

const there = (askId: string) => {
  const [one, ...others] = tracker.ofMarker(toPublicId('ask', askId));
  expect(others).toEqual([]);
  return one!;
};
const here = (id: string) => showAsk(deps.db, id, ADMIN, home.clock.now());
const context = { id: '', lane: '', idempotencyKey: '', maybeDone: false, log: undefined as never };
async function hear(askId: string): Promise<void> {
  const [filing] = await home.rows<{ id: string }>('select id from filing where ask_id = $1', [askId]);
  await hearFiling(backDepsOf(home.house))({ filingId: filing!.id }, context);
  await home.settle();
}

describe('an ask whose queue has a tracker', () => {
  it('stands there once, in the place of that queue, with who asks and its date', async () => {
    const wanted = { from: 'pay', text: 'Review the <b>login</b>', dueAt: '2026-03-20T12:00:00Z', once: 'a' };
    const made = await Promise.all([1, 2].map(() => makeAsk(deps, wanted, ADMIN)));
    await home.settle();
    const one = there(made[0]!.id);
    expect(one).toMatchObject({
      place: 'S',
      title: 'Review the <b>login</b>',
      dueOn: '2026-03-20',
      state: 'open',
    });
    expect(one.body).toContain('Robot of pay asks');
    expect((await here(made[0]!.id)).remote).toMatchObject({ state: 'filed', key: 'S-1', status: 'To do' });
    const ofTeam = await makeAsk(deps, { from: 'product-security', to: 'pay', text: 'Which?' }, ADMIN);
    await home.settle();
    expect(there(ofTeam.id)).toMatchObject({ place: 'P' });
  });

  it('hears what people do there: sprint, status, date, assignee, words; a question back hands over the turn', async () => {
    const { id } = await makeAsk(deps, { from: 'pay', text: 'Review the search' }, ADMIN);
    await home.settle();
    const sue = { id: 'u-sue', name: 'Sue', email: null };
    const { id: remote } = there(id);
    tracker.edit(remote, { sprint: 'Sprint 9', state: 'in-progress', assignee: sue, dueOn: '2026-04-01' });
    tracker.say(remote, 'Which branch?', sue);
    await hear(id);
    const heard = await here(id);
    expect(heard).toMatchObject({
      sprint: 'Sprint 9',
      state: 'in-progress',
      assignee: 'Sue',
      waitsFor: 'from',
    });
    expect(heard.dueAt?.slice(0, 10)).toBe('2026-04-01');
    expect(heard.remote).toMatchObject({ status: 'In progress', sprint: 'Sprint 9', dueOn: '2026-04-01' });
    await commentAsk(deps, id, { text: 'main' }, ADMIN);
    await home.settle();
    expect(there(id).comments.map(({ text }) => text)).toEqual([
      'Which branch?',
      expect.stringContaining('main'),
    ]);
    tracker.edit(remote, { state: 'done' });
    await hear(id);
    expect(await here(id)).toMatchObject({ state: 'done', waitsFor: 'from' });
    await changeAsk(deps, id, { state: 'open' }, ADMIN);
    await home.settle();
    expect(there(id).state).toBe('open');
  });

  it('that is passed on stands in the other queue, and is closed in the first', async () => {
    const { id } = await makeAsk(deps, { from: 'pay', text: 'Review the cluster' }, ADMIN);
    await home.settle();
    const next = await changeAsk(deps, id, { to: 'cloud-security', because: 'Theirs.' }, ADMIN);
    await home.settle();
    expect(there(id)).toMatchObject({ place: 'S', state: 'done' });
    expect(there(id).comments.at(-1)?.text.replaceAll('\\', '')).toContain('Moved to CSEC-1');
    expect(there(next)).toMatchObject({ place: 'C', state: 'open' });
  });
});
