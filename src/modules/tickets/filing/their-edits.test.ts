import { describe, expect, it } from 'vitest';
import type { RemoteTicket } from '../../../connectors/connector.ts';
import type { Told } from './next-step.ts';
import { besideTheirs, needsLook, seenAfter, theirEdits } from './their-edits.ts';

const THERE: RemoteTicket = {
  id: '7',
  key: 'PAY-7',
  url: 'https://tracker.example/PAY-7',
  place: 'PAY',
  title: 'Upgrade acme-router',
  state: 'open',
  status: 'To do',
  assignee: null,
  dueOn: '2026-11-30',
  priority: 'Medium',
  labels: ['lanekeeper', 'upgrade'],
  sprint: null,
  updatedAt: '2026-11-01T10:00:00Z',
};
const TOLD: Told = {
  title: 'Upgrade acme-router',
  body: 'x',
  priority: 'P2',
  dueOn: '2026-11-30',
  labels: ['lanekeeper', 'upgrade'],
  state: 'open',
};

describe('what a person changed there', () => {
  it('is what differs from what was read, and is left out of an edit', () => {
    const there = { ...THERE, title: 'Router, please', priority: 'High', dueOn: '2026-12-24' };
    expect(theirEdits(there, THERE, TOLD)).toEqual(['title', 'priority', 'dueOn']);
    const edit = {
      title: 'Upgrade acme-router: 2 findings',
      priority: 'P0',
      dueOn: '2026-11-20',
      body: 'y',
    } as const;
    expect(besideTheirs(edit, there, THERE, TOLD)).toEqual({ body: 'y' });
  });

  it('is not what we told ourselves since it was read', () => {
    const told = { ...TOLD, title: 'Upgrade acme-router: 2 findings', priority: 'P0' } as const;
    const { forget, now } = seenAfter({ title: told.title, priority: 'P0' });
    expect({ forget, now }).toEqual({ forget: ['priority'], now: { title: told.title } });
    const { priority: _, ...read } = { ...THERE, ...now };
    const there = { ...THERE, title: told.title, priority: 'Highest' };
    expect(theirEdits(there, read, told)).toEqual([]);
    expect(theirEdits(there, null, told)).toEqual([]);
  });

  it('is not what we were telling when we died', () => {
    const { title: _, priority: __, ...known } = TOLD;
    const told = { ...known, trying: { title: 'Ours, perhaps', priority: 'P0' } } as const;
    const there = { ...THERE, title: 'Ours, perhaps', priority: 'Highest' };
    expect(theirEdits(there, THERE, told)).toEqual([]);
    expect(theirEdits({ ...there, title: 'Theirs' }, THERE, told)).toEqual(['title']);
  });

  it('keeps its labels', () => {
    const there = { ...THERE, labels: ['lanekeeper', 'upgrade', 'team-goal'] };
    const edit = { labels: ['lanekeeper', 'rotate'] };
    expect(besideTheirs(edit, there, THERE, TOLD)).toEqual({ labels: ['team-goal', 'lanekeeper', 'rotate'] });
  });

  it('is looked for only where a person may have a word', () => {
    expect([needsLook({ body: 'y' }), needsLook({ state: 'done' })]).toEqual([false, false]);
    expect([needsLook({ title: 'y' }), needsLook({ state: 'open' })]).toEqual([true, true]);
  });
});
