import type { ProblemCode } from '../organisation/pure.ts';
import { compilePattern, type Dialect, type Pattern } from './pattern.ts';

/** `[Name][2] @default` or `^[Optional]`: GitLab only; GitHub knows no brackets. */
export interface SectionHeading {
  /** As written, without the owners: `^[Docs][2]`. */
  text: string;
  /** Sections of one name are one, whatever its capitals. */
  name: string;
  optional: boolean;
  /** How many approvals it asks for; at least one, unless it is optional. */
  approvals: number;
  owners: string[];
}

export interface LineProblem {
  code: ProblemCode;
  level: 'error' | 'warning';
  message: string;
}

export type CodeownersLine =
  | { is: 'section'; heading: SectionHeading; problem: LineProblem | null }
  /** `!path`: not this section's. */
  | { is: 'exclusion'; pattern: Pattern; problem: null }
  /** No owners at all: the line takes ownership away, or GitLab's section names them. */
  | { is: 'rule'; pattern: Pattern; owners: string[] | null; problem: LineProblem | null }
  | { is: 'wrong'; problem: LineProblem };

const OWNER = /^(@{1,2}[\w.-]+(\/[\w.-]+)*|[^\s@]+@[^\s@]+\.[^\s@]+)$/;
const SECTION =
  /^(?<text>(?<optional>\^)?\[(?<name>[^\][]+)\](?:\[(?<approvals>\d*)\])?)(?:\s+(?<owners>\S.*))?$/;
/** Names of owners are short; a page of text after a pattern is no list of them. */
const MAX_TOLD = 60;

export const isSectionHeading = (line: string): boolean => SECTION.test(line);

/** @param line trimmed, neither empty nor a comment */
export function readLine(line: string, dialect: Dialect): CodeownersLine {
  const heading = dialect === 'gitlab' ? readHeading(line) : null;
  if (heading) return heading;
  const [text = '', ...rest] = wordsOf(line);
  const excludes = dialect === 'gitlab' && text.startsWith('!');
  const compiled = compilePattern(excludes ? text.slice(1) : text, dialect);
  if (!compiled.ok) return wrong('bad-pattern', `this line is skipped: ${compiled.why}`);
  const { pattern } = compiled;
  if (excludes) return { is: 'exclusion', pattern, problem: null };
  const comment = rest.findIndex((word) => word.startsWith('#'));
  const owners = comment < 0 ? rest : rest.slice(0, comment);
  const odd = owners.find((owner) => !OWNER.test(owner));
  const what = odd && `${odd.slice(0, MAX_TOLD)} is neither @user, @org/team nor an address`;
  // GitHub drops the line; GitLab drops the word, and a line that is left without any names nobody.
  if (what && dialect === 'github') return wrong('bad-owner', `this line is skipped: ${what}`);
  if (what) {
    const problem = warning('bad-owner', `this owner is left out: ${what}`);
    return { is: 'rule', pattern, owners: owners.filter((owner) => OWNER.test(owner)), problem };
  }
  const problem =
    comment < 0
      ? null
      : warning('not-used', 'a comment after owners was once an error: give it a line of its own');
  return { is: 'rule', pattern, owners: owners.length > 0 ? owners : null, problem };
}

function readHeading(line: string): CodeownersLine | null {
  const found = SECTION.exec(line)?.groups;
  if (!found) return null;
  const written = found['owners']?.split(/\s+/) ?? [];
  const owners = written.filter((owner) => OWNER.test(owner));
  const optional = found['optional'] !== undefined;
  const asked = Math.min(Number(found['approvals'] || 1), 1000);
  const problem =
    owners.length < written.length
      ? warning('bad-owner', 'a default owner of this section is neither @user, @group nor an address')
      : asked === 0
        ? warning('wrong-value', 'a section asks for one approval at least')
        : null;
  const heading = {
    text: found['text']!,
    name: found['name']!.trim().toLowerCase(),
    optional,
    approvals: optional ? 0 : Math.max(1, asked),
    owners,
  };
  return { is: 'section', heading, problem };
}

const warning = (code: ProblemCode, message: string): LineProblem => ({ code, level: 'warning', message });
const wrong = (code: ProblemCode, message: string): CodeownersLine => ({
  is: 'wrong',
  problem: warning(code, message),
});

/** Words are parted by blanks; `\ ` is a blank inside a name. */
function wordsOf(line: string): string[] {
  // Nearly every line is without a backslash.
  return line.includes('\\') ? (line.match(/(?:\\.|[^\s\\]|\\$)+/g) ?? []) : line.split(/\s+/);
}
