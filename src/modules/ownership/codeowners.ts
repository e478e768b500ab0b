import type { FileProblem, ProblemCode } from '../organisation/pure.ts';
import { PathRules } from './path-rules.ts';
import { compilePattern, type Dialect, type Pattern } from './pattern.ts';
import type { RulesInFolder } from './rules-in-folder.ts';

export interface CodeownersRule {
  pattern: Pattern;
  /** Handles or addresses; empty: the line takes ownership away. */
  owners: string[];
  line: number;
}

interface Section {
  rules: PathRules<CodeownersRule>;
  excluded: PathRules<{ pattern: Pattern }>;
}

export interface Codeowners {
  file: string;
  sections: Section[];
  /** All lines that name or take away owners, from the top. */
  rules: CodeownersRule[];
  problems: FileProblem[];
}

/** GitHub's and GitLab's places in order; the first that exists counts, the others do not. */
export const CODEOWNERS_PLACES = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
];
/** GitHub: "CODEOWNERS files must be under 3 MB", larger ones are not loaded. */
const MAX_BYTES = 3 * 1024 * 1024;
/** More than this is not a list of owners; it is told once and not line by line. */
const MAX_PROBLEMS = 100;

const OWNER = /^(@{1,2}[\w.-]+(\/[\w.-]+)*|[^\s@]+@[^\s@]+\.[^\s@]+)$/;
/** `[Name][2] @default` or `^[Optional]`: GitLab only; GitHub knows no brackets. */
const SECTION = /^\^?\[[^\][]+\](?:\[\d*\])?(?:\s+(?<owners>\S.*))?$/;

interface Draft {
  defaults: string[];
  rules: CodeownersRule[];
  excluded: { pattern: Pattern }[];
}

export function parseCodeowners(file: string, content: string): Codeowners {
  const problems: FileProblem[] = [];
  const report = (
    line: number,
    column: number,
    code: ProblemCode,
    level: 'error' | 'warning',
    message: string,
  ) => {
    if (problems.length < MAX_PROBLEMS)
      problems.push({ file, line, column, level, code, message, suggestion: null });
  };
  // A character is at least a byte, so a text that is too long is never encoded to find that out.
  if (content.length >= MAX_BYTES || Buffer.byteLength(content) >= MAX_BYTES) {
    report(1, 1, 'too-large', 'error', 'CODEOWNERS files of 3 MB or more are not read, here and on GitHub');
    return { file, sections: [], rules: [], problems };
  }
  const lines = content.replace(/^\uFEFF/, '').split('\n');
  const dialect = dialectOf(file, lines);
  const drafts: Draft[] = [{ defaults: [], rules: [], excluded: [] }];
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const problem = readLine(line, index + 1, dialect, drafts);
    if (problem) report(index + 1, raw.indexOf(line) + 1, problem.code, problem.level, problem.message);
  }
  const sections = drafts.map(({ rules, excluded }) => ({
    rules: new PathRules(rules),
    excluded: new PathRules(excluded),
  }));
  return { file, sections, rules: drafts.flatMap((draft) => draft.rules), problems };
}

/** Only GitLab has sections; in GitHub's own folder a bracket is what GitHub says it is: a mistake. */
function dialectOf(file: string, lines: string[]): Dialect {
  if (file.startsWith('.github/')) return 'github';
  if (file.startsWith('.gitlab/')) return 'gitlab';
  return lines.some((line) => SECTION.test(line.trim())) ? 'gitlab' : 'github';
}

interface LineProblem {
  code: ProblemCode;
  level: 'error' | 'warning';
  message: string;
}

function readLine(line: string, number: number, dialect: Dialect, drafts: Draft[]): LineProblem | null {
  const section = dialect === 'gitlab' ? SECTION.exec(line) : null;
  if (section) {
    drafts.push({ defaults: section.groups?.['owners']?.split(/\s+/) ?? [], rules: [], excluded: [] });
    return null;
  }
  const draft = drafts.at(-1)!;
  const [text = '', ...rest] = wordsOf(line);
  const excludes = dialect === 'gitlab' && text.startsWith('!');
  const compiled = compilePattern(excludes ? text.slice(1) : text, dialect);
  if (!compiled.ok)
    return { code: 'bad-pattern', level: 'warning', message: `this line is skipped: ${compiled.why}` };
  if (excludes) {
    draft.excluded.push({ pattern: compiled.pattern });
    return null;
  }
  const comment = rest.findIndex((word) => word.startsWith('#'));
  const owners = comment < 0 ? rest : rest.slice(0, comment);
  const odd = owners.find((owner) => !OWNER.test(owner));
  if (odd !== undefined)
    return {
      code: 'bad-owner',
      level: 'warning',
      message: `this line is skipped: ${odd.slice(0, 60)} is neither @user, @org/team nor an address`,
    };
  draft.rules.push({
    pattern: compiled.pattern,
    owners: owners.length > 0 ? owners : draft.defaults,
    line: number,
  });
  return comment < 0
    ? null
    : {
        code: 'not-used',
        level: 'warning',
        message: 'a comment after owners was once an error: give it a line of its own',
      };
}

/** Words are parted by blanks; `\ ` is a blank inside a name. */
const wordsOf = (line: string) => line.match(/(?:\\.|[^\s\\]|\\$)+/g) ?? [];

/** What the lines of each section come to in one folder. */
export type CodeownersInFolder = readonly {
  rules: RulesInFolder<CodeownersRule>;
  excluded: RulesInFolder<{ pattern: Pattern }>;
}[];

export const codeownersIn = ({ sections }: Codeowners, folder: string): CodeownersInFolder =>
  sections.map(({ rules, excluded }) => ({ rules: rules.in(folder), excluded: excluded.in(folder) }));

/** The last matching line for a file; with sections, of the first that names someone. Null: no line matches. */
export function lineFor(sections: CodeownersInFolder, name: string): CodeownersRule | null {
  let cleared: CodeownersRule | null = null;
  for (const { rules, excluded } of sections) {
    const rule = rules.match(name);
    if (!rule || excluded.match(name)) continue;
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
