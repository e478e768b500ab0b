import { type Document, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { AppError } from '../../../kernel/errors.ts';
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
  throw refusal(
    result.error.issues.map((issue) => {
      const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      const at = key === undefined ? issue.path : [...issue.path, key];
      return locate(at, `${issue.path.join('.') || 'policy'}: ${issue.message}`);
    }),
  );
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
