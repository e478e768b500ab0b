/** A live finding of one target with what correlating needs of it. */
export interface Correlatable {
  id: string;
  streamId: string;
  tool: string;
  ruleId: string;
  /** The tool's own name of the rule; tells licences apart. */
  rule: string;
  kind: string;
  /** Open or reopened; an excepted one is live too, but nobody works on it. */
  open: boolean;
  /** Package URL without version, or a bare name. */
  component: string | null;
  /** The source package that a system package was built from, where the tool tells. */
  source: string | null;
  version: string | null;
  path: string | null;
  startLine: number | null;
  endLine: number | null;
  /** Normalised text of the flagged line; empty when the report has none. */
  text: string;
  vulnerabilities: readonly string[];
  /** CWE numbers of its rule. */
  cwes: readonly number[];
  /** Names the value of a secret by its keyed hash; null where the report hides it. */
  secret: string | null;
  /** How many facts speak for it: fixed versions, a CVE, a verified secret, text, CWE, a score. */
  evidence: number;
  openedAt: Date;
  leadId: string | null;
  leadBecause: string | null;
  leadByPerson: boolean;
  fixId: string | null;
  ownFixId: string | null;
}

/** What a person said of two findings. */
export interface Verdict {
  findingId: string;
  otherId: string;
  verdict: 'same' | 'different';
  actor: string;
  reason: string | null;
  at: Date;
}

/** Two findings that a person has to decide on. */
export interface Suggestion {
  findingId: string;
  otherId: string;
  because: string;
}

export interface Follower {
  id: string;
  /** In words, why it follows the leader. */
  because: string;
  byPerson: boolean;
}

/** Findings that are one weakness; a group has one follower at least. */
export interface Group {
  leaderId: string;
  followers: Follower[];
}

/** Oldest first, so that the result does not depend on the order in which rows came. */
export const byAge = (a: Correlatable, b: Correlatable): number =>
  a.openedAt.getTime() - b.openedAt.getTime() || (a.id < b.id ? -1 : 1);
