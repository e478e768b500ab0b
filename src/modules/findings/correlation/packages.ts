import { isCve, nameOfVulnerability } from './aliases.ts';
import { type Cluster, clusterOf, type Parted, type Pass, pushTo, runPass, shareStream } from './cluster.ts';
import type { Correlatable, Suggestion } from './correlatable.ts';
import { projectOf } from './manifest.ts';
import { type PackageIdentity, packageIdentity, packageKeys, plainVersion } from './package-identity.ts';

const PACKAGE_KINDS = new Set(['dependency', 'container', 'license']);

export const isOfPackage = ({ kind, component }: Correlatable): boolean =>
  component !== null && PACKAGE_KINDS.has(kind);

/** The alias group of a name; a name nobody groups stands for itself. */
export type GroupOf = (name: string) => string;

/**
 * The weakness a finding tells of. An advisory over several CVEs is that very set of CVEs, never one of them;
 * a licence is known by its name, which tools put last in their rule's.
 */
function weaknessOf({ kind, rule, vulnerabilities }: Correlatable, groupOf: GroupOf): string | null {
  if (kind === 'license') return `license ${rule.slice(rule.lastIndexOf(':') + 1).toUpperCase()}`;
  const names = vulnerabilities.map(nameOfVulnerability);
  const cves = names.filter(isCve);
  if (cves.length > 1) return [...new Set(cves)].sort().join(' and ');
  const name = cves[0] ?? names[0];
  return name === undefined ? null : groupOf(name);
}

/** What is compared of a finding; made once. */
interface Told {
  package: string;
  system: boolean;
  /** The project whose manifest names it. */
  project: string | null;
  /** Where it lies: project, path, nothing. System packages lie in their system. */
  place: string;
  version: string | null;
  source: string | null;
}

/** Findings of packages in groups of one weakness, and pairs that only a person can decide on. */
export function correlatePackages(
  findings: readonly Correlatable[],
  groupOf: GroupOf,
  parted: Parted,
): { clusters: Cluster[]; suggestions: Suggestion[] } {
  const byWeakness = new Map<string, Correlatable[]>();
  for (const finding of findings) {
    const weakness = weaknessOf(finding, groupOf);
    if (weakness !== null) pushTo(byWeakness, weakness, finding);
  }
  const clusters: Cluster[] = [];
  const suggestions: Suggestion[] = [];
  for (const [weakness, told] of byWeakness) {
    if (told.length === 1) continue;
    const found = ofOneWeakness(told, parted);
    for (const cluster of found.clusters) if (cluster.members.length > 1) clusters.push(cluster);
    for (const [a, b] of found.unsure)
      suggestions.push({ findingId: a.id, otherId: b.id, because: unsureWords(weakness, a, b) });
  }
  return { clusters, suggestions };
}

function ofOneWeakness(findings: readonly Correlatable[], parted: Parted) {
  const told = toldBy(findings);
  const of = (cluster: Cluster): Told => told.get(cluster.members[0]!.id)!;
  const each = <Value>(bucket: readonly Cluster[], value: (of: Told) => Value | null): Set<Value> => {
    const values = new Set<Value>();
    for (const cluster of bucket) {
      for (const { id } of cluster.members) {
        const one = value(told.get(id)!);
        if (one !== null) values.add(one);
      }
    }
    return values;
  };
  const oneProject = (bucket: readonly Cluster[]) => each(bucket, ({ project }) => project).size <= 1;
  const oneVersion = (bucket: readonly Cluster[]) => each(bucket, ({ version }) => version).size <= 1;
  const always = () => true;

  const passes: Pass[] = [
    // What was one stays one while package, vulnerability and project allow it, though a version has moved on.
    { key: (c) => keptKey(c, of(c).package), agrees: oneProject, repeats: false },
    { key: (c) => `${of(c).package} ${of(c).place} ${of(c).version}`, agrees: always, repeats: true },
    { key: (c) => `${of(c).package} ${of(c).place}`, agrees: oneVersion, repeats: false },
    {
      key: (c) => (of(c).version === null ? null : `${of(c).package} ${of(c).version}`),
      agrees: oneProject,
      repeats: false,
    },
    { key: (c) => of(c).package, agrees: (b) => oneProject(b) && oneVersion(b), repeats: false },
    // One tool names the binary package, another the source it was built from.
    { key: (c) => sourceKey(each([c], ({ source }) => source)), agrees: oneVersion, repeats: false },
  ];
  let clusters = findings.map(clusterOf);
  for (const pass of passes) clusters = runPass(clusters, pass, parted);
  return { clusters, unsure: unsurePairs(clusters, of, parted) };
}

function toldBy(findings: readonly Correlatable[]): Map<string, Told> {
  const identities = new Map<string, PackageIdentity>();
  for (const { component } of findings)
    if (component && !identities.has(component)) identities.set(component, packageIdentity(component));
  const keyOf = packageKeys(identities.values());
  const told = new Map<string, Told>();
  for (const { id, component, path, version, source } of findings) {
    const identity = identities.get(component!)!;
    const key = keyOf(identity);
    const system = /^(deb|rpm|apk|alpm)\//.test(key);
    const project = system ? null : projectOf(path);
    told.set(id, {
      package: key,
      system,
      project,
      place: system ? '' : (project ?? path ?? ''),
      version: plainVersion(version),
      source: system ? (source ?? identity.bare).toLowerCase() : null,
    });
  }
  return told;
}

/** Findings that followed the same leader before. */
function keptKey({ members: [first] }: Cluster, name: string): string | null {
  return first ? `${first.leadId ?? first.id} ${name}` : null;
}

const sourceKey = (sources: ReadonlySet<string>): string | null => {
  const [only, another] = sources;
  return only === undefined || another !== undefined ? null : only;
};

/** So few that a person can look at them; where one tool tells many places, the pairs would be noise. */
const MOST_UNSURE = 4;

/** The same weakness of the same package, told of places or versions that cannot be compared. */
function unsurePairs(
  clusters: readonly Cluster[],
  of: (cluster: Cluster) => Told,
  parted: Parted,
): [Correlatable, Correlatable][] {
  const byPackage = Map.groupBy(clusters, (cluster) => of(cluster).package);
  const pairs: [Correlatable, Correlatable][] = [];
  for (const bucket of byPackage.values()) {
    if (bucket.length > MOST_UNSURE) continue;
    for (const [i, a] of bucket.entries()) {
      for (const b of bucket.slice(i + 1)) {
        const [first, second] = [of(a).project, of(b).project];
        if (first !== null && second !== null && first !== second) continue;
        if (!shareStream(a, b) && !parted.between(a.members, b.members))
          pairs.push([a.members[0]!, b.members[0]!]);
      }
    }
  }
  return pairs;
}

const unsureWords = (weakness: string, a: Correlatable, b: Correlatable): string =>
  a.version !== null && b.version !== null && plainVersion(a.version) !== plainVersion(b.version)
    ? `Both tell ${weakness} of the same package, in different versions.`
    : `Both tell ${weakness} of the same package, in places that cannot be compared.`;

/** Why two findings of one cluster are one, in words. */
export function packageBecause(leader: Correlatable, follower: Correlatable, groupOf: GroupOf): string {
  const weakness = weaknessOf(follower, groupOf) ?? follower.rule;
  const name = packageIdentity(follower.component ?? '').bare;
  const leading = packageIdentity(leader.component ?? '').bare;
  const same = `The same ${follower.kind === 'license' ? '' : 'vulnerability, '}${weakness}, in the same package`;
  const byName =
    name === leading ? `${same}, ${name}.` : `${same}: ${name}, which the other tool calls ${leading}.`;
  const told = new Set(leader.vulnerabilities.map(nameOfVulnerability));
  const own = follower.vulnerabilities.map(nameOfVulnerability);
  return own.length === 0 || own.some((one) => told.has(one))
    ? byName
    : `${byName} ${own[0]} and ${leader.vulnerabilities[0]} are names of one vulnerability.`;
}
