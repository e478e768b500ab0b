import { nameOf } from '../../../platform/hash.ts';
import { subjectOf } from '../approvals/facts-in-force.ts';
import type { OwnerRegistry, OwnershipMap } from '../compile.ts';
import type { OverrideFacts } from '../override.ts';
import { teamNames } from '../team-names.ts';
import { claimVerdict, type Verdict } from '../verdict.ts';

/** A rule of a repository and whom it names. */
export interface OwnedRule {
  rule: string;
  team: string;
  source: string;
}

/** Rules are found again by their words, and an index has little room. */
const MOST_CHARACTERS = 500;

/**
 * Every rule of a repository that names a team, each under words that stay the same while the file is edited around it.
 * Of two rules with the same words the one that counts is told. Pure.
 */
export function rulesOf(
  map: OwnershipMap,
  registry: OwnerRegistry,
  overrides: readonly OverrideFacts[],
): OwnedRule[] {
  const rules = new Map<string, OwnedRule>();
  const add = (words: string, verdict: Verdict | undefined) => {
    if (!verdict?.answers) return;
    const rule = shortened(words);
    rules.set(rule, { rule, team: verdict.team, source: verdict.source });
  };
  add(
    'fallback',
    map.fallbacks.find(({ answers }) => answers),
  );
  add(
    'code host',
    map.host.find(({ answers }) => answers),
  );
  for (const [folder, catalogues] of map.catalogue) {
    const speaking = catalogues.find(({ verdicts }) => verdicts.some(({ answers }) => answers));
    const where = speaking ? subjectOf({ ...speaking.descriptor, folder }) : '';
    add(
      `${where} owner`,
      speaking?.verdicts.find(({ answers }) => answers),
    );
  }
  const codeowners = map.codeowners?.codeowners;
  for (const line of codeowners?.rules ?? []) {
    const section = line.section ? ` [${line.section.name}]` : '';
    const words = `${codeowners!.file}${section} ${line.pattern.text}`;
    const verdict = map.codeowners!.of(line);
    // A later line with the same pattern counts, also when it takes ownership away.
    if (verdict.answers) add(words, verdict);
    else rules.delete(shortened(words));
  }
  const names = teamNames(registry);
  for (const { about, owner } of map.abouts.values()) {
    add(`${about.file} owner`, owner);
    for (const claim of about.claims)
      if (claim.pattern)
        add(`${about.file} paths "${claim.pattern.text}"`, claimVerdict(about.file, claim, names, []));
  }
  for (const { pattern, team } of overrides)
    rules.set(`override ${pattern}`, { rule: shortened(`override ${pattern}`), team, source: 'override' });
  return [...rules.values()];
}

const shortened = (words: string): string =>
  words.length <= MOST_CHARACTERS ? words : `${words.slice(0, MOST_CHARACTERS - 40)}… ${nameOf(words)}`;
