import { z } from 'zod';
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
  ransomware: known(z.boolean()),
  /** EPSS: chance of exploitation within 30 days, and the share of vulnerabilities that score lower; 0-1. */
  epss: known(probability),
  epssPercentile: known(probability),
  /** SSVC as CISA publishes it; upper and lower case vary. */
  exploitation: known(lower),
  automatable: known(lower),
  technicalImpact: known(lower),
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
  detectedAt: known(time),
  now: known(time),
});

export type Facts = z.output<typeof factsSchema>;
/** As written in a file or a test: what is left out is not assessed. */
export type FactsInput = z.input<typeof factsSchema>;
/** What is known of a vulnerability (or the worst of several). */
export type Intel = Facts['intel'];

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
} as const;

export type FactGroup = keyof typeof CONDITION_FIELDS;

/** Kinds whose fix somebody else must publish first; all others are fixed by an edit of our own. */
const FIXED_BY_OTHERS: ReadonlySet<string> = new Set(['dependency', 'container', 'host']);

/** Whether a fix exists: as told for packages, always for what is in our own hands; null = not known. */
export const hasFix = ({ kind, fixAvailable }: Facts['finding']): boolean | null =>
  FIXED_BY_OTHERS.has(kind) ? fixAvailable : true;

/** True for kinds that exploit intelligence can speak of: they have public ids. */
export const hasPublicId = (kind: string): boolean => FIXED_BY_OTHERS.has(kind);

/** Known exploited by any source; null when none was asked. */
function isExploited({ kev, exploitation }: Intel): boolean | null {
  if (kev === true || exploitation === 'active') return true;
  return kev === null && exploitation === null ? null : false;
}

/** A number outside its range (or NaN) is no knowledge. */
const within = (value: number | null, max: number): number | null =>
  value !== null && value >= 0 && value <= max ? value : null;

/** The facts as conditions see them: derived facts in, absurd numbers out, whole numbers as CEL's `int`. */
export function conditionFacts(facts: Facts): Record<FactGroup, Record<string, unknown>> {
  const { finding: found, service: where, intel: told } = facts;
  return {
    finding: { ...found, fixAvailable: hasFix(found), score: within(found.score, 10) },
    service: { ...where, tier: Number.isInteger(where.tier) ? BigInt(where.tier!) : null },
    owner: facts.owner,
    intel: {
      ...told,
      exploited: isExploited(told),
      epss: within(told.epss, 1),
      epssPercentile: within(told.epssPercentile, 1),
    },
    scan: facts.scan,
  };
}
