import { describe, expect, it } from 'vitest';
import { checkAbout } from './check.ts';

describe('checking a repository', () => {
  it('misses an about.yaml at the root', () => {
    expect(checkAbout([], null)).toMatchObject([{ level: 'error', code: 'missing-file' }]);
  });

  it('tells which CODEOWNERS file is not looked at', () => {
    const files = ['docs/CODEOWNERS', '.github/CODEOWNERS'].map((path) => ({ path, content: '* @a/b' }));
    const about = { path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: a' };
    expect(checkAbout([...files, about], null)).toMatchObject([
      { file: 'docs/CODEOWNERS', code: 'not-used' },
    ]);
  });
});
