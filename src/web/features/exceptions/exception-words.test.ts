import { describe, expect, it } from 'vitest';
import {
  askedWords,
  daysToName,
  extentWords,
  foldersOf,
  justificationWords,
  stateWords,
} from './exception-words.ts';

const word = (name: string) => ({ at: '', actor: '', name: '', role: null, note: null, word: name });

describe('an exception in words', () => {
  it('says whose word is missing once somebody has said yes', () => {
    const asked = { state: 'asked', kind: 'accepted-risk', awaits: ['security'], words: [] } as const;
    expect(stateWords({ ...asked, awaits: ['manager', 'security'], words: [] })).toBe(
      'Asked for as an accepted risk',
    );
    expect(stateWords({ ...asked, awaits: ['security'], words: [word('granted')] })).toBe(
      'Waits for security to agree as well',
    );
  });

  it('says what it covers now, what it would, and what is found later', () => {
    const one = { findings: 14, teams: 3, covered: 12, scope: 'package' } as const;
    expect(extentWords({ ...one, state: 'asked' })).toBe(
      'Would cover 14 findings of 3 teams, and what is found later',
    );
    expect(extentWords({ ...one, state: 'granted' })).toBe('Covers 12 findings, and what is found later');
    expect(extentWords({ ...one, state: 'granted', covered: 1, scope: 'finding' })).toBe('Covers 1 finding');
  });

  it('says why it cannot be used once, also where a document begins its reason with it', () => {
    const justification = 'vulnerable_code_not_in_execute_path';
    expect(justificationWords({ justification, reason: 'Only a test uses it.' })).toBe(
      'The vulnerable code is never run',
    );
    expect(
      justificationWords({ justification, reason: 'The vulnerable code is never run. As told.' }),
    ).toBeNull();
    expect(justificationWords({ justification: null, reason: '' })).toBeNull();
  });

  it('names the person who asked, or the document and who brought it', () => {
    const askedBy = 'sam@acme.example';
    expect(askedWords({ source: 'person', askedBy })).toBe('Asked by sam@acme.example');
    expect(askedWords({ source: 'vex:urn:one', askedBy })).toBe(
      'Stated by the document urn:one, brought by sam@acme.example',
    );
  });

  it('offers every folder that holds the file, the file itself first and the whole repository last', () => {
    expect(foldersOf('src/old/a.ts')).toEqual(['src/old/a.ts', 'src/old', 'src', '']);
    expect(foldersOf(null)).toEqual(['']);
  });

  it('proposes a day that the policy lets', () => {
    const now = new Date('2026-03-02T09:00:00Z');
    expect(daysToName(30, now)).toEqual({ first: '2026-03-03', last: '2026-04-01', proposed: '2026-03-17' });
    expect(daysToName(365, now).proposed).toBe('2026-05-31');
    expect(daysToName(null, now).last).toBeUndefined();
  });
});
