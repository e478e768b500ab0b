import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { askException } from '../contract/exceptions.ts';
import { closeFinding } from '../contract/findings.ts';
import { coverage, reportFinding } from '../contract/scans.ts';
import { AppError } from '../kernel/errors.ts';

/** Days count from today: 0 is today, -90 is about three months ago. Times are UTC. */
export const moment = {
  day: z.int().min(-400).max(0),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write times as 08:15'),
};

const reportStep = z.strictObject({
  ...moment,
  /** Relative to the example's folder. */
  file: z.string().regex(/^reports\/[\w./-]+$/),
  repository: z.string().min(1),
  /** What was looked at, when it is not the repository itself: `image:…`, `url:…`. */
  target: z.string().min(3).optional(),
  branch: z.string().min(1),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  /** Reader id or alias; absent = recognised by content. */
  tool: z.string().optional(),
  category: z.string().optional(),
  /** False when only the folders of `coverage` were scanned. */
  complete: z.boolean().default(true),
  coverage: coverage.optional(),
});

const findingStep = z.strictObject({ ...moment, finding: reportFinding });

/** A person closes the one open finding that this names. */
const closeStep = z.strictObject({
  ...moment,
  close: closeFinding.extend({
    of: z.union([
      z.strictObject({ externalId: z.string().min(1) }),
      z.strictObject({ repository: z.string().min(1), rule: z.string().min(1), path: z.string().optional() }),
    ]),
    by: z.string().min(1),
  }),
});

/** What people say of the first findings of a rule, each its own. */
const labelStep = z.strictObject({
  ...moment,
  label: z.strictObject({
    of: z.strictObject({ repository: z.string().min(1), rule: z.string().min(1) }),
    findings: z.int().min(1).max(1000),
    word: z.enum(['acknowledged', 'not-useful']),
    reason: z.string().min(1).nullable().default(null),
    by: z.string().min(1),
  }),
});

/** Somebody asks to be let off the one open finding that this names; others decide. */
const askStep = z.strictObject({
  ...moment,
  ask: askException.pick({ reason: true, evidence: true }).extend({
    of: z.strictObject({ repository: z.string().min(1), rule: z.string().min(1), path: z.string().min(1) }),
    kind: z.enum(['accepted-risk', 'false-positive']),
    /** From the moment it is asked. */
    forDays: z.int().min(1).max(180),
    /** Email of a person of the organisation. */
    by: z.email(),
  }),
});

const step = z.union([reportStep, findingStep, closeStep, labelStep, askStep]);
const timeline = z.strictObject({ steps: z.array(step).min(1) });

/** A report, a finding by hand, a closing, a label or a question as the timeline tells it, its moment counted from today. */
export type TimelineStep = z.output<typeof step>;

/** The same with its moment: ISO 8601 in UTC. `file` is an absolute or process-relative path. */
export type Step =
  | ({ kind: 'report'; at: string } & Omit<z.output<typeof reportStep>, 'day' | 'time'>)
  | { kind: 'finding'; at: string; finding: z.output<typeof reportFinding> }
  | { kind: 'close'; at: string; close: z.output<typeof closeStep>['close'] }
  | { kind: 'label'; at: string; label: z.output<typeof labelStep>['label'] }
  | { kind: 'ask'; at: string; ask: z.output<typeof askStep>['ask'] };

export interface Example {
  dir: string;
  /** `organisation.yaml`, as it is sent to the import. */
  organisation: string;
  timeline: TimelineStep[];
  /** Extracts of the catalogue of known exploited vulnerabilities, of EPSS and of SSVC, in their own formats. */
  kevFile: string;
  epssFile: string;
  ssvcFile: string;
  /** about.yaml, CODEOWNERS and catalogues, as they lie on the default branches. */
  ownershipFiles: OwnershipFileOf[];
}

export interface OwnershipFileOf {
  /** Key of the repository: `acme/checkout`. */
  repository: string;
  /** Path inside the repository, with `/`. */
  path: string;
  content: string;
}

/**
 * Reads the example organisation; report bytes stay on disk until a step needs them.
 * @throws AppError LK-VALIDATION when `timeline.yaml` breaks its own rules, with the place
 */
export async function loadExample(dir: string): Promise<Example> {
  const [organisation, text, ownershipFiles] = await Promise.all([
    readFile(join(dir, 'organisation.yaml'), 'utf8'),
    readFile(join(dir, 'timeline.yaml'), 'utf8'),
    readOwnershipFiles(join(dir, 'repositories')),
  ]);
  const told = timeline.safeParse(parse(text));
  if (!told.success) {
    const issue = told.error.issues[0];
    throw new AppError('LK-VALIDATION', `timeline.yaml: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return {
    dir,
    organisation,
    timeline: told.data.steps,
    kevFile: join(dir, 'intel', 'kev.json'),
    epssFile: join(dir, 'intel', 'epss.csv'),
    ssvcFile: join(dir, 'intel', 'ssvc.csv'),
    ownershipFiles,
  };
}

/** `repositories/checkout/about.yaml` is `about.yaml` of `acme/checkout`. */
async function readOwnershipFiles(dir: string): Promise<OwnershipFileOf[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (file) => {
      const [folder = '', ...path] = relative(dir, file).split(sep);
      return {
        repository: `acme/${folder}`,
        path: path.join('/'),
        content: await readFile(file, 'utf8'),
      };
    }),
  );
}

/** The steps in time order, dated from `today`; its time of day plays no part. */
export function stepsAt(example: Pick<Example, 'dir' | 'timeline'>, today: Date): Step[] {
  return example.timeline
    .map((step) => dated(example.dir, step, today))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function dated(dir: string, step: TimelineStep, today: Date): Step {
  const at = momentOf(step, today);
  if ('finding' in step) {
    return { kind: 'finding', at, finding: { ...step.finding, foundAt: step.finding.foundAt ?? at } };
  }
  if ('close' in step) return { kind: 'close', at, close: step.close };
  if ('label' in step) return { kind: 'label', at, label: step.label };
  if ('ask' in step) return { kind: 'ask', at, ask: step.ask };
  const { day: _day, time: _time, ...report } = step;
  return { kind: 'report', at, ...report, file: join(dir, report.file) };
}

export interface Moment {
  day: number;
  time: string;
}

export function momentOf({ day, time }: Moment, today: Date): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const at = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + day, hours, minutes);
  return new Date(at).toISOString();
}
