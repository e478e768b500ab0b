import type { Spec } from './declare/fields.ts';
import type { Told } from './declare/told.ts';
import { textOf } from './declare/values.ts';

/** The flagged line out of an excerpt whose lines begin with their numbers (`39     eval(x)`); else the excerpt. */
export const numberedLine =
  (excerpt: Spec, line: Spec) =>
  (told: Told): string | undefined => {
    const text = textOf(excerpt, told);
    const number = textOf(line, told);
    if (text === undefined || number === undefined) return text;
    const found = text.split('\n').find((one) => new RegExp(`^\\s*>?\\s*${Number(number)}\\b`).test(one));
    return found === undefined ? text : found.replace(/^\s*>?\s*\d+(?:\s*[:|])?\s?/, '');
  };
