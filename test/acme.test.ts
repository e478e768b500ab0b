import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Example, loadExample, type Step, stepsAt } from '../src/app/acme.ts';
import type { Observation } from '../src/kernel/observation.ts';
import { countSeverities } from '../src/kernel/severity.ts';
import { parseOrganisation } from '../src/modules/organisation/pure.ts';
import { readDescriptor } from '../src/modules/ownership/pure.ts';
import { readReport } from '../src/readers/kit/read-report.ts';

const DIR = 'examples/acme';
const TODAY = new Date('2026-11-16T09:00:00Z');

let example: Example;
let steps: Step[];
const read = new Map<string, { reader: string | null; observations: Observation[]; troubles: string[] }>();

async function filesUnder(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function readOne(file: string, tool: string | undefined) {
  const observations: Observation[] = [];
  const troubles: string[] = [];
  const summary = await readReport(
    { name: file, size: (await stat(file)).size, open: () => createReadStream(file) },
    {
      observations: (batch) => void observations.push(...batch),
      rule: () => {},
      diagnostic: (told) => void (told.level === 'note' || troubles.push(`${told.code} ${told.message}`)),
    },
    { hashSecret: (value) => `hash-of-${value}`, ...(tool ? { tool } : {}) },
  );
  if (summary.failure) troubles.push(summary.failure.message);
  return { reader: summary.reader, observations, troubles };
}

const reports = () => steps.filter((step) => step.kind === 'report');
const seen = (match: string) =>
  [...read].filter(([file]) => file.includes(match)).sort(([a], [b]) => (a < b ? -1 : 1));

beforeAll(async () => {
  example = await loadExample(DIR);
  steps = stepsAt(example, TODAY);
  for (const { file, tool } of reports()) if (!read.has(file)) read.set(file, await readOne(file, tool));
});

describe('the example organisation', () => {
  it('has the units, teams and repositories that its README names', () => {
    const { document, problems } = parseOrganisation('organisation.yaml', example.organisation, {
      units: [],
      teams: [],
    });
    expect(problems).toEqual([]);
    expect(document?.businessUnits).toHaveLength(3);
    const teams = document?.teams.filter(({ kind }) => kind === 'team') ?? [];
    expect(teams).toHaveLength(8);
    expect(teams.filter(({ champion, partner, queue }) => !champion || !partner || !queue)).toEqual([]);
    expect(document?.teams.filter(({ kind }) => kind === 'security').map(({ key }) => key)).toEqual([
      'security-triage',
      'product-security',
      'cloud-security',
    ]);
    expect(document?.repositories).toHaveLength(12);
    expect(document?.repositories.filter(({ archived }) => archived).map(({ key }) => key)).toEqual([
      'acme/gift-cards-legacy',
    ]);
  });

  it('has ownership files of every form, valid, and one repository without any', () => {
    const files = example.ownershipFiles;
    const abouts = files
      .filter(({ path }) => path === 'about.yaml')
      .map(({ repository, path, content }) => ({ repository, ...readDescriptor(path, content) }));
    expect(abouts.flatMap(({ problems }) => problems)).toEqual([]);
    const gordon = abouts.filter(({ form }) => form === 'gordon');
    expect(gordon.map(({ repository }) => repository)).toEqual(['acme/courier-app']);
    const onlyCodeowners = files.filter(({ repository }) => repository === 'acme/routing-engine');
    expect(onlyCodeowners.map(({ path }) => path)).toEqual(['.github/CODEOWNERS']);
    const { document } = parseOrganisation('organisation.yaml', example.organisation, null);
    const without = (document?.repositories ?? []).filter(
      ({ key }) => !files.some(({ repository }) => repository === key),
    );
    expect(without.map(({ key }) => key)).toEqual(['acme/label-printer']);
  });

  it('names every report file in its timeline, and no file that is missing', async () => {
    const stored = await filesUnder(join(DIR, 'reports'));
    expect([...new Set(reports().map(({ file }) => file))].sort()).toEqual(stored.sort());
  });

  it('stays small: under two megabytes in all', async () => {
    const sizes = await Promise.all((await filesUnder(DIR)).map(async (file) => (await stat(file)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2 * 1024 * 1024);
  });
});

describe('the reports', () => {
  it('are at least forty, of ten tools, each recognised and read without trouble', () => {
    expect(read.size).toBeGreaterThanOrEqual(40);
    expect([...read].filter(([, told]) => !told.reader || told.troubles.length > 0)).toEqual([]);
    expect([...new Set([...read.values()].map(({ reader }) => reader))].sort()).toEqual([
      'cyclonedx',
      'dependency-check',
      'gitleaks',
      'grype',
      'npm-audit',
      'sarif',
      'semgrep',
      'snyk',
      'trivy',
      'zap',
    ]);
  });

  it('say how many observations the README says, of every severity', async () => {
    const all = [...read.values()].flatMap(({ observations }) => observations);
    const readme = await readFile(join(DIR, 'README.md'), 'utf8');
    expect(readme).toContain(`${read.size} reports`);
    expect(readme).toContain(`${all.length} results`);
    expect(Object.values(countSeverities(all.map(({ severity }) => severity))).every((n) => n > 0)).toBe(
      true,
    );
  });

  it('hold no value that looks like a working secret', () => {
    const secrets = seen('gitleaks').flatMap(([, { observations }]) => observations);
    expect(secrets.length).toBeGreaterThan(8);
    expect(secrets.every(({ secret }) => secret?.hash?.includes('EXAMPLE-not-a-key'))).toBe(true);
  });
});

describe('the story', () => {
  const has = ([, told]: [string, { observations: Observation[] }], cve: string) =>
    told.observations.some(({ vulnerabilities }) => vulnerabilities.includes(cve));

  it('tells the lodash weakness by three tools, and its end by all three', () => {
    for (const tool of ['shop-web/snyk', 'shop-web/npm-audit', 'shop-web/trivy']) {
      const scans = seen(tool);
      const known = (scan: (typeof scans)[number]) =>
        has(scan, 'CVE-2021-23337') || has(scan, 'GHSA-35JH-R3H4-6JHM') || has(scan, 'GHSA-35jh-r3h4-6jhm');
      expect(scans.slice(0, 1).some(known), tool).toBe(true);
      expect(scans.slice(-1).some(known), tool).toBe(false);
    }
  });

  it('lets a mended weakness come back with a rollback and go again', () => {
    const spring = seen('warehouse-api/dependency-check').map((scan) => has(scan, 'CVE-2022-22965'));
    expect(spring).toEqual([true, false, false, true, false, false]);
  });

  it('keeps one weakness that nobody has a fix for', () => {
    const last = seen('courier-app/npm-audit').at(-1)?.[1].observations ?? [];
    const withoutFix = last.filter(({ component }) => component?.name === 'ip');
    expect(withoutFix.map(({ component }) => component?.fixedVersions)).toEqual([[]]);
  });

  it('moves lines and a file between two scans while the flagged text stays', () => {
    const [first, last] = [seen('checkout/codeql')[0], seen('checkout/codeql').at(-1)];
    const texts = (scan: typeof first) =>
      new Map(scan?.[1].observations.map(({ place }) => [place.snippet?.trim(), place]));
    const before = texts(first);
    const both = [...texts(last)].filter(([text]) => before.has(text));
    expect(both.some(([text, place]) => place.startLine !== before.get(text)?.startLine)).toBe(true);
  });

  it('brings Semgrep half-way, into six repositories within a week', () => {
    const first = new Map<string, string>();
    for (const { file, repository, at } of reports()) {
      if (file.includes('/semgrep-') && !first.has(repository)) first.set(repository, at);
    }
    const week = [...first.values()].filter((at) => at >= '2026-10-02' && at < '2026-10-09');
    expect(week).toHaveLength(6);
    expect([...first.values()].every((at) => at >= '2026-10-02')).toBe(true);
  });

  it('enters findings of a threat model, a penetration test and two bounty reports by hand', () => {
    const phases = steps.flatMap((step) => (step.kind === 'finding' ? [step.finding.phase] : []));
    const count = (phase: string) => phases.filter((known) => known === phase).length;
    expect([count('threat-model'), count('penetration-test'), count('bug-bounty')]).toEqual([4, 3, 2]);
  });

  it('closes most secrets and threat-model findings by hand, each after it was found and with evidence', async () => {
    const closings = steps.flatMap((step) => (step.kind === 'close' ? [step] : []));
    const foundAt = (of: (typeof closings)[number]['close']['of']): string | undefined =>
      'externalId' in of
        ? steps.find((step) => step.kind === 'finding' && step.finding.externalId === of.externalId)?.at
        : reports().find(
            ({ file, repository }) =>
              repository === of.repository &&
              read.get(file)?.observations.some(({ kind, rule }) => kind === 'secret' && rule === of.rule),
          )?.at;
    for (const { at, close } of closings) expect(at > (foundAt(close.of) ?? at), close.evidence).toBe(true);
    const secrets = new Set(
      seen('gitleaks').flatMap(([, { observations }]) => observations.map(({ secret }) => secret?.hash)),
    );
    const ofSecrets = closings.filter(({ close }) => ['revoked', 'rotated'].includes(close.how));
    expect([closings.length - ofSecrets.length, ofSecrets.length, secrets.size]).toEqual([3, 10, 13]);
    const readme = await readFile(join(DIR, 'README.md'), 'utf8');
    expect(readme).toContain(`${steps.length} steps`);
    expect(readme).toContain(`${closings.length} times`);
  });
});

describe('the dates of the steps', () => {
  it('count back from today, in time order, none in the future', () => {
    const times = steps.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(times[0]).toBe('2026-08-19T15:40:00.000Z');
    expect(times.at(-1)! < TODAY.toISOString()).toBe(true);
  });

  it('cross the end of a month and of daylight saving without slipping', () => {
    const timeline = [
      {
        day: -31,
        time: '00:30',
        finding: example.timeline.flatMap((s) => ('finding' in s ? [s.finding] : []))[0]!,
      },
    ];
    const [step] = stepsAt({ dir: DIR, timeline }, new Date('2026-03-31T23:59:00Z'));
    expect(step?.at).toBe('2026-02-28T00:30:00.000Z');
  });
});
