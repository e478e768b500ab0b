import { z } from 'zod';
import { MODES } from '../../../kernel/decision.ts';
import { KINDS } from '../../../kernel/observation.ts';
import { PHASES } from '../../../kernel/phase.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';

/** Not assessed is a value: what is absent becomes null, so that every fact is always there. */
const known = <Type extends z.ZodType>(type: Type) => type.nullish().transform((value) => value ?? null);
const lower = z.string().max(200).toLowerCase();
const text = z.string().max(2000);
const list = z
  .array(z.string().max(200))
  .max(100)
  .nullish()
  .transform((value) => value ?? []);
const probability = z.number().min(0).max(1);
const time = z.iso.datetime({ offset: true });
const day = z.iso.date();

const finding = z.object({
  kind: z.enum(KINDS),
  severity: z.enum(SEVERITIES),
  /** Secrets: true = tried and it works, false = tried and refused. */
  verified: known(z.boolean()),
  /** As told for packages; weaknesses in our own hands always have one (see `hasFix`). */
  fixAvailable: known(z.boolean()),
  /** When the fix appeared, if that was after detection: its clock starts then. */
  fixAvailableSince: known(time),
  /** When it was first looked at by somebody who could judge it; else detection counts. */
  evaluatedAt: known(time),
  /** When it came back after its fix had been verified for long: its clock starts again there. */
  restartedAt: known(time),
  /** What its fix waits for, such as `base-image`; and how long its clock has stood still for such reasons. */
  waitsFor: known(lower),
  pausedSince: known(time),
  pausedDays: known(z.number().min(0).max(36_500)),
  /** Whether the weak code can be reached, where a tool says so. */
  reachable: known(z.boolean()),
  phase: known(z.enum(PHASES)),
  /** CVSS base score, 0-10. */
  score: known(z.number().min(0).max(10)),
  rule: known(text),
  path: known(text),
});

const service = z.object({
  name: known(z.string().max(200)),
  exposure: known(lower.pipe(z.enum(['internet', 'partner', 'internal', 'none']))),
  /** 1 = most important … 4. */
  tier: known(z.int().min(1).max(4)),
  data: list,
  compliance: list,
  lifecycle: known(lower),
});

const owner = z.object({ team: known(z.string().max(200)), unowned: known(z.boolean()) });

const intel = z.object({
  /** In CISA's catalogue of known exploited vulnerabilities; false = the catalogue was asked. */
  kev: known(z.boolean()),
  kevSince: known(day),
  /** Day on which the vulnerability was published. */
  published: known(day),
  ransomware: known(z.boolean()),
  /** EPSS: chance of exploitation within 30 days, and the share of vulnerabilities that score lower; 0-1. */
  epss: known(probability),
  epssPercentile: known(probability),
  /** SSVC as CISA publishes it; upper and lower case vary. */
  exploitation: known(lower),
  automatable: known(lower),
  technicalImpact: known(lower),
  /** Where each of these values comes from, with version and date. */
  sources: list,
});

/** What is known of the rule that found it: see `trust/`. */
const trust = z.object({
  mode: known(z.enum(MODES)),
  /** It lost its voice because too many found it not useful. */
  demoted: known(z.boolean()),
});

const scan = z.object({
  tool: known(z.string().max(200)),
  phase: known(z.enum(PHASES)),
  branch: known(text),
});

/** Everything a decision may rest on. Only the kind and the severity of the finding must be given. */
export const factsSchema = z.object({
  finding,
  service: service.prefault({}),
  owner: owner.prefault({}),
  intel: intel.prefault({}),
  scan: scan.prefault({}),
  trust: trust.prefault({}),
  detectedAt: known(time),
  now: known(time),
});

export type Facts = z.output<typeof factsSchema>;
/** What is remembered of a finding's clock, beside its detection. */
export type Clocks = Pick<
  Facts['finding'],
  'fixAvailableSince' | 'evaluatedAt' | 'restartedAt' | 'waitsFor' | 'pausedSince' | 'pausedDays'
>;
/** A clock of which there is nothing to remember, as almost all are. */
export const PLAIN_CLOCKS: Clocks = Object.freeze({
  fixAvailableSince: null,
  evaluatedAt: null,
  restartedAt: null,
  waitsFor: null,
  pausedSince: null,
  pausedDays: null,
});
/** A rule that nobody has judged yet. */
export const NOT_JUDGED: Facts['trust'] = Object.freeze({ mode: null, demoted: null });
/** As written in a file or a test: what is left out is not assessed. */
export type FactsInput = z.input<typeof factsSchema>;
/** What is known of a vulnerability (or the worst of several). */
export type Intel = Facts['intel'];
/** The facts that are not on the finding itself: what a decision keeps to be replayed. */
export type Basis = Pick<Facts, 'service' | 'intel' | 'trust'>;

/**
 * The types that conditions are checked against. Times are left out: a decision is the same on every day.
 * `intel.exploited` is derived: in the catalogue, or reported as actively exploited.
 */
export const CONDITION_FIELDS = {
  finding: {
    kind: 'string',
    severity: 'string',
    verified: 'bool',
    fixAvailable: 'bool',
    reachable: 'bool',
    waitsFor: 'string',
    phase: 'string',
    score: 'double',
    rule: 'string',
    path: 'string',
  },
  service: {
    name: 'string',
    exposure: 'string',
    tier: 'int',
    data: 'list<string>',
    compliance: 'list<string>',
    lifecycle: 'string',
  },
  owner: { team: 'string', unowned: 'bool' },
  intel: {
    kev: 'bool',
    ransomware: 'bool',
    exploited: 'bool',
    epss: 'double',
    epssPercentile: 'double',
    exploitation: 'string',
    automatable: 'string',
    technicalImpact: 'string',
  },
  scan: { tool: 'string', phase: 'string', branch: 'string' },
  trust: { mode: 'string', demoted: 'bool' },
} as const;

export type FactGroup = keyof typeof CONDITION_FIELDS;

/** Kinds whose fix somebody else must publish first; all others are fixed by an edit of our own. */
const FIXED_BY_OTHERS: ReadonlySet<string> = new Set(['dependency', 'container', 'host']);

/** Whether a fix exists: as told for packages, always for what is in our own hands; null = not known. */
export const hasFix = ({
  kind,
  fixAvailable,
}: Pick<Facts['finding'], 'kind' | 'fixAvailable'>): boolean | null =>
  FIXED_BY_OTHERS.has(kind) ? fixAvailable : true;

/** True for kinds that exploit intelligence can speak of: they have public ids. */
export const hasPublicId = (kind: string): boolean => FIXED_BY_OTHERS.has(kind);

/** Known exploited by any source; null when none was asked. */
export function isExploited({ kev, exploitation }: Intel): boolean | null {
  if (kev === true || exploitation === 'active') return true;
  return kev === null && exploitation === null ? null : false;
}

/** A number outside its range (or NaN) is no knowledge. */
const within = (value: number | null, max: number): number | null =>
  value !== null && value >= 0 && value <= max ? value : null;

/** 1 to 4 as CEL's whole numbers; anything else is no tier. */
const TIERS: readonly (bigint | null)[] = [null, 1n, 2n, 3n, 4n];

/**
 * The facts as conditions see them: derived facts in, absurd numbers out, whole numbers as CEL's `int`. The priority is
 * undefined until it is known: a condition that asks for it earlier cannot be said to hold.
 */
export function conditionFacts(facts: Facts): Record<FactGroup, Record<string, unknown>> {
  const { finding: found, service: where, intel: told } = facts;
  return {
    finding: {
      kind: found.kind,
      severity: found.severity,
      verified: found.verified,
      fixAvailable: hasFix(found),
      reachable: found.reachable,
      waitsFor: found.waitsFor,
      phase: found.phase,
      score: within(found.score, 10),
      rule: found.rule,
      path: found.path,
      priority: undefined,
    },
    service: {
      name: where.name,
      exposure: where.exposure,
      tier: where.tier === null ? null : (TIERS[where.tier] ?? null),
      data: where.data,
      compliance: where.compliance,
      lifecycle: where.lifecycle,
    },
    owner: facts.owner,
    intel: {
      kev: told.kev,
      ransomware: told.ransomware,
      exploited: isExploited(told),
      epss: within(told.epss, 1),
      epssPercentile: within(told.epssPercentile, 1),
      exploitation: told.exploitation,
      automatable: told.automatable,
      technicalImpact: told.technicalImpact,
    },
    scan: facts.scan,
    trust: facts.trust,
  };
}
