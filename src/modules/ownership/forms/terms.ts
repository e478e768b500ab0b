import type { DATA_CLASSES } from '../../organisation/pure.ts';

export const SERVICE_TYPES = [
  'service',
  'library',
  'website',
  'job',
  'mobile',
  'infrastructure',
  'documentation',
] as const;
export const LIFECYCLES = ['experimental', 'production', 'deprecated', 'archived'] as const;
export const MISSION_IMPACTS = ['low', 'medium', 'high'] as const;
/** From the quietest to the loudest. */
export const PR_FEEDBACK = ['observe', 'comment', 'block'] as const;

export type ServiceType = (typeof SERVICE_TYPES)[number];
export type Lifecycle = (typeof LIFECYCLES)[number];
export type MissionImpact = (typeof MISSION_IMPACTS)[number];
export type PrFeedback = (typeof PR_FEEDBACK)[number];
export type DataClass = (typeof DATA_CLASSES)[number];

const TYPES: Record<ServiceType, readonly string[]> = {
  service: ['service', 'web', 'app', 'api', 'http', 'grpc', 'backend', 'microservice', 'function'],
  library: ['library', 'package', 'sdk', 'module'],
  website: ['website', 'frontend', 'browser', 'ui', 'spa'],
  job: ['job', 'batch', 'cron', 'worker', 'pipeline'],
  mobile: ['mobile', 'ios', 'android'],
  infrastructure: ['infrastructure', 'db', 'database', 'cache', 'datastore', 'queue', 'resource', 'platform'],
  documentation: ['documentation', 'docs', 'policy'],
};

/** What real people use is in production, whatever the letter it is called by. */
const STAGES: Record<Lifecycle, readonly string[]> = {
  experimental: [
    'experimental',
    'pre-alpha',
    'alpha',
    'sandbox',
    'discovery',
    'development',
    'concept',
    'wip',
  ],
  production: [
    'production',
    'prod',
    'beta',
    'live',
    'ga',
    'generally-available',
    'general-availability',
    'active',
  ],
  deprecated: ['deprecated', 'end-of-life', 'eol', 'sunset', 'unsupported', 'inactive'],
  archived: ['archived', 'retired', 'decommissioned', 'abandoned', 'moved'],
};

/** Where a scale has words, its top is our first. */
const TIERS: readonly (readonly string[])[] = [
  ['critical', 'mission-critical'],
  ['high', 'customer-facing'],
  ['medium', 'internal'],
  ['low'],
];

export const typeOf = (word: string | null): ServiceType | null => ours(TYPES, word);
export const lifecycleOf = (word: string | null): Lifecycle | null => ours(STAGES, word);

/** `1`, `Tier 1`, `tier_1`, `mission critical`; a tier 0 is above all, as our first is. */
export function tierOf(word: string | null): number | null {
  if (word === null) return null;
  const plain = folded(word);
  const digit = /^(?:tier-?)?([0-4])$/.exec(plain)?.[1];
  if (digit !== undefined) return Math.max(1, Number(digit));
  const named = TIERS.findIndex((words) => words.includes(plain));
  return named < 0 ? null : named + 1;
}

function ours<Word extends string>(table: Record<Word, readonly string[]>, word: string | null): Word | null {
  if (word === null) return null;
  const plain = folded(word);
  for (const [name, words] of Object.entries<readonly string[]>(table))
    if (words.includes(plain)) return name as Word;
  return null;
}

const folded = (word: string) => word.trim().toLowerCase().replaceAll(/[ _]/g, '-');
