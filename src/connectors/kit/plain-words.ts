/** Long enough for any sentence of a host. */
const LONGEST = 300;

/** What a host says, as one line for our own sentences and logs. */
export const plainWords = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
