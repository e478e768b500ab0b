import type { Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { groupNames, nameOfVulnerability, type Statement, statementOf } from './aliases.ts';
import { pushTo } from './cluster.ts';
import { isOfCode } from './code.ts';
import type { Correlatable, Verdict } from './correlatable.ts';
import { type GroupOf, isOfPackage } from './packages.ts';
import {
  loadAliases,
  loadByNames,
  loadByPaths,
  loadBySecrets,
  loadLicences,
  loadVerdicts,
  loadWithFollowers,
} from './store-load.ts';

type Tx = Transaction<DB>;

/** Everything that decides which findings are one with some of them. */
export interface Neighbourhood {
  findings: Map<string, Correlatable>;
  groupOf: GroupOf;
  verdicts: readonly Verdict[];
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
  const around = new Surroundings(tx, targetId, await loadVerdicts(tx, targetId));
  await around.start(ids);
  while (await around.grow());
  return around.result();
}

class Surroundings {
  readonly #tx: Tx;
  readonly #targetId: string;
  readonly #found = new Map<string, Correlatable>();
  readonly #verdicts: readonly Verdict[];
  readonly #decided = new Map<string, string[]>();
  readonly #aliases: Statement[] = [];
  readonly #asked = {
    names: new Set<string>(),
    paths: new Set<string>(),
    secrets: new Set<string>(),
    leads: new Set<string>(),
    licences: false,
  };
  #fresh: Correlatable[] = [];

  constructor(tx: Tx, targetId: string, verdicts: readonly Verdict[]) {
    this.#tx = tx;
    this.#targetId = targetId;
    this.#verdicts = verdicts;
    for (const { findingId, otherId } of verdicts) {
      pushTo(this.#decided, findingId, otherId);
      pushTo(this.#decided, otherId, findingId);
    }
  }

  /** Also of findings that are gone: who followed them or was decided together with them is looked at again. */
  async start(ids: readonly string[]): Promise<void> {
    await this.#takeRelated(ids, ids);
  }

  #take(loaded: readonly Correlatable[]): void {
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
    if (names.length > 0) this.#take(await loadByNames(tx, target, names));
    if (!this.#asked.licences && fresh.some(({ kind }) => kind === 'license')) {
      this.#asked.licences = true;
      this.#take(await loadLicences(tx, target));
    }
    const placed = fresh.filter((finding) => isOfCode(finding) || finding.kind === 'secret');
    const paths = unasked(
      this.#asked.paths,
      placed.flatMap(({ path }) => path ?? []),
    );
    if (paths.length > 0) this.#take(await loadByPaths(tx, target, paths));
    const secrets = unasked(
      this.#asked.secrets,
      fresh.flatMap(({ secret }) => secret ?? []),
    );
    if (secrets.length > 0) this.#take(await loadBySecrets(tx, target, secrets));
    const leads = fresh.map(({ id, leadId }) => leadId ?? id);
    await this.#takeRelated(
      leads,
      fresh.map(({ id }) => id),
    );
    return true;
  }

  /** Leaders with whoever follows them, and the others of people's verdicts. */
  async #takeRelated(leads: readonly string[], ids: readonly string[]): Promise<void> {
    const others = ids.flatMap((id) => this.#decided.get(id) ?? []);
    const wanted = unasked(this.#asked.leads, [...leads, ...others]);
    if (wanted.length > 0) this.#take(await loadWithFollowers(this.#tx, this.#targetId, wanted));
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
      verdicts: this.#verdicts,
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
