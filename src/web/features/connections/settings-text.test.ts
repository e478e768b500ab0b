import { describe, expect, it } from 'vitest';
import { settingsOf, settingsText } from './settings-text.ts';

describe('settings as text', () => {
  it('come back as they were', () => {
    const settings = { url: 'https://jira.acme.example', queues: { PAY: { project: 'PAY' } }, others: null };
    expect(settingsOf(settingsText(settings))).toEqual({ settings });
    expect(settingsOf(settingsText({}))).toEqual({ settings: {} });
    expect(settingsOf('# nothing yet')).toEqual({ settings: {} });
  });

  it('that make no sense are told with their line', () => {
    expect(settingsOf('url: a\n  b: [')).toEqual({ problem: expect.stringMatching(/^Line \d: /) });
    expect(settingsOf('- a list')).toEqual({ problem: expect.stringContaining('names and values') });
    expect(settingsOf('a: &x 1\nb: *x')).toHaveProperty('problem');
  });
});
