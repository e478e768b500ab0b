import type { FileProblem } from '../organisation/pure.ts';
import { isSectionHeading, type LineProblem, readLine, type SectionHeading } from './codeowners-line.ts';
import { PathRules } from './path-rules.ts';
import type { Dialect, Pattern } from './pattern.ts';
import type { RulesWalk } from './rules-walk.ts';

export interface CodeownersRule {
  pattern: Pattern;
  /** Handles or addresses; empty: the line takes ownership away. */
  owners: string[];
  line: number;
  /** The heading above it; null outside of sections. */
  section: SectionHeading | null;
}

interface Section {
  rules: PathRules<CodeownersRule>;
  /** GitLab's `!path`; null without any. */
  excluded: PathRules<{ pattern: Pattern }> | null;
}

export interface Codeowners {
  file: string;
  sections: Section[];
  /** All lines that name or take away owners, section by section. */
  rules: CodeownersRule[];
  problems: FileProblem[];
}

/** GitHub's and GitLab's places; the first that exists counts, the others do not. */
export const CODEOWNERS_PLACES = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
];

/** The places in the order of the host: GitLab looks into its own folder last, and into GitHub's not at all. */
export const placesOf = (host: Dialect | null): readonly string[] =>
  host === 'gitlab' ? [...CODEOWNERS_PLACES.slice(1), CODEOWNERS_PLACES[0]!] : CODEOWNERS_PLACES;

/** GitHub: "CODEOWNERS files must be under 3 MB", larger ones are not loaded. */
const MAX_BYTES = 3 * 1024 * 1024;
/** More than this is not a list of owners; it is told once and not line by line. */
const MAX_PROBLEMS = 100;

interface Draft {
  rules: CodeownersRule[];
  excluded: { pattern: Pattern }[];
}

/**
 * Reads the file and prepares its rules. A line that is wrong is skipped and told. Never throws on content.
 * @param host whose rules it follows; null: the file tells by its place and its sections
 */
export function parseCodeowners(file: string, content: string, host: Dialect | null = null): Codeowners {
  const problems: FileProblem[] = [];
  const report = (line: number, column: number, { code, level, message }: LineProblem) => {
    if (problems.length < MAX_PROBLEMS)
      problems.push({ file, line, column, level, code, message, suggestion: null });
  };
  // A character is at least a byte, so a text that is too long is never encoded to find that out.
  if (content.length >= MAX_BYTES || Buffer.byteLength(content) >= MAX_BYTES) {
    const message = 'CODEOWNERS files of 3 MB or more are not read, here and on GitHub';
    report(1, 1, { code: 'too-large', level: 'error', message });
    return { file, sections: [], rules: [], problems };
  }
  const lines = content.replace(/^\uFEFF/, '').split('\n');
  const drafts = readLines(lines, dialectIn(file, lines, host), report);
  const sections = drafts.map(({ rules, excluded }) => ({
    rules: new PathRules(rules),
    excluded: excluded.length > 0 ? new PathRules(excluded) : null,
  }));
  return { file, sections, rules: drafts.flatMap((draft) => draft.rules), problems };
}

/**
 * A file in a host's own folder was written for that host, wherever it lies now. Only GitLab has sections; on
 * GitHub a bracket is what GitHub says it is: a mistake.
 */
function dialectIn(file: string, lines: string[], host: Dialect | null): Dialect {
  if (file.startsWith('.github/')) return 'github';
  if (file.startsWith('.gitlab/')) return 'gitlab';
  if (host) return host;
  return lines.some((line) => line.includes('[') && isSectionHeading(line.trim())) ? 'gitlab' : 'github';
}

function readLines(
  lines: string[],
  dialect: Dialect,
  report: (line: number, column: number, problem: LineProblem) => void,
): Draft[] {
  let draft: Draft = { rules: [], excluded: [] };
  let section: SectionHeading | null = null;
  const drafts = [draft];
  const byName = new Map<string, Draft>();
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const read = readLine(line, dialect);
    if (read.problem) report(index + 1, raw.indexOf(line) + 1, read.problem);
    if (read.is === 'rule') {
      const owners = read.owners ?? section?.owners ?? [];
      draft.rules.push({ pattern: read.pattern, owners, line: index + 1, section });
    } else if (read.is === 'exclusion') draft.excluded.push({ pattern: read.pattern });
    else if (read.is === 'section') {
      section = read.heading;
      // A name that comes again goes on where it was.
      draft = byName.get(section.name) ?? { rules: [], excluded: [] };
      if (!byName.has(section.name)) drafts.push(draft);
      byName.set(section.name, draft);
    }
  }
  return drafts;
}

/** What the lines of each section come to in one folder. */
export type CodeownersInFolder = readonly {
  rules: RulesWalk<CodeownersRule>;
  excluded: RulesWalk<{ pattern: Pattern }> | null;
}[];

/** @param names of the folders on the way */
export const codeownersIn = ({ sections }: Codeowners, names: readonly string[]): CodeownersInFolder =>
  sections.map(({ rules, excluded }) => ({ rules: rules.in(names), excluded: excluded?.in(names) ?? null }));

/** The last matching line for a file; with sections, of the first that names someone. Null: no line matches. */
export function lineFor(sections: CodeownersInFolder, name: string): CodeownersRule | null {
  let cleared: CodeownersRule | null = null;
  for (const { rules, excluded } of sections) {
    const rule = rules.match(name);
    if (!rule || excluded?.match(name)) continue;
    if (rule.owners.length > 0) return rule;
    cleared ??= rule;
  }
  return cleared;
}

/** The line that holds for the repository as a whole: one that matches whatever the path. */
export function lineForAll({ sections }: Codeowners): CodeownersRule | null {
  const lines = sections.flatMap(({ rules }) => rules.universal ?? []);
  return lines.find(({ owners }) => owners.length > 0) ?? lines[0] ?? null;
}
