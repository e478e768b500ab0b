import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { AppError } from '../../../kernel/errors.ts';
import { issueWords, type ToldIssue } from './issue-words.ts';
import { keysAt } from './json-schema.ts';
import { type PolicyDocument, policySchema } from './schema.ts';

const MAX_CHARACTERS = 256 * 1024;

/** Something wrong in a policy, at a line and column (from 1). */
export interface PolicyProblem {
  line: number;
  column: number;
  message: string;
}
type Path = readonly PropertyKey[];
/** Finds the line and column of a place in the document, `at` characters into its text. */
export type Locate = (path: Path, message: string, at?: number) => PolicyProblem;

/** @throws AppError `LK-VALIDATION` that names every problem with line and column */
export function parsePolicy(text: string): { document: PolicyDocument; locate: Locate } {
  if (text.length > MAX_CHARACTERS)
    throw refusal([
      { line: 1, column: 1, message: `the policy is longer than ${MAX_CHARACTERS} characters` },
    ]);
  const lines = new LineCounter();
  const { yaml, value } = read(text, lines);
  const locate: Locate = (path, message, at = 0) => {
    const { line, col } = lines.linePos(offsetOf(yaml, path, at));
    return { line, column: col, message };
  };
  const result = policySchema.safeParse(value);
  if (result.success) return { document: result.data, locate };
  const told = result.error.issues
    .flatMap((issue) => issueWords(issue, value, keysAt))
    .slice(0, MAX_PROBLEMS);
  throw refusal(
    told.map((issue) => {
      const holder = issue.atKey ? issue.path.slice(0, -1) : issue.path;
      return placed(yaml, lines, issue, `${holder.join('.') || 'policy'}: ${issue.message}`);
    }),
  );
}

/** More are hardly read, and a hostile document has thousands. */
const MAX_PROBLEMS = 100;

function placed(
  yaml: Document.Parsed,
  lines: LineCounter,
  { path, atKey }: ToldIssue,
  message: string,
): PolicyProblem {
  const { line, col } = lines.linePos((atKey ? keyOffset(yaml, path) : null) ?? offsetOf(yaml, path, 0));
  return { line, column: col, message };
}

/** Where a key stands, rather than what it holds. */
function keyOffset(yaml: Document.Parsed, path: Path): number | null {
  const holder = path.length > 1 ? yaml.getIn(path.slice(0, -1), true) : yaml.contents;
  if (!isMap(holder)) return null;
  const pair = holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
  return (pair?.key as Node | undefined)?.range?.[0] ?? null;
}

export function refusal(problems: PolicyProblem[]): AppError {
  const told = problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
  return new AppError('LK-VALIDATION', `policy ${told.join('; ')}`, { detail: { problems } });
}

function read(text: string, lines: LineCounter): { yaml: Document.Parsed; value: unknown } {
  try {
    const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    // The parser tells of its own exhausted stack as one error per level.
    if (yaml.errors.some(({ message }) => message.startsWith('Maximum call stack'))) throw tooDeep();
    if (yaml.errors.length > 0) {
      throw refusal(
        yaml.errors.slice(0, 20).map((error) => {
          const { line, col } = lines.linePos(error.pos[0]);
          return { line, column: col, message: error.message };
        }),
      );
    }
    return { yaml, value: yaml.toJS({ maxAliasCount: 50 }) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw tooDeep();
  }
}

const tooDeep = () =>
  refusal([{ line: 1, column: 1, message: 'the policy is nested or aliased too deeply to be read' }]);

/** Where a path stands in the text; a missing field is told at the nearest thing that holds it. */
function offsetOf(yaml: Document.Parsed, path: Path, at: number): number {
  for (let length = path.length; length >= 0; length--) {
    const node = yaml.getIn(path.slice(0, length), true) as Node | undefined;
    if (!node?.range) continue;
    if (length < path.length || !isScalar(node)) return node.range[0];
    // Inside a quoted or plain text the characters follow one another; in a block text they may not.
    const quoted = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE';
    return node.range[0] + (quoted ? 1 + at : node.type === 'PLAIN' ? at : 0);
  }
  return 0;
}
