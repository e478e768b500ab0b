/** One statement that these names mean the same vulnerability. */
export type Statement = readonly string[];

const CVE = /^CVE-\d{4}-\d{4,}$/;

export const isCve = (name: string): boolean => CVE.test(name);

/** CVE first, because every tool knows it; then GHSA; then the smallest. */
const rankOf = (name: string): number => (isCve(name) ? 0 : name.startsWith('GHSA-') ? 1 : 2);

/** By rank, then by text: the first of a group names it. */
const byName = (a: string, b: string): number => rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);

/** CVE in upper case and GHSA as the register writes it; others as told. */
export function nameOfVulnerability(told: string): string {
  const name = told.trim();
  if (/^cve-/i.test(name)) return name.toUpperCase();
  return /^ghsa-/i.test(name) ? `GHSA${name.slice(4).toLowerCase()}` : name;
}

/**
 * What the names of one observation state. A list with several CVEs is an advisory that covers them (of a
 * distribution, of a vendor), not another name of each.
 */
export const statementOf = (names: readonly string[]): Statement | null =>
  names.length > 1 && names.filter(isCve).length <= 1 ? names : null;

/**
 * Groups of names of one vulnerability, by union over statements; self and cyclic aliases are harmless, and order
 * plays no part. A group holds one CVE at most: two CVEs are two vulnerabilities whatever claims to be both. Where
 * statements tie several CVEs together, a name stays with the CVE it was stated with, and one that was stated with
 * two belongs to neither.
 * @returns name -> name of its group, for every name that occurs
 */
export function groupNames(statements: Iterable<Statement>): Map<string, string> {
  const sets = new UnionFind();
  const kept: Statement[] = [];
  for (const statement of statements) {
    const [first, ...rest] = statement;
    if (first === undefined) continue;
    kept.push(statement);
    sets.find(first);
    for (const name of rest) sets.join(first, name);
  }
  const groups = new Map<string, string>();
  const torn = new Set<string>();
  for (const [root, names] of sets.all()) {
    if (names.filter(isCve).length > 1) torn.add(root);
    else nameAll(groups, names);
  }
  if (torn.size > 0) tear(groups, kept, (name) => torn.has(sets.find(name)));
  return groups;
}

function nameAll(groups: Map<string, string>, names: readonly string[]): void {
  let leading = names[0]!;
  for (const name of names) if (byName(name, leading) < 0) leading = name;
  for (const name of names) groups.set(name, leading);
}

/** Names tied to several CVEs: each goes with the only CVE it was stated with, else it stands alone. */
function tear(
  groups: Map<string, string>,
  statements: readonly Statement[],
  isTorn: (name: string) => boolean,
): void {
  const statedWith = new Map<string, Set<string>>();
  for (const statement of statements) {
    if (!statement[0] || !isTorn(statement[0])) continue;
    const cves = statement.filter(isCve);
    for (const name of statement) {
      const known = statedWith.get(name) ?? new Set();
      statedWith.set(name, known);
      for (const cve of cves) known.add(cve);
    }
  }
  for (const [name, cves] of statedWith) {
    const [only] = cves;
    groups.set(name, !isCve(name) && cves.size === 1 && only ? only : name);
  }
}

class UnionFind {
  readonly #parent = new Map<string, string>();

  find(name: string): string {
    let root = name;
    for (let up = this.#parent.get(root); up !== undefined && up !== root; up = this.#parent.get(root))
      root = up;
    if (!this.#parent.has(root)) this.#parent.set(root, root);
    // Paths are shortened on the way, so that long chains stay cheap.
    for (let at = name; at !== root; ) {
      const next = this.#parent.get(at)!;
      this.#parent.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [first, second] = [this.find(a), this.find(b)];
    if (first !== second) this.#parent.set(second, first);
  }

  all(): Map<string, string[]> {
    const sets = new Map<string, string[]>();
    for (const name of this.#parent.keys()) {
      const root = this.find(name);
      const names = sets.get(root);
      if (names) names.push(name);
      else sets.set(root, [name]);
    }
    return sets;
  }
}
