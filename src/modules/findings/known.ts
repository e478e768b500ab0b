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
