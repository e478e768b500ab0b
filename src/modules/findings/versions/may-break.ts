import { orderOf } from './registry.ts';
import { fixingVersions, type VersionsOfFinding } from './smallest-fixing.ts';

/** What going to a version may break, as far as versions and known advisories tell. */
export interface MayBreak {
  /** A version in use whose major version is another than the target's; null when there is none. */
  majorFrom: string | null;
  /** A version in use, or the target, is none that the ecosystem can parse: nothing is said of a jump. */
  unclear: boolean;
  /** Weaknesses that findings anywhere tell of the target version itself. */
  advisories: string[];
}

/** A jump is the ecosystem's own: below 1.0 a minor version of npm and Cargo is one. */
export function mayBreak(
  purlType: string | null,
  fromVersions: readonly string[],
  toVersion: string,
  advisories: readonly string[],
): MayBreak {
  const order = orderOf(purlType);
  const target = order.major(toVersion);
  const majors = fromVersions.map((version) => ({ version, major: order.major(version) }));
  const jump = target === null ? undefined : majors.find(({ major }) => major !== null && major !== target);
  return {
    majorFrom: jump?.version ?? null,
    unclear: target === null || majors.some(({ major }) => major === null),
    advisories: [...advisories],
  };
}

/**
 * The version to propose: the smallest that removes every finding, unless it has known advisories of its own
 * and a greater one, stated by a report and removing every finding too, has none.
 * @param advised versions of the package that findings anywhere tell of
 */
export function proposeVersion(
  purlType: string | null,
  findings: readonly VersionsOfFinding[],
  advised: ReadonlySet<string>,
): string | null {
  const versions = fixingVersions(purlType, findings);
  return versions.find((version) => !advised.has(version)) ?? versions[0] ?? null;
}
