import { describe, expect, it } from 'vitest';
import { ASK_STATES } from '../../../contract/asks.ts';
import { actsOf, askSentence, stateWords, textBeyond, turnOf, waitedWords } from './ask-words.ts';

const from = { key: 'pay', name: 'Payments' };
const to = { key: 'product-security', name: 'Product security' };

describe('an ask in words', () => {
  it('says who wants what of whom, and whose turn it is', () => {
    expect(askSentence({ from, to, kind: 'quick-test' })).toBe(
      'Payments asks Product security for a quick test.',
    );
    expect(turnOf({ from, to, waitsFor: 'to' })).toBe(to);
    expect(turnOf({ from, to, waitsFor: 'from' })).toBe(from);
    expect(new Set(ASK_STATES.map(stateWords)).size).toBe(ASK_STATES.length);
  });

  it('says how long somebody has waited', () => {
    const now = new Date('2026-03-20T09:00:00Z');
    const waited = (day: string) => waitedWords(`${day}T08:00:00Z`, now);
    expect(['2026-03-20', '2026-03-19', '2026-03-08', '2025-12-20'].map(waited)).toEqual([
      'since today',
      'for a day',
      'for 12 days',
      'for 12 weeks',
    ]);
  });

  it('does not say its title twice', () => {
    expect(textBeyond({ title: 'A b', text: 'A b\n\nc\nd' })).toBe('c\nd');
    expect(textBeyond({ title: 'A', text: 'A b\n\nc' })).toBe('A b\n\nc');
    expect(textBeyond({ title: 'A b', text: 'A b' })).toBe('');
  });

  it('offers each side what is theirs, and who looks on nothing', () => {
    expect(actsOf({ state: 'open', you: 'to' }, false)).toEqual(['begin', 'done', 'decline']);
    expect(actsOf({ state: 'in-progress', you: 'to' }, false)).toEqual(['done', 'decline']);
    expect(actsOf({ state: 'open', you: 'from' }, false)).toEqual(['done', 'withdraw']);
    expect(actsOf({ state: 'declined', you: 'from' }, false)).toEqual(['reopen']);
    expect(actsOf({ state: 'open', you: null }, false)).toEqual([]);
    expect(actsOf({ state: 'open', you: null }, true)).toContain('withdraw');
    expect(actsOf({ state: 'moved', you: 'to' }, true)).toEqual([]);
  });
});
