import { describe, expect, it } from 'vitest';
import { absenceWords, branchLines } from './branch-words.ts';

const [MARCH, APRIL, MAY] = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z'];
const finding: Parameters<typeof branchLines>[0] = {
  kind: 'code',
  state: 'open',
  openedAt: MARCH,
  closedAt: null,
  absentSince: null,
  defaultBranch: { branch: 'main', present: true },
  presence: [],
};
const on = (branch: string, rest: object = {}) => ({
  branch,
  release: false,
  present: true,
  since: APRIL,
  until: null,
  ...rest,
});
const told = (...presence: ReturnType<typeof on>[]) =>
  branchLines({ ...finding, presence }).map(({ branch, words, at }) => `${branch} ${words} ${at}`);

describe('where a finding is', () => {
  it('goes without saying while there is nothing but the default branch', () => {
    expect(told()).toEqual([]);
  });

  it('is told for the default branch, then releases, then the others, each by its newest interval', () => {
    expect(
      told(
        on('feature/x', { present: false, since: MAY }),
        on('feature/x', { until: MAY }),
        on('feature/y', { until: MAY }),
        on('release/2.x', { release: true }),
      ),
    ).toEqual([
      `main since ${MARCH}`,
      `release/2.x a release, since ${APRIL}`,
      `feature/x fixed there on ${MAY}`,
      `feature/y gone on ${MAY}`,
    ]);
  });

  it('leaves the default branch out when only a release holds it, and says there when it was fixed', () => {
    const presence = [on('release/2.x', { release: true })];
    const gone = { ...finding, presence, defaultBranch: { branch: 'main', present: false } };
    expect(branchLines(gone).map(({ branch }) => branch)).toEqual(['release/2.x']);
    const fixed = { ...finding, presence, state: 'fixed' as const, closedAt: MAY };
    expect(branchLines(fixed)[0]).toEqual({ branch: 'main', words: 'fixed on', at: MAY });
  });
});

describe('an absence that proves nothing', () => {
  it('is told by what would prove it, and only while the finding is open', () => {
    expect(absenceWords(finding)).toBeNull();
    const absent = { ...finding, absentSince: MAY };
    expect(absenceWords(absent)).toMatch(/a complete one decides/);
    expect(absenceWords({ ...absent, kind: 'secret' })).toMatch(/not known to be revoked/);
    expect(absenceWords({ ...absent, state: 'fixed' })).toBeNull();
  });
});
