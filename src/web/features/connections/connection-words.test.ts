import { describe, expect, it } from 'vitest';
import { keyFrom, outgoingInWords, standingOf } from './connection-words.ts';

const works = { enabled: true, lastError: null, lastOkAt: '2026-03-02T09:00:00.000Z' };
const calm = { parked: 0, paused: null };

describe('how it stands with a connection', () => {
  it('is told by the worst that is known of it', () => {
    const broken = { ...works, lastError: { at: '2026-03-02T09:00:00.000Z', says: ['No permission.'] } };
    const paused = { until: '2026-03-02T09:05:00.000Z', code: 'LK-RATE-LIMITED', says: 'A limit.' };
    expect(standingOf({ ...broken, enabled: false }, calm)).toBe('off');
    expect(standingOf(broken, { parked: 3, paused })).toBe('broken');
    expect(standingOf(works, { parked: 3, paused })).toBe('waits');
    expect(standingOf(works, { parked: 3, paused: null })).toBe('stuck');
    expect(standingOf(works, calm)).toBe('works');
    expect(standingOf({ ...works, lastOkAt: null }, null)).toBe('new');
  });

  it('says in a few words what goes out', () => {
    const health = { connection: null, lastDoneAt: null, oldestAt: null, paused: null };
    expect(outgoingInWords({ ...health, pending: 1, parked: 2, done: 410 })).toBe(
      '1 waits, 2 are stuck, 410 in 24 hours',
    );
    expect(outgoingInWords({ ...health, pending: 0, parked: 0, done: 0 })).toBeNull();
  });

  it('has a key that the server takes, whatever is typed', () => {
    expect(keyFrom('  Acme’s Jira!')).toBe('acme-s-jira-');
    expect(keyFrom('GitHub')).toBe('github');
  });
});
