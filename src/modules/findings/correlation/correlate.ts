import { Parted } from './cluster.ts';
import { codeBecause, correlateCode, isOfCode } from './code.ts';
import type { Correlatable, Follower, Group, Suggestion, Verdict } from './correlatable.ts';
import { leaderOf } from './leader.ts';
import { correlatePackages, type GroupOf, isOfPackage, packageBecause } from './packages.ts';
import { correlateSecrets, SECRET_BECAUSE } from './secrets.ts';

export interface Correlated {
  groups: Group[];
  /** Pairs that may be one, neither joined nor decided on; each once, the smaller id first. */
  suggestions: Suggestion[];
}

/**
 * Which live findings of one target tell of one weakness. Pure: the same findings, names and verdicts give the same
 * groups in whatever order they come; what was joined stays joined while nothing speaks against it.
 *
 * Rules of the tools first, one finding of each stream in a group at most; then the words of people, which join
 * whole groups and part any two findings for good.
 */
export function correlate(
  findings: readonly Correlatable[],
  groupOf: GroupOf,
  verdicts: readonly Verdict[],
): Correlated {
  const parted = new Parted();
  for (const { verdict, findingId, otherId } of verdicts)
    if (verdict === 'different') parted.add(findingId, otherId);
  const found = [
    correlatePackages(findings.filter(isOfPackage), groupOf, parted),
    correlateCode(findings.filter(isOfCode), parted),
    correlateSecrets(
      findings.filter(({ kind }) => kind === 'secret'),
      parted,
    ),
  ];
  const sets = new Sets(findings);
  for (const { clusters } of found) for (const { members } of clusters) sets.told(members);
  for (const verdict of verdicts.toSorted(newestFirst))
    if (verdict.verdict === 'same') sets.said(verdict, parted);
  return {
    groups: sets.groups(groupOf),
    suggestions: open(
      found.flatMap(({ suggestions }) => suggestions),
      sets,
      parted,
    ),
  };
}

const newestFirst = (a: Verdict, b: Verdict): number =>
  b.at.getTime() - a.at.getTime() || (`${a.findingId}${a.otherId}` < `${b.findingId}${b.otherId}` ? -1 : 1);

/** Findings held together: by the tools' words, and by people's on top of them. */
class Sets {
  readonly #byTools = new Map<string, Correlatable[]>();
  readonly #all = new Map<string, Correlatable[]>();
  readonly #said = new Map<string, Verdict>();

  constructor(findings: readonly Correlatable[]) {
    for (const finding of findings) {
      const alone = [finding];
      this.#byTools.set(finding.id, alone);
      this.#all.set(finding.id, alone);
    }
  }

  told(members: Correlatable[]): void {
    for (const { id } of members) {
      this.#byTools.set(id, members);
      this.#all.set(id, members);
    }
  }

  /** Joins what two findings belong to, unless somebody parted any two of them. */
  said(verdict: Verdict, parted: Parted): void {
    const [a, b] = [this.#all.get(verdict.findingId), this.#all.get(verdict.otherId)];
    if (!a || !b || a === b || parted.between(a, b)) return;
    const joined = [...a, ...b];
    for (const { id } of joined) this.#all.set(id, joined);
    for (const { id } of this.#byTools.get(verdict.findingId)!) this.#note(id, verdict);
    for (const { id } of this.#byTools.get(verdict.otherId)!) this.#note(id, verdict);
  }

  #note(id: string, verdict: Verdict): void {
    if (!this.#said.has(id)) this.#said.set(id, verdict);
  }

  membersOf = (id: string): Correlatable[] => this.#all.get(id) ?? [];

  groups(groupOf: GroupOf): Group[] {
    const groups: Group[] = [];
    for (const members of new Set(this.#all.values())) {
      if (members.length < 2) continue;
      const leader = leaderOf(members);
      const followers = members
        .filter((member) => member !== leader)
        .map((member) => this.#followerOf(leader, member, groupOf));
      groups.push({ leaderId: leader.id, followers });
    }
    return groups;
  }

  #followerOf(leader: Correlatable, member: Correlatable, groupOf: GroupOf): Follower {
    const { id } = member;
    const said = this.#byTools.get(id) === this.#byTools.get(leader.id) ? undefined : this.#said.get(id);
    if (said) return { id, because: personBecause(said), byPerson: true };
    return { id, because: becauseOf(leader, member, groupOf), byPerson: false };
  }
}

const personBecause = ({ actor, reason }: Verdict): string =>
  `${actor} said that they are the same${reason ? `: ${reason}` : '.'}`;

function becauseOf(leader: Correlatable, follower: Correlatable, groupOf: GroupOf): string {
  if (follower.kind === 'secret') return SECRET_BECAUSE;
  return isOfPackage(follower) ? packageBecause(leader, follower, groupOf) : codeBecause(leader, follower);
}

/** What still is to be decided: of two groups one pair is enough. */
function open(suggestions: readonly Suggestion[], sets: Sets, parted: Parted): Suggestion[] {
  const kept = new Map<string, Suggestion>();
  for (const { findingId, otherId, because } of suggestions) {
    const [a, b] = [sets.membersOf(findingId), sets.membersOf(otherId)];
    if (a === b || parted.between(a, b)) continue;
    const [first, second] = [leaderOf(a).id, leaderOf(b).id].sort() as [string, string];
    const key = `${first} ${second}`;
    if (!kept.has(key)) kept.set(key, { findingId: first, otherId: second, because });
  }
  return [...kept.values()];
}
