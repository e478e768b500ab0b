/** A character as a number that every renderer of wiki texts gives back as it was, and none takes for mark-up. */
export const entity = (char: string): string => `&#${char.codePointAt(0)};`;
