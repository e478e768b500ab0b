/** What tracking knows of one result: what it is recognised by, and where it stands. */
export interface Seen {
  /** Strong key: equal means the same weakness in the same place. Repeats of equal text share it. */
  key: string;
  /** The file it lies in; null = it lies in none, or moving it does not make it another. */
  path: string | null;
  /** True for lines of a file, which move and are edited; false where the key alone says what it is. */
  ordered: boolean;
  /** What is wrong, whatever the file: the rule; for packages the package and its weakness. */
  rule: string;
  /** What tells equal ones apart: the normalised text of the line, the version of the package. */
  text: string;
  /** 0 = not told. */
  line: number;
  /** Hash of what is said of it; takes no part in identity, but breaks ties. */
  said?: string | undefined;
  /** The package without its version and the names of its weakness, where there is one. */
  package?: { name: string; weaknesses: readonly string[] } | undefined;
  /** Hash of all that was told of it. It breaks ties among those that nothing else tells apart, and no more. */
  content?: string | undefined;
}

/** A finding known for the stream, in the compact form that tracking needs. */
export interface Known extends Seen {
  /** Open or excepted; a fixed finding is only looked for by its strong key, to be reopened. */
  live: boolean;
}

/**
 * How a pair was recognised: by its strong key or its unchanged line; as an edited line of its file; as a line that
 * changed its order inside its file; by another name of the same weakness; in a renamed file; under the new name of
 * its rule.
 */
export type How = 'key' | 'edited' | 'moved' | 'alias' | 'renamed' | 'rule-renamed';

export interface Alignment {
  /** Position among the known, position among the seen, how. Each position occurs at most once. */
  matched: [known: number, seen: number, how: How][];
  /** Live ones that were not seen. */
  missing: number[];
  /** Seen ones that nobody knows. */
  opened: number[];
}

/** What is known beside the two sides. */
export interface Hints {
  /** Files known to be renamed, old path to new path (told, or from git). */
  renames?: ReadonlyMap<string, string>;
  /** Rules that a tool renamed, new name to its former ones (SARIF `deprecatedIds`, or declared). */
  formerRules?: ReadonlyMap<string, readonly string[]>;
  /** Leading name of a vulnerability that has several (CVE, GHSA, OSV …). */
  groupOf?: (name: string) => string;
  /** False: the scan looked at a part only, so that a file it does not name need not be gone. */
  whole?: boolean;
}
