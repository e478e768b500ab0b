import type { FindingKind, Observation, ToldState } from '../../../kernel/observation.ts';
import type { Severity } from '../../../kernel/severity.ts';
import type { ReadContext } from '../../reader.ts';
import type { Told } from './told.ts';

/**
 * Where a value stands: an expression (see `look`), several of which the first that says something counts, or a
 * function where words do not suffice.
 */
export type Spec = string | readonly string[] | ((told: Told) => unknown);

export interface SeveritySpec {
  of: Spec;
  /** The tool's own words or numbers, whatever their case; what is not listed is looked up in the kit's list. */
  words?: Readonly<Record<string, Severity>>;
  /** For a word nobody knows, and where there is none; without it the score decides, at last `info`. */
  otherwise?: Severity;
  /** Where the tool tells neither a word nor a score: an unrated weakness is not a harmless one. */
  unrated?: Severity;
}

export interface PackageSpec {
  /** Ecosystem, as a purl type or as tools call it (`gomod`, `debian`). */
  type?: Spec;
  /** May carry the namespace (`@acme/ui`, `org.acme:core`). */
  name: Spec;
  namespace?: Spec;
  version?: Spec;
  /** Versions that no longer have the weakness; a list in one text is split. */
  fixed?: Spec;
  purl?: Spec;
  layer?: Spec;
  /** True when the manifest names it itself. */
  direct?: Spec;
  source?: Spec;
}

/** What a mapping says of one result. Only `kind` and `rule` have to be there. */
export interface Fields {
  kind: FindingKind | ((told: Told) => FindingKind);
  /** A result without it is left out and noted. */
  rule: Spec;
  /** Absent = the rule's name, the first line of the message, the rule. */
  title?: Spec;
  /** What is said of this place; HTML becomes Markdown. */
  message?: Spec;
  severity?: Spec | SeveritySpec;
  score?: Spec;
  vectors?: Spec;
  /** Numbers or words in any form. */
  cwes?: Spec;
  /** CVE, GHSA and other names, the leading one first. */
  vulnerabilities?: Spec;
  path?: Spec;
  line?: Spec;
  endLine?: Spec;
  column?: Spec;
  endColumn?: Spec;
  snippet?: Spec;
  symbol?: Spec;
  package?: PackageSpec;
  web?: { method?: Spec; url: Spec; parameter?: Spec; evidence?: Spec };
  resource?: {
    id: Spec;
    type?: Spec;
    account?: Spec;
    region?: Spec;
    host?: Spec;
    port?: Spec;
    protocol?: Spec;
    /** Tags or labels in any form that `labelsOf` knows. */
    labels?: Spec;
  };
  /** The value never leaves the reader: it is hashed, and masked wherever the report shows it. */
  secret?: { value?: Spec; verified?: Spec };
  externalId?: Spec;
  firstFoundAt?: Spec;
  references?: Spec;
  remediation?: Spec;
  epss?: Spec;
  exploited?: Spec;
  tags?: Spec;
  /** Fingerprints the tool gives, by name. */
  fingerprints?: Readonly<Record<string, Spec>>;
  /** Why the tool itself does not count it as open. */
  told?: (told: Told) => ToldState | undefined;
  /** What holds for all results of the rule. */
  ruleText?: { name?: Spec; description?: Spec; help?: Spec; url?: Spec; references?: Spec; tags?: Spec };
  /** A reason to leave it out, said once in the diagnostics: passed checks are not findings. */
  skip?: (told: Told) => string | undefined;
  /** Last touches where a declaration would be longer than code. */
  touch?: (observation: Observation, told: Told, context: ReadContext) => void;
}
