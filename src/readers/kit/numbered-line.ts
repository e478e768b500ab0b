import type { Spec } from './declare/fields.ts';
import type { Told } from './declare/told.ts';
import { textOf } from './declare/values.ts';

const NUMBERED = /^\s*>?\s*(\d+)\b(?:\s*[:|])?\s?(.*)$/s;

/** The flagged line out of an excerpt whose lines begin with their numbers (`39     eval(x)`); else the excerpt. */
export const numberedLine =
  (excerpt: Spec, line: Spec) =>
  (told: Told): string | undefined => {
    const text = textOf(excerpt, told);
    const number = textOf(line, told);
    if (text === undefined || number === undefined) return text;
    const wanted = String(Number(number));
    for (const line of text.split('\n')) {
      const [, told, code] = NUMBERED.exec(line) ?? [];
      if (told === wanted) return code;
    }
    return text;
  };
