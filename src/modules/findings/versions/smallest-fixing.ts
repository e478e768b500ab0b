import type { VersionOrder } from './order.ts';
import { plain } from './plain.ts';
import { orderOf } from './registry.ts';
import { statedVersions } from './stated.ts';

/** What a report says of one finding's versions. */
export interface VersionsOfFinding {
  /** The version in use. */
  version: string | null;
  /** Those that no longer have the weakness, as the tool wrote them. */
  fixedVersions: string[] | null;
}

/** Versions tried before the plain rule decides: far more than a package has release lines. */
const MOST_TRIED = 200;

/**
 * The versions worth going to, best first; empty when no finding has a fix. Each is stated by a report, lies
 * above every version in use, and removes every finding that can be removed: for each it is, or follows in the
 * same release line, a version that fixes it. Where no stated version does so, it is the greatest of the
 * smallest ones that each finding needs. A version that the ecosystem cannot parse is only proposed where no
 * report states one that it can.
 */
export function fixingVersions(purlType: string | null, findings: readonly VersionsOfFinding[]): string[] {
  const order = orderOf(purlType);
  const needs = needsOf(order, findings);
  if (needs.length === 0) return [];
  const inUse = [...new Set(findings.flatMap(({ version }) => version ?? []))];
  const floor = needs.map((newer) => newer[0]!).reduce((a, b) => (order.compare(a, b) >= 0 ? a : b));
  const candidates = [...new Set(needs.flat())]
    .filter(
      (version) => order.compare(version, floor) >= 0 && inUse.every((used) => isAbove(order, version, used)),
    )
    .sort(order.compare)
    .slice(0, MOST_TRIED);
  const removing = candidates.filter((version) => needs.every((newer) => removes(order, version, newer)));
  return removing.length > 0 ? removing : candidates.slice(0, 1);
}

/**
 * The smallest version that removes every finding that can be removed, above every version in use; null when
 * there is none.
 * @param purlType type of the package URL, whose ecosystem's order counts; null = unknown
 */
export const smallestFixing = (
  purlType: string | null,
  findings: readonly VersionsOfFinding[],
): string | null => fixingVersions(purlType, findings)[0] ?? null;

/** For each finding with a fix the fixing versions above the one in use, ascending; equal ones once. */
function needsOf(order: VersionOrder, findings: readonly VersionsOfFinding[]): string[][] {
  const distinct = new Map<string, string[]>();
  for (const { version, fixedVersions } of findings) {
    const key = JSON.stringify([version, fixedVersions]);
    if (distinct.has(key)) continue;
    const newer = statedVersions(fixedVersions ?? []).filter(
      (fixed) => !version || isAbove(order, fixed, version),
    );
    const parsed = newer.filter(order.parses);
    distinct.set(key, (parsed.length > 0 ? parsed : newer).sort(order.compare));
  }
  return [...distinct.values()].filter((newer) => newer.length > 0);
}

/** Where one of the two is no version of the ecosystem, the plain order is all there is to compare them by. */
const isAbove = (order: VersionOrder, version: string, used: string): boolean =>
  (order.parses(version) && order.parses(used) ? order : plain).compare(version, used) > 0;

/**
 * Whether a version has the fix: of the fixing versions, the nearest one below it is at least as near in its
 * leading numbers as the nearest one above. 5.0.1 does not have what came with 4.2.1 and 5.0.3; 4.3.0 does.
 */
function removes(order: VersionOrder, version: string, fixing: readonly string[]): boolean {
  let [below, above] = [-1, -1];
  for (const fixed of fixing) {
    const near = sharedNumbers(version, fixed);
    if (order.compare(fixed, version) <= 0) below = Math.max(below, near);
    else above = Math.max(above, near);
  }
  return below >= 0 && below >= above;
}

function sharedNumbers(a: string, b: string): number {
  const x: string[] = a.match(/\d+/g) ?? [];
  const y: string[] = b.match(/\d+/g) ?? [];
  let shared = 0;
  while (shared < x.length && x[shared] === y[shared]) shared++;
  return shared;
}
