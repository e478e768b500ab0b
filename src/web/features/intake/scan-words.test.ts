import { describe, expect, it } from 'vitest';
import { deltaWords } from './scan-words.ts';

const none = { opened: 0, seen: 0, moved: 0, fixed: 0, reopened: 0 };

describe('what came of a scan', () => {
  it('is told by what changed first, and says when there was nothing', () => {
    expect(deltaWords({ ...none, opened: 1, fixed: 2, seen: 18 })).toBe('1 new, 2 fixed, 18 as before');
    const changed = { opened: 4, seen: 7, moved: 4, fixed: 3, reopened: 1 };
    expect(deltaWords(changed)).toBe('4 new, 1 again, 3 fixed, 4 moved, 2 as before');
    expect(deltaWords(none)).toBe('nothing found');
    expect(deltaWords(null)).toBe('');
  });
});
