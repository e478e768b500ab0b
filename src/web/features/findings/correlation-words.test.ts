import { describe, expect, it } from 'vitest';
import type { Finding, FindingRow } from '../../../contract/findings.ts';
import { groupRows, groupSentence, joinable, mayCorrelate, searchWord, undoOf } from './correlation-words.ts';

const row = (id: string, tool: string) => ({ id, tool }) as FindingRow;
const member = (id: string, tool: string) => ({
  finding: row(id, tool),
  because: `why ${id}`,
  byPerson: false,
});
const finding = (id: string, correlation: Partial<Finding['correlation']>): Finding =>
  ({
    ...row(id, 'trivy'),
    correlation: {
      leader: null,
      because: null,
      members: [],
      suggestions: [],
      verdicts: [],
      offerAlsoFor: [],
      ...correlation,
    },
  }) as unknown as Finding;

describe('findings told by several tools', () => {
  it('are listed with their leader first, the finding itself among them, each with why it follows', () => {
    const members = [member('b', 'grype'), member('c', 'npm-audit')];
    const follows = groupRows(finding('a', { leader: 'b', because: 'same CVE', members }));
    expect(follows.map((each) => [each.finding.id, each.leads, each.own, each.because])).toEqual([
      ['b', true, false, null],
      ['a', false, true, 'same CVE'],
      ['c', false, false, 'why c'],
    ]);
    const leads = groupRows(finding('a', { leader: 'a', members }));
    expect(leads.map((each) => each.finding.id)).toEqual(['a', 'b', 'c']);
    expect(groupSentence(leads)).toBe('Told by trivy, grype and npm-audit; one ticket covers all of it');
  });

  it('are no group when one stands alone', () => {
    expect(groupRows(finding('a', {}))).toEqual([]);
  });

  it('may be joined by hand unless they are together already', () => {
    const own = finding('a', { leader: 'a', members: [member('b', 'grype')] });
    const found = [row('a', 'trivy'), row('b', 'grype'), row('c', 'snyk')];
    expect(joinable(own, found).map(({ id }) => id)).toEqual(['c']);
  });
});

describe('a verdict of a person', () => {
  it('is undone to the one that stood before it, or to what the tools say', () => {
    const said = {
      other: row('b', 'grype'),
      verdict: 'same',
      actor: 'Robin',
      reason: 'seen',
      at: '',
    } as const;
    const before = finding('a', { verdicts: [said] }).correlation;
    expect(undoOf(before, { other: 'b', verdict: 'different' })).toEqual({
      other: 'b',
      verdict: 'same',
      reason: 'seen',
    });
    expect(undoOf(before, { other: 'c', verdict: 'different' })).toBeNull();
  });

  it('is offered to those whom the server lets decide', () => {
    expect(mayCorrelate(['developer'])).toBe(true);
    expect(mayCorrelate(['admin'])).toBe(true);
    expect(mayCorrelate(['leader'])).toBe(false);
  });
});

it('others are looked for by the name of the package or of the file', () => {
  expect(searchWord({ component: 'pkg:npm/%40acme/ui', path: 'package-lock.json' })).toBe('ui');
  expect(searchWord({ component: null, path: 'src/pay.ts' })).toBe('pay.ts');
  expect(searchWord({ component: null, path: null })).toBe('');
});
