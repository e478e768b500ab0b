import type { CopyValue } from '../../src/platform/database/copy.ts';
import { nameOf } from '../../src/platform/hash.ts';
import type { House } from './house.ts';
import { type Random, random } from './random.ts';
import { EXCEPTED, FIXED, type Story } from './simulate.ts';
import type { Streams } from './streams.ts';
import { HAND_PHASES, type Tool } from './tools.ts';
import { FILES, FOLDERS, PACKAGES, SUFFIXES } from './words.ts';

export interface Seeded {
  house: House;
  streams: Streams;
  story: Story;
  /** Ids by number. */
  scanId(scan: number): string;
  findingId(finding: number): string;
  fixId(fix: number): string;
  exceptionId(fix: number): string;
  /** Reasons by number: of owners, one per team and source; of decisions, shared by many. */
  ownerReasonId(team: number, unowned: boolean): string;
  decisionReasonId(number: number): string;
  decisionReasons: number;
}

export const FINDING_ROW = [
  'id',
  'stream_id',
  'target_id',
  'repository_id',
  'rule_id',
  'key',
  'content',
  'fix_id',
  'own_fix_id',
  'lead_id',
  'lead_because',
  'opened_scan_id',
  'changed_scan_id',
  'owner_team_id',
  'owner_reason_id',
  'decision_reason_id',
  'opened_at',
  'changed_at',
  'due_at',
  'decided_at',
  'review_at',
  'exception_id',
  'start_line',
  'end_line',
  'severity',
  'priority',
  'policy_version',
  'unowned',
  'exploited',
  'phase',
  'kind',
  'state',
  'route',
  'title',
  'path',
  'snippet',
  'message',
  'component',
  'version',
  'fixed_versions',
  'vulnerabilities',
  'detail',
  'ordered',
];

const STATES = ['open', 'reopened', 'fixed', 'excepted'] as const;
const time = (ms: number): string | null => (Number.isNaN(ms) ? null : new Date(ms).toISOString());

/** Findings in the order in which they came. */
export function* findingRows(seeded: Seeded, seed: number): Iterable<CopyValue[]> {
  const { findings } = seeded.story;
  const order = Uint32Array.from(findings.opened.keys()).sort(
    (a, b) => findings.opened[a]! - findings.opened[b]!,
  );
  const draw = random(seed);
  for (const n of order) yield findingRow(seeded, n, draw);
}

function findingRow(seeded: Seeded, n: number, draw: Random): CopyValue[] {
  const { house, streams, story } = seeded;
  const { findings: f, fixes } = story;
  const stream = streams.all[f.stream[n]!]!;
  const target = house.targets[stream.target]!;
  const fix = f.fix[n]!;
  const lead = f.lead[n]!;
  const state = f.state[n]!;
  const unowned = fixes.unowned[fix] === 1;
  const told = describe(stream.tool, fix, draw);
  return [
    seeded.findingId(n),
    stream.id,
    target.id,
    target.kind === 'repository' ? house.repositories[target.repository]!.id : null,
    nameOf('rule', stream.tool.name, told.rule),
    draw.uuid(),
    draw.uuid(),
    seeded.fixId(fix),
    null,
    lead < 0 ? null : seeded.findingId(lead),
    lead < 0 ? null : 'the same weakness in the same place',
    seeded.scanId(f.openedScan[n]!),
    seeded.scanId(f.changedScan[n]!),
    house.teams[fixes.team[fix]!]!.id,
    seeded.ownerReasonId(fixes.team[fix]!, unowned),
    seeded.decisionReasonId((fix * 31 + f.priority[n]!) % seeded.decisionReasons),
    time(f.opened[n]!),
    time(f.changed[n]!),
    time(f.due[n]!),
    time(f.opened[n]!),
    null,
    state === EXCEPTED ? seeded.exceptionId(fix) : null,
    told.line,
    told.line,
    f.severity[n]!,
    f.priority[n]!,
    1,
    unowned,
    f.exploited[n] === 1,
    stream.tool.name === 'by-hand' ? HAND_PHASES[fix % HAND_PHASES.length]! : stream.tool.phase,
    stream.tool.kind,
    STATES[state]!,
    fixes.held[fix] && state !== FIXED ? 'hold' : null,
    told.title,
    told.path,
    told.snippet,
    told.message,
    told.component,
    told.version,
    told.fixed,
    told.vulnerabilities,
    told.detail,
    told.line !== null,
  ];
}

interface Description {
  rule: string;
  title: string;
  path: string | null;
  line: number | null;
  snippet: string | null;
  message: string | null;
  component: string | null;
  version: string | null;
  fixed: string[] | null;
  vulnerabilities: string[] | null;
  detail: string | null;
}

const NOTHING = {
  path: null,
  line: null,
  snippet: null,
  message: null,
  component: null,
  version: null,
  fixed: null,
  vulnerabilities: null,
  detail: null,
};

/** What its fix is about comes from the fix's number, so that all its findings speak of the same. */
function describe(tool: Tool, fix: number, draw: Random): Description {
  const title = tool.titles[fix % tool.titles.length]!;
  if (tool.kind === 'dependency' || tool.kind === 'container') return packageOf(tool, fix, draw);
  const rule = ruleName(tool, fix % tool.rules);
  if (tool.kind === 'web') {
    const path = `/${FOLDERS[fix % FOLDERS.length]}/${FILES[draw.below(FILES.length)]}`;
    return {
      ...NOTHING,
      rule,
      title,
      message: `The answer of ${path} shows it.`,
      detail: `{"web":{"method":"GET","url":"${path}"}}`,
    };
  }
  if (tool.kind === 'cloud')
    return {
      ...NOTHING,
      rule,
      title,
      detail: `{"resource":{"id":"arn:aws:s3:::acme-${fix % 9000}","type":"bucket"}}`,
    };
  if (tool.kind === 'manual')
    return {
      ...NOTHING,
      rule,
      title: `${title} (report ${fix})`,
      message: 'As the report describes, step by step.',
    };
  const folder = `${FOLDERS[fix % FOLDERS.length]}/${FOLDERS[(fix >> 4) % FOLDERS.length]}`;
  const path =
    tool.kind === 'config'
      ? `deploy/${folder}/${draw.pick(FILES)}.tf`
      : `${folder}/${draw.pick(FILES)}${draw.pick(SUFFIXES)}`;
  return {
    ...NOTHING,
    rule,
    title,
    path,
    line: 1 + draw.below(900),
    snippet: `const ${draw.pick(FILES)} = ${draw.pick(FILES)}(request.${draw.pick(FILES)})`,
    message: `${title}: the value comes from the request.`,
  };
}

function packageOf(tool: Tool, fix: number, draw: Random): Description {
  const number = (fix * 7) % 3000;
  const base = PACKAGES[number % PACKAGES.length]!;
  const name = number < PACKAGES.length * 6 ? base : `${base}-${number % 90}`;
  const component = `pkg:${tool.kind === 'container' ? 'deb/debian' : base.includes('/') ? 'golang' : 'npm'}/${name}`;
  const cve = (fix * 13 + draw.skewed(40)) % tool.rules;
  const rule = ruleName(tool, cve);
  const version = `${1 + (fix % 9)}.${fix % 17}.${draw.below(6)}`;
  return {
    ...NOTHING,
    rule,
    title: `${name} ${version}: ${tool.titles[cve % tool.titles.length]!}`,
    component,
    version,
    path:
      tool.kind === 'container'
        ? null
        : draw.chance(0.8)
          ? 'package-lock.json'
          : `services/${draw.pick(FOLDERS)}/go.sum`,
    fixed: draw.chance(0.85) ? [`${1 + (fix % 9)}.${(fix % 17) + 1}.0`] : null,
    vulnerabilities: [rule],
    detail: `{"score":${(4 + (cve % 60) / 10).toFixed(1)}}`,
  };
}

export const ruleName = (tool: Tool, number: number): string =>
  tool.kind === 'dependency' || tool.kind === 'container'
    ? `CVE-${2017 + (number % 10)}-${10_000 + number * 3}`
    : `${tool.name}.${tool.kind}.rule-${number}`;
