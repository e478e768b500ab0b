/** What is told of a place in a file. */
export interface Item {
  /** Equal = the same line, unchanged. */
  token: string;
  rule: string;
  /** Normalised text of the line; empty when nobody showed it. */
  text: string;
  /** 0 = not told. */
  line: number;
  /** What is said of it: breaks ties among results of one rule on one line. */
  said: string;
}

/** One place in the order of its file. Equal tokens mean the same rule and the same text. */
export interface Spot {
  token: number;
  /** 0 = the report gives none. */
  line: number;
  /** Equal numbers: the same words. */
  said: number;
}

/** Positions on both sides that belong together. */
export type Pair = [a: number, b: number];

/** A part of both sequences, ends excluded. */
export interface Range {
  a: [from: number, to: number];
  b: [from: number, to: number];
}
