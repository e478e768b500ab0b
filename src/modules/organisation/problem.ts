/** What is wrong in a file people wrote, and where: told to them, never thrown. Lines and columns are 1-based. */
export interface FileProblem {
  file: string;
  line: number;
  column: number;
  /** An error leaves the file without effect; a warning or a note only the named part. */
  level: 'error' | 'warning' | 'note';
  code: ProblemCode;
  message: string;
  /** What was probably meant, ready to be written instead. */
  suggestion: string | null;
}

export type ProblemCode =
  | 'syntax'
  | 'encoding'
  | 'too-large'
  | 'too-deep'
  | 'too-many-aliases'
  | 'duplicate-key'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-value'
  | 'duplicate-name'
  | 'unknown-unit'
  | 'unit-cycle'
  | 'unknown-team'
  | 'unknown-repository'
  | 'ambiguous-team'
  | 'retired-team'
  | 'foreign-file'
  | 'bad-pattern'
  | 'bad-owner'
  | 'not-used'
  | 'unreadable'
  | 'missing-file'
  | 'waits-for-approval';
