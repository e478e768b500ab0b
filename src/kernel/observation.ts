import type { Severity } from './severity.ts';

/**
 * What sort of weakness a result tells of. The kind decides what identity means (see `findings/`):
 * dependency and container by package, code and config by place and text, secret by its keyed hash,
 * web by URL template, host and cloud by resource, manual by the id its source gave it.
 */
export const KINDS = [
  'dependency',
  'container',
  'code',
  'config',
  'secret',
  'web',
  'host',
  'cloud',
  'license',
  'manual',
] as const;
export type FindingKind = (typeof KINDS)[number];

/** A place in a file. Lines and columns count from 1; `path` is relative, with `/`, never absolute. */
export interface Place {
  path?: string;
  startLine?: number;
  endLine?: number;
  startColumn?: number;
  endColumn?: number;
  /** The flagged source text as the report shows it; for secrets always masked. */
  snippet?: string;
  /** Function, class or other named scope, when the tool says so. */
  symbol?: string;
}

/** A package as told: `purl` without qualifiers where the ecosystem is known. */
export interface Component {
  /** purl type: npm, pypi, maven, golang, gem, nuget, cargo, composer, deb, rpm, apk, generic … */
  type?: string;
  namespace?: string;
  name: string;
  version?: string;
  /** Full package URL as told or built (with version), https://github.com/package-url/purl-spec. */
  purl?: string;
  /** Versions that no longer have the weakness, as the tool states them. */
  fixedVersions: string[];
  /** Source package that a system package was built from, where the tool tells. */
  source?: string;
  /** Image layer the package came with (digest), where known. */
  layer?: string;
  /** True when the manifest names it itself, false when another package brings it. */
  direct?: boolean;
}

export interface WebPlace {
  method?: string;
  url: string;
  parameter?: string;
  evidence?: string;
}

/** A host, a cloud resource, a cluster object. */
export interface Resource {
  id: string;
  type?: string;
  account?: string;
  region?: string;
  host?: string;
  port?: number;
  protocol?: string;
  /** Tags of a cloud, labels of a cluster's object or of an image, as told: they may say whose it is. */
  labels?: Record<string, string>;
}

/** Why the tool itself does not count the result as open. */
export interface ToldState {
  state: 'suppressed' | 'fixed' | 'false-positive' | 'accepted';
  reason?: string;
  /** Why it is not affected, where the report says so in one of VEX's words. */
  justification?: Justification;
}

/** OpenVEX's words for why something is not affected, https://github.com/openvex/spec. */
export const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;
export type Justification = (typeof JUSTIFICATIONS)[number];

export const isJustification = (word: string | undefined): word is Justification =>
  (JUSTIFICATIONS as readonly (string | undefined)[]).includes(word);

/**
 * One result as the tool states it in one report. Severity, score and wording are what the tool said;
 * none of them takes part in identity.
 */
export interface Observation {
  kind: FindingKind;
  /** The tool's own id of the rule; for packages the id of the vulnerability. */
  rule: string;
  title: string;
  /** What is said of this place, in Markdown; texts that hold for the whole rule stand in `Rule`. */
  message?: string;
  severity: Severity;
  /** The tool's own word for the severity, before our scale. */
  severityTold?: string;
  /** CVSS base score, 0-10. */
  score?: number;
  /** CVSS vectors, newest version first. */
  vectors?: string[];
  /** CWE numbers, most specific first. */
  cwes: number[];
  /** CVE, GHSA and other names of the vulnerability, the leading one first; upper case for CVE. */
  vulnerabilities: string[];
  place: Place;
  component?: Component;
  web?: WebPlace;
  resource?: Resource;
  secret?: {
    /** Keyed hash of the secret value (never the value), absent where the report redacts it. */
    hash?: string;
    /** True when the tool tried the credential and it worked; false when it was refused. */
    verified?: boolean;
  };
  /** Fingerprints the tool gives: hints, never truth. */
  fingerprints?: Record<string, string>;
  /** The id the tool or platform gave this very result. */
  externalId?: string;
  told?: ToldState;
  /** When the tool first saw it, ISO 8601 in UTC. */
  firstFoundAt?: string;
  references?: string[];
  remediation?: string;
  /** EPSS probability (0-1) as told by the tool. */
  epss?: number;
  /** True when the report says that it is known to be exploited. */
  exploited?: boolean;
  tags?: string[];
}

/** What a report says of a rule (or vulnerability) once, for all its results. */
export interface Rule {
  id: string;
  name?: string;
  /** Markdown. */
  description?: string;
  /** How to fix it, Markdown. */
  help?: string;
  url?: string;
  cwes?: number[];
  references?: string[];
  tags?: string[];
  /** Ids this rule had before (SARIF `deprecatedIds`). */
  formerIds?: string[];
}

/** A remark about the report itself: what was odd, what was left out and why. */
export interface Diagnostic {
  level: 'error' | 'warning' | 'note';
  /** Stable code, e.g. `LK-READ-TRUNCATED`. */
  code: string;
  message: string;
  /** Where in the report: a JSON pointer, an element path or a line. */
  where?: string;
}
