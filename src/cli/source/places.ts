import type { Observation } from '../../kernel/observation.ts';

/** A line whose text is looked for. */
export interface WantedLine {
  line: number;
  endLine: number;
  /** The weakness is a credential in the source: the text is masked as a secret's is. */
  strict: boolean;
}

/** Places of one report, gathered while it is read; only numbers are held, no observation. */
export interface Places {
  add(observation: Observation): void;
  /** Lines without a text of the report's own, by the path as the report tells it. */
  wanted: Map<string, Map<number, WantedLine>>;
  /** Where the report says that a secret lies; null = somewhere in the file. */
  secrets: Map<string, ([start: number, end: number] | null)[]>;
}

/** Passwords and keys in source: https://cwe.mitre.org/data/definitions/798.html and its relatives. */
const CREDENTIAL_CWES: ReadonlySet<number> = new Set([256, 257, 258, 259, 260, 312, 321, 522, 540, 798]);

export function gatherPlaces(): Places {
  const wanted: Places['wanted'] = new Map();
  const secrets: Places['secrets'] = new Map();
  return {
    wanted,
    secrets,
    add({ kind, place, cwes }) {
      const { path, startLine: line, endLine = line } = place;
      if (path === undefined) return;
      if (kind === 'secret') {
        const known = secrets.get(path) ?? [];
        known.push(line === undefined ? null : [line, endLine ?? line]);
        secrets.set(path, known);
        return;
      }
      if (line === undefined || place.snippet?.trim()) return;
      const lines = wanted.get(path) ?? new Map<number, WantedLine>();
      wanted.set(path, lines);
      const before = lines.get(line);
      lines.set(line, {
        line,
        endLine: Math.max(endLine ?? line, before?.endLine ?? 0),
        strict: before?.strict === true || cwes.some((cwe) => CREDENTIAL_CWES.has(cwe)),
      });
    },
  };
}
