/** Which step of the resolution answered (product.md's order, first that answers wins). */
export type OwnerSource =
  | 'override'
  | 'about.yaml paths'
  | 'about.yaml owner'
  | 'about.yaml (gordon)'
  | 'CODEOWNERS'
  | 'catalogue'
  | 'code host'
  | 'resource rule'
  | 'label'
  | 'about.yaml assets'
  | 'security sub-team'
  | 'unit fallback'
  | 'security triage';

/** Who is responsible, and why. `unowned` answers still name the queue that takes care meanwhile. */
export interface Owner {
  /** Team key of the registry; for the last resort the triage team. */
  team: string;
  source: OwnerSource;
  because: string[];
  unowned: boolean;
}

export interface Contact {
  queue: string | null;
  channel: string | null;
  oncall: string | null;
}
