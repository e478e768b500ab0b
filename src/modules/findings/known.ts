/** A finding known for the stream, in the compact form that tracking needs. */
export interface Known {
  key: string;
  place: string | null;
  text: string;
  line: number;
  /** Open or excepted; a fixed finding is only looked for by its strong key, to be reopened. */
  live: boolean;
}

export interface Seen {
  key: string;
  place: string | null;
  text: string;
  line: number;
}
