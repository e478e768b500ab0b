import { describe, expect, it } from 'vitest';
import type { RemoteRecord } from '../../../contract/remote.ts';
import { remoteInWords } from './remote-words.ts';

const filed: RemoteRecord = {
  connection: 'acme-jira',
  system: 'jira',
  place: 'PAY',
  state: 'filed',
  key: 'PAY-12',
  url: 'https://jira.example/browse/PAY-12',
  status: 'To Do',
  sprint: null,
  dueOn: null,
  assignee: null,
  toldAt: '2026-03-02T09:00:00.000Z',
  seenAt: null,
  behind: false,
  problem: null,
};

describe('the other side of a ticket', () => {
  it('is told in one sentence, whatever happened to it', () => {
    const problem = {
      code: 'LK-REFUSED',
      says: 'The field Team is required.',
      at: '2026-03-02T09:00:00.000Z',
    };
    expect(remoteInWords(filed)).toBe('Both sides say the same.');
    expect(remoteInWords({ ...filed, behind: true })).toContain('in a moment');
    expect(remoteInWords({ ...filed, state: 'wanted' })).toBe('On its way to Jira.');
    expect(remoteInWords({ ...filed, problem })).toBe('Jira does not take it: The field Team is required.');
    const refused = { ...problem, says: 'Jira does not take the ticket in PAY: Team is required' };
    expect(remoteInWords({ ...filed, problem: refused })).toBe(`${refused.says}.`);
    expect(remoteInWords({ ...filed, state: 'left' })).toContain('goes on here');
    expect(remoteInWords({ ...filed, connection: null })).toContain('was removed');
    expect(remoteInWords({ ...filed, system: 'tracker', state: 'wanted' })).toBe('On its way to tracker.');
  });
});
