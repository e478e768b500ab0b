import type { FileProblem } from '../organisation/pure.ts';
import { PathRules } from './path-rules.ts';
import { compilePattern } from './pattern.ts';
import { contactOf, type TeamNames } from './team-names.ts';
import type { PathVerdict, Verdict } from './verdict.ts';

/** A person's word on who owns a place of a repository, in force. */
export interface OverrideFacts {
  /** As CODEOWNERS would write it; '' is all of the repository. */
  pattern: string;
  /** Key of the team. */
  team: string;
  reason: string;
  madeBy: string;
  /** ISO 8601. */
  madeAt: string;
  expiresAt: string;
}

/** Of a reason, which may be long: it stands in tickets beside other words. */
const MAX_REASON = 200;

/** @param overrides those in force: whoever asks looks at the clock */
export function compileOverrides(
  overrides: readonly OverrideFacts[],
  names: TeamNames,
  problems: FileProblem[],
): PathRules<PathVerdict> | null {
  if (overrides.length === 0) return null;
  // Of two words on one place the later counts.
  const oldestFirst = overrides.toSorted((a, b) => (a.madeAt < b.madeAt ? -1 : a.madeAt > b.madeAt ? 1 : 0));
  const rules: PathVerdict[] = [];
  for (const override of oldestFirst) {
    const compiled = compilePattern(override.pattern === '' ? '**' : override.pattern, 'github');
    if (compiled.ok) rules.push({ pattern: compiled.pattern, verdict: overrideVerdict(override, names) });
    else problems.push(unreadable(override, compiled.why));
  }
  return PathRules.mostSpecific(rules);
}

function overrideVerdict(
  { pattern, team, madeBy, expiresAt, reason }: OverrideFacts,
  names: TeamNames,
): Verdict {
  const found = names.find(team);
  const place = pattern === '' ? 'the repository' : `"${pattern}"`;
  const why = `${madeBy} said so of ${place} until ${expiresAt.slice(0, 10)}: ${oneLine(reason)}`;
  if (!found.ok) return { answers: false, why: `${madeBy} gave ${place} to ${team}: ${found.why}` };
  const contact = found.team ? contactOf(found.team) : { queue: null, channel: null, oncall: null };
  return { answers: true, team: found.key, source: 'override', why, contact, unowned: false };
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, MAX_REASON);

const unreadable = ({ pattern, madeBy }: OverrideFacts, why: string): FileProblem => ({
  file: `override by ${madeBy}`,
  line: 1,
  column: 1,
  level: 'warning',
  code: 'bad-pattern',
  message: `the override of ${JSON.stringify(pattern.slice(0, 100))} has no effect: ${why}`,
  suggestion: null,
});
