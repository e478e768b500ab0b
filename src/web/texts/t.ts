import { IntlMessageFormat } from 'intl-messageformat';
import { language, translation } from './language.ts';

export type Values = Readonly<Record<string, string | number | null | undefined>>;

/** Of each message that has places to fill. */
const parsed = new Map<string, IntlMessageFormat>();

/** Whether a message is more than its own words. */
const hasPlaces = (message: string) => /[{<]/.test(message);

export function formatOf(message: string): IntlMessageFormat {
  const known = parsed.get(message);
  if (known) return known;
  const made = new IntlMessageFormat(translation[message] ?? message, language);
  parsed.set(message, made);
  return made;
}

/**
 * A text in the reader's language. The English one is its key and stands where it is shown, in ICU's message format:
 * `t('{days, plural, one {# day} other {# days}} overdue', { days })`. It is written out in full, never put together of
 * pieces: other languages have another order. The catalogue `en.json` is read from these calls.
 */
export function t(message: string, values?: Values): string {
  if (!hasPlaces(message)) return translation[message] ?? message;
  return String(formatOf(message).format(values as Record<string, string>));
}

/** What the server names by a key, as words: "bug-bounty" -> "bug bounty". */
export function wordsOf(key: string): string {
  const said = key.replaceAll(/[-_]/g, ' ');
  return translation[said] ?? said;
}
