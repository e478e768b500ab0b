import { type Document, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { PRIORITIES, type Priority } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';

const MAX_CHARACTERS = 256 * 1024;
const MAX_DAYS = 3650;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'an id has small letters, digits and dashes');
const sentence = z.string().min(1).max(300);
// YAML reads an unquoted `true` as a boolean; it is meant as the condition that always holds.
const condition = z.union([z.string().min(1).max(4000), z.boolean().transform(String)]);

/** `7d`, `0.5d`, `12h` -> days; `none` -> null. */
const days = z.string().transform((text, context) => {
  if (text === 'none') return null;
  const match = /^(\d{1,5}(?:\.\d{1,4})?)(d|h)$/.exec(text);
  const value = match ? Number(match[1]) / (match[2] === 'h' ? 24 : 1) : Number.NaN;
  if (value > 0 && value <= MAX_DAYS) return value;
  context.addIssue({
    code: 'custom',
    message: `"${text.slice(0, 40)}" is no duration: write 7d, 0.5d, 12h or none (at most ${MAX_DAYS}d)`,
  });
  return z.NEVER;
});

// The word of the document; as a computed key, since an object literal with `then` looks like a promise.
const THEN = 'then';
const priorityRule = z.strictObject({
  id,
  when: condition,
  [THEN]: z.enum(PRIORITIES),
  because: sentence.optional(),
});

const destination = z.union([
  z.strictObject({ queue: z.string().min(1).max(100) }),
  z.strictObject({ hold: z.string().min(1).max(100) }),
  z.literal('owner'),
]);
const routeRule = z.strictObject({
  id: id.optional(),
  when: condition,
  to: destination,
  because: sentence.optional(),
});

const standard = z
  .strictObject({ clock: z.literal('detected'), P0: days, P1: days, P2: days, P3: days, P4: days })
  .superRefine((value, context) => {
    for (let i = 1; i < PRIORITIES.length; i++) {
      const [more, less] = [PRIORITIES[i - 1]!, PRIORITIES[i]!];
      if ((value[less] ?? Infinity) < (value[more] ?? Infinity))
        context.addIssue({
          code: 'custom',
          path: [less],
          message: `${less} is due before ${more}, which is more urgent`,
        });
    }
  });

const withoutFix = z.strictObject({
  mitigate: condition.default('intel.exploited'),
  review: days.default(30),
});

const schema = z.strictObject({
  apiVersion: z.literal('lanekeeper.dev/policy/v1'),
  priorities: z
    .array(z.string())
    .refine((list) => list.join() === PRIORITIES.join(), `priorities are ${PRIORITIES.join(', ')}`)
    .optional(),
  priority: z
    .array(priorityRule)
    .min(1)
    .max(500)
    .superRefine((rules, context) => {
      const seen = new Set<string>();
      rules.forEach((rule, index) => {
        if (seen.has(rule.id))
          context.addIssue({ code: 'custom', path: [index, 'id'], message: `the id ${rule.id} is taken` });
        seen.add(rule.id);
      });
    }),
  deadlines: z.strictObject({ standard, withoutFix: withoutFix.prefault({}) }),
  routes: z.array(routeRule).max(500).default([]),
});

export type PolicyDocument = z.output<typeof schema>;
export type Deadlines = Record<Priority, number | null>;

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
  const result = schema.safeParse(value);
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
