import { describe, expect, it } from 'vitest';
import { emptyDraft, readDraft } from './report-draft.ts';

const draft = { ...emptyDraft, title: 'Coupons can be used twice', targetKey: ' acme/checkout ' };

describe('the form to report a finding', () => {
  it('sends what was typed and leaves out what was not', () => {
    const read = readDraft({ ...draft, line: '41', path: 'src/coupon.ts' });
    expect(read).toEqual({
      ok: true,
      report: {
        title: 'Coupons can be used twice',
        description: '',
        evidence: '',
        kind: 'manual',
        severity: 'medium',
        phase: 'code-review',
        target: { kind: 'repository', key: 'acme/checkout' },
        path: 'src/coupon.ts',
        line: 41,
      },
    });
  });

  it('says at the field what is missing', () => {
    const read = readDraft({ ...emptyDraft, finder: 'other', line: 'x', cwe: '-3' });
    expect(read.ok).toBe(false);
    expect(Object.keys(read.ok ? {} : read.problems).sort()).toEqual([
      'cwe',
      'finderName',
      'line',
      'targetKey',
      'title',
    ]);
  });

  it('remembers the finder who is somebody else', () => {
    const read = readDraft({
      ...draft,
      finder: 'other',
      finderName: 'Ada',
      finderContact: 'ada@example.test',
    });
    expect(read.ok && read.report.finder).toEqual({ name: 'Ada', contact: 'ada@example.test' });
  });
});
