import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { catalogueOf, readTexts } from '../src/app/generate-texts.ts';
import { languageOf } from '../src/web/texts/language.ts';
import { t } from '../src/web/texts/t.ts';

describe('the texts of the page', () => {
  const texts = readTexts();

  it('are all in the one catalogue, and nothing else is (npm run generate)', () => {
    expect(texts.messages.length).toBeGreaterThan(1000);
    expect(readFileSync('src/web/texts/en.json', 'utf8')).toBe(catalogueOf(texts));
  });

  it('stand nowhere beside a message, where no translation reaches them', () => {
    expect(texts.untold).toEqual([]);
  });

  it('are messages that can be read, with all forms that a language may need', () => {
    for (const message of texts.messages)
      expect(() => new IntlMessageFormat(message, 'en'), message).not.toThrow();
    const halves = texts.messages.filter((message) => /^\s|\s$/.test(message));
    expect(halves, 'pieces of sentences').toEqual([]);
  });

  it('are said in the reader’s language where it is there, else in English', () => {
    const there = ['./de.json', './fr.json'];
    expect(languageOf(['pt-BR', 'fr-CA', 'de'], there)).toBe('fr-CA');
    expect(languageOf(['en-US', 'de'], there)).toBe('en-GB');
    expect(languageOf(['zz'], there)).toBe('en-GB');
    expect(languageOf([], there)).toBe('en-GB');
  });

  it('take numbers and plurals in', () => {
    const days = '{days, plural, one {# day} other {# days}} overdue';
    expect([1, 1200].map((count) => t(days, { days: count }))).toEqual([
      '1 day overdue',
      '1,200 days overdue',
    ]);
  });
});
