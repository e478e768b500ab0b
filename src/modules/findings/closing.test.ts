import { describe, expect, it } from 'vitest';
import { CLOSINGS, type Closing, closing } from '../../contract/findings.ts';
import { FINDING_STATES } from '../../kernel/finding.ts';
import { KINDS } from '../../kernel/observation.ts';
import { objectionToClosing, objectionToReopening } from './closing.ts';

const all = KINDS.flatMap((kind) =>
  FINDING_STATES.flatMap((state) => closing.options.map((how) => ({ kind, state, how }))),
);
const fits = (kind: string, how: Closing) =>
  Object.entries(CLOSINGS).some(([known, words]) => known === kind && words.some((word) => word === how));

describe('closing by hand', () => {
  it('is for open secrets and findings by hand, each in its own words, and for nothing else', () => {
    const allowed = all.filter(
      ({ kind, state, how }) => !objectionToClosing({ kind, state, closedHow: null }, how),
    );
    expect(allowed).toEqual(
      all.filter(({ kind, state, how }) => fits(kind, how) && (state === 'open' || state === 'reopened')),
    );
    expect(allowed).toHaveLength(8);
  });

  it('is undone only where a person did it', () => {
    const undone = all.filter(
      ({ kind, state, how }) => !objectionToReopening({ kind, state, closedHow: how }),
    );
    expect(undone).toEqual(all.filter(({ state }) => state === 'fixed'));
    for (const { kind, state } of all)
      expect(objectionToReopening({ kind, state, closedHow: null })).not.toBeNull();
  });
});
