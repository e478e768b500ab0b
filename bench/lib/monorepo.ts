import type { OwnershipFile } from '../../src/modules/ownership/pure.ts';

/** A generator of a large repository with its owners: same seed, same repository. */
export interface Monorepo {
  /** organisation.yaml's teams. */
  teams: string;
  /** CODEOWNERS and descriptors. */
  files: OwnershipFile[];
  /** The rules of CODEOWNERS, from the top. */
  rules: { pattern: string; owner: string }[];
}

const AREAS = { services: 220, libs: 160, apps: 60, infra: 40, tools: 40, packages: 120 } as const;
const INSIDE = [
  'src',
  'test',
  'main',
  'java',
  'internal',
  'api',
  'handlers',
  'models',
  'store',
  'client',
  'config',
];
const DEEPER = [
  'v1',
  'v2',
  'auth',
  'billing',
  'orders',
  'common',
  'schema',
  'jobs',
  'views',
  'fixtures',
  'queue',
];
const STEMS = [
  'index',
  'handler',
  'service',
  'model',
  'query',
  'client',
  'types',
  'routes',
  'worker',
  'setup',
];
const ENDINGS = [
  'ts',
  'ts',
  'ts',
  'tsx',
  'java',
  'go',
  'py',
  'sql',
  'md',
  'json',
  'yaml',
  'proto',
  'test.ts',
  'css',
];
const TEAMS = 150;

/** mulberry32: small, and the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

class Dice {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = random(seed);
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  of<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  /** `services/s17`, few of them large. */
  project(): string {
    const area = this.of(Object.keys(AREAS) as (keyof typeof AREAS)[]);
    const skewed = Math.floor(this.next() ** 2 * AREAS[area]);
    return `${area}/${area[0]}${skewed}`;
  }

  /** A folder that many files share, as deep as asked. */
  folder(depth: number): string {
    const names = [this.project()];
    for (let i = 2; i < depth; i++) names.push(this.of(i < 5 ? INSIDE : DEEPER));
    return names.join('/');
  }
}

export function monorepo(lines: number, descriptors: number, seed: number): Monorepo {
  const dice = new Dice(seed);
  const owner = () => `@acme/team-${dice.below(TEAMS)}`;
  const rules = [{ pattern: '*', owner: '@acme/team-0' }];
  while (rules.length < lines) rules.push({ pattern: patternOf(dice), owner: owner() });
  const files = [
    { path: 'CODEOWNERS', content: rules.map((rule) => `${rule.pattern} ${rule.owner}`).join('\n') },
  ];
  const folders = new Set(['']);
  while (folders.size < descriptors) folders.add(dice.folder(2 + dice.below(3)));
  for (const folder of folders) files.push(descriptorOf(dice, folder));
  const teams = Array.from(
    { length: TEAMS },
    (_, i) => `  - { key: team-${i}, queue: T${i}, channel: "#team-${i}", github: ["@acme/team-${i}"] }`,
  );
  return { teams: `teams:\n${teams.join('\n')}\n`, files, rules };
}

/** Mostly folders from the root, then files, then what lies anywhere. */
function patternOf(dice: Dice): string {
  const kind = dice.below(100);
  const folder = dice.folder(2 + dice.below(5));
  if (kind < 60) return `/${folder}/`;
  if (kind < 80) return `/${folder}/${dice.of(STEMS)}-${dice.below(200)}.${dice.of(ENDINGS)}`;
  if (kind < 90) return `/${folder}/*.${dice.of(ENDINGS)}`;
  if (kind < 93) return `/${folder.split('/').slice(0, 2).join('/')}/**/${dice.of(DEEPER)}/`;
  if (kind < 96) return `${dice.of(STEMS)}-${dice.below(200)}.${dice.of(ENDINGS)}`;
  if (kind < 98) return `${dice.of(DEEPER)}-${dice.below(200)}/`;
  return `*-${dice.below(200)}.${dice.of(ENDINGS)}`;
}

function descriptorOf(dice: Dice, folder: string): OwnershipFile {
  const team = () => `team-${dice.below(TEAMS)}`;
  const paths = Array.from(
    { length: dice.below(4) },
    () => `  - { match: "${dice.of(INSIDE)}/${dice.of(DEEPER)}/**", owner: ${team()} }\n`,
  );
  const content = `apiVersion: lanekeeper.dev/v1\nowner: ${team()}\ntier: ${1 + dice.below(4)}\n`;
  const path = folder === '' ? 'about.yaml' : `${folder}/about.yaml`;
  return { path, content: paths.length > 0 ? `${content}paths:\n${paths.join('')}` : content };
}

/** Files of a checkout, folder by folder as tools walk it, three to nine names deep. */
export function sharedPaths(count: number, seed: number): string[] {
  const dice = new Dice(seed);
  const folders = new Set<string>();
  while (folders.size < count / 20) folders.add(dice.folder(2 + dice.below(7)));
  const all = [...folders].sort();
  return Array.from({ length: count }, (_, i) => `${all[Math.floor(i / 20)]}/${fileName(dice)}`);
}

/** The same files in no order. */
export function shuffled(paths: readonly string[], seed: number): string[] {
  const dice = new Dice(seed);
  const all = [...paths];
  for (let i = all.length - 1; i > 0; i--) {
    const j = dice.below(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** No two paths share their folder. */
export function lonelyPaths(count: number, seed: number): string[] {
  const dice = new Dice(seed);
  return Array.from(
    { length: count },
    (_, i) => `${dice.folder(1 + dice.below(6))}/only-${i}/${fileName(dice)}`,
  );
}

const fileName = (dice: Dice) => `${dice.of(STEMS)}-${dice.below(200)}.${dice.of(ENDINGS)}`;
