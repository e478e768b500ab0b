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

/** True when one of the signs holds. What is cheap to look at comes first: every report is shown to every reader. */
export function bySigns(...signs: readonly Signs[]): (probe: Probe) => boolean {
  const made = signs.map((one) => ({
    ...one,
    forms: [one.form].flat(),
    headers: one.headers?.map((header) => header.toLowerCase()),
  }));
  return (probe) => {
    for (const one of made) if (one.forms.includes(probe.form) && holds(one, probe)) return true;
    return false;
  };
}

function holds(signs: Signs, probe: Probe): boolean {
  const { topKeys, head, root } = probe;
  return (
    (signs.keys === undefined || signs.keys.every((key) => topKeys.includes(key))) &&
    (signs.root === undefined || root?.name === signs.root) &&
    (signs.namespace === undefined || (root?.namespace ?? '').includes(signs.namespace)) &&
    (signs.headers === undefined || hasAll(headersOf(probe), signs.headers)) &&
    (signs.all === undefined || signs.all.every((pattern) => pattern.test(head))) &&
    (signs.any === undefined || signs.any.some((pattern) => pattern.test(head))) &&
    !signs.none?.some((pattern) => pattern.test(head))
  );
}

const hasAll = (cells: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((header) => cells.includes(header));

const headers = new WeakMap<Probe, readonly string[]>();

/** Headers stand in the first line that is not Excel's `sep=`, whatever separates them; in lower case. */
function headersOf(probe: Probe): readonly string[] {
  let cells = headers.get(probe);
  if (cells === undefined) {
    const lines = probe.head.split(/\r?\n/, 3).filter((line) => line.trim() !== '' && !/^"?sep=/i.test(line));
    cells = (lines[0] ?? '').split(/[,;\t|]/).map((cell) => cell.replaceAll('"', '').trim().toLowerCase());
    headers.set(probe, cells);
  }
  return cells;
}
