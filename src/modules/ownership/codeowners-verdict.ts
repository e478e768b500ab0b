import type { FileProblem } from '../organisation/pure.ts';
import type { Codeowners, CodeownersRule } from './codeowners.ts';
import type { TeamNames } from './team-names.ts';
import { judge, type Verdict } from './verdict.ts';

/** A file of a hundred thousand lines is not told about each of them. */
const MAX_TOLD = 100;

/** What each line comes to: the first of its owners that the registry knows as a team. */
export class CodeownersVerdicts {
  readonly codeowners: Codeowners;
  readonly problems: FileProblem[] = [];
  private readonly names: TeamNames;
  private readonly known = new Map<CodeownersRule, Verdict>();

  constructor(codeowners: Codeowners, names: TeamNames) {
    this.codeowners = codeowners;
    this.names = names;
    for (const rule of codeowners.rules) {
      if (this.problems.length >= MAX_TOLD) break;
      this.known.set(rule, this.judgeLine(rule, this.problems));
    }
  }

  of(rule: CodeownersRule): Verdict {
    const known = this.known.get(rule);
    if (known) return known;
    const verdict = this.judgeLine(rule, []);
    this.known.set(rule, verdict);
    return verdict;
  }

  private judgeLine(rule: CodeownersRule, problems: FileProblem[]): Verdict {
    const { file } = this.codeowners;
    const section = rule.section ? `${rule.section.text} ` : '';
    const what = `${section}"${rule.pattern.text}"`;
    const [first] = rule.owners;
    if (first === undefined)
      return { answers: false, why: `${file}:${rule.line} ${what} takes ownership away` };
    const owner = rule.owners.find((name) => this.names.find(name).ok) ?? first;
    const place = { line: rule.line, column: 1 };
    const origin = { file, place, what: `${what} ${owner}`, source: 'CODEOWNERS' as const };
    return judge(origin, this.names.find(owner), {}, problems);
  }
}
