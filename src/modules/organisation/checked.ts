import { z } from 'zod';
import type { FileProblem } from './problem.ts';
import { suggest } from './suggest.ts';
import { KEY, type YamlTree } from './yaml-tree.ts';

/**
 * What a schema says against a value, each with its place and, for a slip of the pen, what was meant.
 * Where unknown keys are only a warning, they are taken out of the tree's value and the rest counts.
 */
export function checkAgainst<Schema extends z.ZodType>(
  file: string,
  tree: YamlTree,
  schema: Schema,
  options: { unknownKeys: 'error' | 'warning' },
): { value: z.output<Schema> | null; problems: FileProblem[] } {
  const result = schema.safeParse(tree.value);
  if (result.success) return { value: result.data, problems: [] };
  const { issues } = result.error;
  const tell = (issue: z.core.$ZodIssue) => told(file, tree, schema, issue, options.unknownKeys);
  const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (options.unknownKeys === 'error' || unknown.length === 0)
    return { value: null, problems: issues.flatMap(tell) };
  const warnings = unknown.flatMap(tell);
  for (const { path, keys } of unknown) {
    const holder = valueAt(tree.value, path);
    if (typeof holder === 'object' && holder !== null)
      for (const key of keys) Reflect.deleteProperty(holder, key);
  }
  const rest = checkAgainst(file, tree, schema, { unknownKeys: 'error' });
  return { value: rest.value, problems: [...warnings, ...rest.problems] };
}

/** Unknown keys told of one map: more are hardly read, and a hostile file has thousands. */
const MAX_KEYS = 50;

function told(
  file: string,
  tree: YamlTree,
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  unknownKeys: 'error' | 'warning',
): FileProblem[] {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.slice(0, MAX_KEYS).map((key) => {
      const suggestion = suggest(key, known);
      return {
        file,
        ...tree.locate([...issue.path, key, KEY]),
        level: unknownKeys,
        code: 'unknown-key',
        message: `${key.slice(0, 60)} is not a key we know${didYouMean(suggestion)}`,
        suggestion,
      };
    });
  }
  const missing = issue.code === 'invalid_type' && valueAt(tree.value, issue.path) === undefined;
  const suggestion =
    issue.code === 'invalid_value' ? nearest(valueAt(tree.value, issue.path), issue.values) : null;
  const at = tree.locate(missing ? issue.path.slice(0, -1) : issue.path);
  return [
    {
      file,
      ...at,
      level: 'error',
      code: missing ? 'missing-key' : 'wrong-value',
      message: missing
        ? `${where} is missing`
        : `${where || 'the document'}: ${lower(issue.message)}${didYouMean(suggestion)}`,
      suggestion,
    },
  ];
}

export const didYouMean = (suggestion: string | null) => (suggestion ? `; did you mean ${suggestion}?` : '');

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const nearest = (written: unknown, values: readonly unknown[]) =>
  typeof written === 'string' ? suggest(written, values.map(String)) : null;

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}

/** The keys that the schema allows at a path, through arrays, defaults, options and transforms. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = bare(schema);
  for (const step of path) {
    if (at instanceof z.ZodArray) at = bare(at.element);
    else if (at instanceof z.ZodObject) at = bare(at.shape[String(step)]);
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function bare(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return bare(schema.unwrap());
  return schema instanceof z.ZodPipe ? bare(schema.in) : schema;
}
