import type { Probe, Recognise, Sign } from '../../reader.ts';

/** What the beginning of a report shows, so that it can only be this tool's; every part given has to hold. */
export interface Signs extends Sign {
  /** Patterns in the first 64 kB. */
  all?: readonly RegExp[];
  /** One of these is enough. */
  any?: readonly RegExp[];
  /** Patterns of tools that look alike. */
  none?: readonly RegExp[];
  /** What the namespace of the root holds. */
  namespace?: string;
  /** Headers of a table, in any order. */
  headers?: readonly string[];
}

/** True when one of the signs holds. What is cheap to look at comes first. */
export function bySigns(...signs: readonly Signs[]): Recognise {
  const byForm = new Map<Probe['form'], Signs[]>();
  for (const one of signs) {
    const made = { ...one, headers: one.headers?.map((header) => header.toLowerCase()) };
    for (const form of [one.form].flat()) byForm.set(form, [...(byForm.get(form) ?? []), made]);
  }
  const recognise = (probe: Probe) => byForm.get(probe.form)?.some((one) => holds(one, probe)) ?? false;
  return Object.assign(recognise, { signs });
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
