import type { Probe } from '../../reader.ts';

/** What the beginning of a report shows, so that it can only be this tool's; every part given has to hold. */
export interface Signs {
  form: Probe['form'] | readonly Probe['form'][];
  /** Keys of the document, or of the first element of a list. */
  keys?: readonly string[];
  /** Patterns in the first 64 kB. */
  all?: readonly RegExp[];
  /** One of these is enough. */
  any?: readonly RegExp[];
  /** Patterns of tools that look alike. */
  none?: readonly RegExp[];
  /** Name of the root element of XML, and what its namespace holds. */
  root?: string;
  namespace?: string;
  /** Headers of a table, in any order. */
  headers?: readonly string[];
}

/** True when one of the signs holds. */
export const bySigns =
  (...signs: readonly Signs[]) =>
  (probe: Probe): boolean =>
    signs.some((one) => holds(one, probe));

function holds(signs: Signs, { form, topKeys, head, root }: Probe): boolean {
  return (
    [signs.form].flat().includes(form) &&
    (signs.keys ?? []).every((key) => topKeys.includes(key)) &&
    (signs.root === undefined || root?.name === signs.root) &&
    (signs.namespace === undefined || (root?.namespace ?? '').includes(signs.namespace)) &&
    (signs.headers === undefined || hasHeaders(head, signs.headers)) &&
    (signs.all ?? []).every((pattern) => pattern.test(head)) &&
    (signs.any === undefined || signs.any.some((pattern) => pattern.test(head))) &&
    !(signs.none ?? []).some((pattern) => pattern.test(head))
  );
}

/** Headers stand in the first line that is not Excel's `sep=`, whatever separates them. */
function hasHeaders(head: string, wanted: readonly string[]): boolean {
  const lines = head.split(/\r?\n/, 3).filter((line) => line.trim() !== '' && !/^"?sep=/i.test(line));
  const cells = (lines[0] ?? '')
    .split(/[,;\t|]/)
    .map((cell) => cell.replaceAll('"', '').trim().toLowerCase());
  return wanted.every((header) => cells.includes(header.toLowerCase()));
}
