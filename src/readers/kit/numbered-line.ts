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
    for (let from = 0; from <= text.length; ) {
      const end = text.indexOf('\n', from);
      const line = text.slice(from, end < 0 ? undefined : end);
      const [, told, code] = line.includes(wanted) ? (NUMBERED.exec(line) ?? []) : [];
      if (told === wanted) return code;
      if (end < 0) break;
      from = end + 1;
    }
    return text;
  };
