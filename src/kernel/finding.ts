/** See `findings/README.md` for what leads from one state to the next. */
export const FINDING_STATES = ['open', 'reopened', 'fixed', 'excepted'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/** What was looked at. */
export const TARGET_KINDS = ['repository', 'image', 'host', 'cloud-account', 'url', 'cluster'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export interface TargetRef {
  kind: TargetKind;
  /** For a repository its full name (`acme/checkout`), for an image its reference, and so on. */
  key: string;
}

export const FIX_KINDS = [
  'upgrade',
  'base-image',
  'edit',
  'rotate',
  'configure',
  'retest',
  'license',
] as const;
export type FixKind = (typeof FIX_KINDS)[number];
