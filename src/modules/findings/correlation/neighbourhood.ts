import type { Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { groupNames, nameOfVulnerability, type Statement, statementOf } from './aliases.ts';
import { isOfCode } from './code.ts';
import type { Correlatable, Verdict } from './correlatable.ts';
import { type GroupOf, isOfPackage } from './packages.ts';
import {
  loadAliases,
  loadByIds,
  loadByNames,
  loadByPaths,
  loadBySecrets,
  loadFollowers,
  loadLicences,
  loadVerdicts,
} from './store-load.ts';

type Tx = Transaction<DB>;

/** Everything that decides which findings are one with some of them. */
export interface Neighbourhood {
  findings: Map<string, Correlatable>;
  groupOf: GroupOf;
  verdicts: Verdict[];
}

/**
 * Loads some findings with all that could be one with them: those that share a name of a vulnerability, a file, a
 * secret, a leader or a person's verdict, and in turn what these share, until nothing is added.
 */
export async function loadNeighbourhood(
  tx: Tx,
  targetId: string,
  ids: readonly string[],
): Promise<Neighbourhood> {
  const around = new Surroundings(tx, targetId);
  around.take(await loadByIds(tx, targetId, ids));
  around.take(await loadFollowers(tx, targetId, ids));
  // Whoever was decided together with a finding that is gone is looked at again.
  await around.decided(ids);
  while (await around.grow());
  return around.result();
}

class Surroundings {
  readonly #tx: Tx;
  readonly #targetId: string;
  readonly #found = new Map<string, Correlatable>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #aliases: Statement[] = [];
  readonly #asked = {
    names: new Set<string>(),
    paths: new Set<string>(),
    secrets: new Set<string>(),
    leads: new Set<string>(),
    licences: false,
  };
  #fresh: Correlatable[] = [];

  constructor(tx: Tx, targetId: string) {
    this.#tx = tx;
    this.#targetId = targetId;
  }

  take(loaded: readonly Correlatable[]): void {
    for (const finding of loaded) {
      if (this.#found.has(finding.id)) continue;
      this.#found.set(finding.id, finding);
      this.#fresh.push(finding);
    }
  }

  /** One round: what the newly found ones share with others. @returns whether anything was added */
  async grow(): Promise<boolean> {
    const fresh = this.#fresh;
    if (fresh.length === 0) return false;
    this.#fresh = [];
    const [tx, target] = [this.#tx, this.#targetId];
    const names = await this.#namesOf(fresh.filter(isOfPackage));
    if (names.length > 0) this.take(await loadByNames(tx, target, names));
    if (!this.#asked.licences && fresh.some(({ kind }) => kind === 'license')) {
      this.#asked.licences = true;
      this.take(await loadLicences(tx, target));
    }
    const placed = fresh.filter((finding) => isOfCode(finding) || finding.kind === 'secret');
    const paths = unasked(
      this.#asked.paths,
      placed.flatMap(({ path }) => path ?? []),
    );
    if (paths.length > 0) this.take(await loadByPaths(tx, target, paths));
    const secrets = unasked(
      this.#asked.secrets,
      fresh.flatMap(({ secret }) => secret ?? []),
    );
    if (secrets.length > 0) this.take(await loadBySecrets(tx, target, secrets));
    const leads = unasked(
      this.#asked.leads,
      fresh.map(({ id, leadId }) => leadId ?? id),
    );
    this.take(
      await loadByIds(
        tx,
        target,
        leads.filter((id) => !this.#found.has(id)),
      ),
    );
    this.take(await loadFollowers(tx, target, leads));
    await this.decided(fresh.map(({ id }) => id));
    return true;
  }

  /** The others of people's verdicts on these. */
  async decided(ids: readonly string[]): Promise<void> {
    const verdicts = await loadVerdicts(this.#tx, this.#targetId, ids);
    const others = new Set<string>();
    for (const verdict of verdicts) {
      this.#verdicts.set(`${verdict.findingId} ${verdict.otherId}`, verdict);
      for (const id of [verdict.findingId, verdict.otherId]) if (!this.#found.has(id)) others.add(id);
    }
    if (others.size > 0) this.take(await loadByIds(this.#tx, this.#targetId, [...others]));
  }

  /** Names not asked for yet, with those that feeds hold for the same; as told and as registers write them. */
  async #namesOf(findings: readonly Correlatable[]): Promise<string[]> {
    const told = findings.flatMap(({ vulnerabilities }) => vulnerabilities);
    const names = unasked(this.#asked.names, [...told, ...told.map(nameOfVulnerability)]);
    const stated = await loadAliases(this.#tx, names);
    this.#aliases.push(...stated);
    return [...names, ...unasked(this.#asked.names, stated.flat())];
  }

  result(): Neighbourhood {
    const statements = [...this.#aliases];
    for (const finding of this.#found.values()) {
      const statement = isOfPackage(finding) && statementOf(finding.vulnerabilities.map(nameOfVulnerability));
      if (statement) statements.push(statement);
    }
    const groups = groupNames(statements);
    return {
      findings: this.#found,
      groupOf: (name) => groups.get(name) ?? name,
      verdicts: [...this.#verdicts.values()],
    };
  }
}

function unasked(asked: Set<string>, wanted: readonly string[]): string[] {
  const fresh: string[] = [];
  for (const one of wanted) {
    if (asked.has(one)) continue;
    asked.add(one);
    fresh.push(one);
  }
  return fresh;
}
