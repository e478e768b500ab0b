import { expect, it } from 'vitest';
import { askOf } from './ask.ts';

it('leaves out the list of findings and nothing else', () => {
  const body =
    '## Why now\n\n- late\n\n## Findings (2)\n\n| | what |\n|---|---|\n| P1 | a |\n\n## Not right?\n\nSay so.';
  expect(askOf(body)).toBe('## Why now\n\n- late\n\n## Not right?\n\nSay so.');
  expect(askOf('## Why now\n\n- late')).toBe('## Why now\n\n- late');
});
