/** Where a finding was discovered, earliest first: the further left, the cheaper. */
export const PHASES = [
  'threat-model',
  'design-review',
  'code-review',
  'pull-request',
  'build',
  'test',
  'penetration-test',
  'bug-bounty',
  'production',
  'incident',
] as const;
export type Phase = (typeof PHASES)[number];
