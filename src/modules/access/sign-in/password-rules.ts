import { SHORTEST_PASSWORD } from '../../../contract/sign-in.ts';

/**
 * What the most common passwords are made of, in small letters; what is left without them has to stand for itself.
 * Composition rules (a digit, a capital) are none of it: they make `Password123!` and keep out good sentences.
 */
const COMMON = [
  ['password', 'passwort', 'passphrase', 'kennwort', 'passwd', 'letmein', 'welcome', 'willkommen', 'secret'],
  ['geheim', 'changeme', 'default', 'trustno', 'iloveyou', 'princess', 'dragon', 'monkey', 'football'],
  ['baseball', 'superman', 'batman', 'sunshine', 'starwars', 'master', 'shadow', 'michael', 'jordan'],
  ['qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm', 'qwerty', 'qwertz', 'azerty', 'asdf'],
  ['abcdefghij', 'abcdef', 'abc', 'admin', 'administrator', 'root', 'user', 'login', 'access', 'hello'],
  ['lanekeeper', 'lane', 'keeper', 'security', 'summer', 'winter', 'spring', 'autumn', 'sommer', 'company'],
].flat();

const LEFT_AT_LEAST = 6;
const DIFFERENT_AT_LEAST = 5;
const OWN_WORD_LENGTH = 3;

const LEET: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};
const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
const unleet = (text: string): string => [...text].map((letter) => LEET[letter] ?? letter).join('');

const wordsOf = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= OWN_WORD_LENGTH);

/** Longest first, so that `administrator` does not leave `istrator`. */
function without(text: string, words: readonly string[]): string {
  let left = text;
  for (const word of [...words].sort((a, b) => b.length - a.length)) left = left.replaceAll(word, ' ');
  return left;
}

/** Letters that are neither the next on from the one before (`345`, `cde`), nor the one before, nor space. */
function surprises(text: string): string[] {
  const letters = [...text];
  return letters.filter((letter, at) => {
    const step = letter.codePointAt(0)! - (letters[at - 1]?.codePointAt(0) ?? Number.NaN);
    return letter.trim() !== '' && !(Math.abs(step) <= 1);
  });
}

/**
 * Why a password would be guessed among the first, in words for its owner; null = it is good.
 * @param owner their names and address are what an attacker tries first
 */
export function weaknessOf(password: string, owner: { email: string; name: string }): string | null {
  if ([...password.normalize('NFKC')].length < SHORTEST_PASSWORD)
    return `It needs at least ${SHORTEST_PASSWORD} characters; a short sentence is easy to remember.`;
  const own = [...wordsOf(owner.email), ...wordsOf(owner.name)];
  const words = [...COMMON, ...own];
  // Read as it is and with 3 for e: either may hide a common word.
  const readings = [plain(password), unleet(plain(password))];
  const weak = readings.some((reading) => {
    const left = surprises(without(reading, words));
    return left.length < LEFT_AT_LEAST || new Set(left).size < DIFFERENT_AT_LEAST;
  });
  return weak
    ? 'It is mostly a common word, a row of keys or your own name, which are tried first. A few words that do not belong together are better.'
    : null;
}
