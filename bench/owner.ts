import ignore from 'ignore';
import { parseOrganisation, type Registry, registryOf } from '../src/modules/organisation/pure.ts';
import { compileOwnership, type OwnershipMap, resolveOwner } from '../src/modules/ownership/pure.ts';
import type { Bench, Figure } from './lib/bench.ts';
import { lonelyPaths, type Monorepo, monorepo, sharedPaths, shuffled } from './lib/monorepo.ts';

const LINES = 10_000;
const DESCRIPTORS = 300;
const PATHS = 1_000_000;
/** Of those, so many by the package that tries one rule after the other. */
const SAMPLE = 300;
/** The best of a few: what else the machine does only ever adds. */
const RUNS = 5;

interface Prepared extends Monorepo {
  registry: Registry;
}

/** Who owns a path, in a large repository, on one core. */
export const ownerBench: Bench = {
  name: 'owner',
  what: `${PATHS.toLocaleString('en')} paths by a CODEOWNERS of ${LINES.toLocaleString('en')} lines and ${DESCRIPTORS} descriptors, in processor time`,
  async run() {
    const repository = prepared();
    const first = cpuMs(() => compiled(repository));
    const shared = asRead(sharedPaths(PATHS, 11));
    const walk = perSecond(shared, repository);
    const floor = PATHS / (bestOf(() => floorOf(shared)) / 1000);
    const anyOrder = perSecond(asRead(shuffled(shared, 13)), repository);
    const lonely = perSecond(asRead(lonelyPaths(PATHS, 17)), repository);
    const sample = shuffled(shared, 19).slice(0, SAMPLE);
    const { ms, differing } = byIgnore(repository, sample);
    const again = bestOf(() => compiled(repository));
    const figures: Figure[] = [
      {
        name: 'paths per second, folder by folder',
        value: walk,
        unit: 'paths/s',
        target: { least: 500_000 },
      },
      { name: 'share of only looking its folder up', value: walk / floor, unit: 'of floor' },
      { name: 'the same paths in no order', value: anyOrder, unit: 'paths/s' },
      { name: 'paths that share no folder', value: lonely, unit: 'paths/s' },
      { name: 'compiling, in a process at work', value: again, unit: 'ms', target: { most: 200 } },
      { name: 'compiling, the first time in a process', value: first, unit: 'ms' },
      { name: 'by the package ignore, rule by rule', value: SAMPLE / (ms / 1000), unit: 'paths/s' },
      { name: 'times faster than by ignore', value: (walk * ms) / 1000 / SAMPLE, unit: 'times' },
      { name: 'of the sample, ignore names another line', value: (differing / SAMPLE) * 100, unit: '%' },
    ];
    return figures;
  },
};

/** The teams are known before: the registry is read once, for all repositories. */
function compiled({ registry, files }: Prepared): OwnershipMap {
  return compileOwnership({ repository: { key: 'acme/mono', unitKey: null }, registry, files });
}

function prepared(): Prepared {
  const repository = monorepo(LINES, DESCRIPTORS, 7);
  const { document } = parseOrganisation('teams.yaml', repository.teams, null);
  if (!document) throw new Error('the teams of the benchmark are not valid');
  return { ...repository, registry: registryOf(document) };
}

/** Texts lie in memory as those of a report that has just been read. */
const asRead = (paths: readonly string[]): string[] => JSON.parse(JSON.stringify(paths)) as string[];

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const bestOf = (work: () => unknown) => Math.min(...Array.from({ length: RUNS }, () => cpuMs(work)));

/** Each time with a map that knows no folder yet. */
function perSecond(paths: readonly string[], repository: Prepared): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const map = compiled(repository);
    const ms = cpuMs(() => {
      for (const path of paths) if (resolveOwner(map, path).unowned) throw new Error(`${path} has no owner`);
    });
    least = Math.min(least, ms);
  }
  return paths.length / (least / 1000);
}

/** The least that any answer by folder costs: cutting the path, and one look into a map. */
function floorOf(paths: readonly string[]): number {
  const folders = new Map<string, number>();
  let known = 0;
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const seen = folders.get(folder);
    if (seen === undefined) folders.set(folder, 1);
    else known += seen;
  }
  return known;
}

/** As the published packages match CODEOWNERS: a matcher for each line, from the last to the first. */
function byIgnore(repository: Prepared, sample: readonly string[]): { ms: number; differing: number } {
  const map = compiled(repository);
  const rules = repository.rules
    .map(({ pattern, owner }) => ({ owner, matcher: ignore().add(pattern) }))
    .reverse();
  const found: (string | undefined)[] = [];
  const ms = cpuMs(() => {
    for (const path of sample) found.push(rules.find(({ matcher }) => matcher.ignores(path))?.owner);
  });
  const differing = sample.filter((path, i) => resolveOwner(map, path).codeowners?.[0] !== found[i]).length;
  return { ms, differing };
}
