import type { z } from 'zod';
import { suggest } from '../../organisation/pure.ts';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

export interface ToldIssue {
  path: Path;
  message: string;
  /** The place is the key itself, not its value. */
  atKey: boolean;
}

/** What a schema says against a document, in words for whoever wrote it. */
export function issueWords(
  issue: Issue,
  document: unknown,
  keysOf: (path: Path) => readonly string[],
): ToldIssue[] {
  const path = issue.path;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const near = suggest(key, keysOf(path));
        const message = `${key.slice(0, 60)} is not a key we know${near ? `; did you mean ${near}?` : ''}`;
        return { path: [...path, key], message, atKey: true };
      });
    case 'invalid_union':
      return nearestBranch(issue.errors, path).flatMap((inner) => issueWords(inner, document, keysOf));
    case 'invalid_value':
      return [{ path, message: oneOf(valueAt(document, path), issue.values), atKey: false }];
    case 'invalid_type':
      if (valueAt(document, path) === undefined)
        return [{ path, message: `${String(path.at(-1) ?? 'the policy')} is missing`, atKey: false }];
      return [{ path, message: `here belongs ${TYPES[issue.expected] ?? issue.expected}`, atKey: false }];
    default:
      return [{ path, message: issue.message, atKey: false }];
  }
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
  boolean: 'true or false',
};

function oneOf(value: unknown, values: readonly unknown[]): string {
  const names = values.map(String);
  const written = typeof value === 'object' ? 'this' : `"${String(value).slice(0, 60)}"`;
  if (value === undefined) return `is missing: write ${names.join(', ')}`;
  const near = typeof value === 'string' ? suggest(value, names) : null;
  return names.length === 1
    ? `write ${names[0]}`
    : `${written} is none of ${names.join(', ')}${near ? `; did you mean ${near}?` : ''}`;
}

/** Of several shapes the one that was most likely meant: what says least against itself. */
function nearestBranch(branches: readonly (readonly Issue[])[], at: Path): Issue[] {
  let best: readonly Issue[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const branch of branches) {
    const weight = branch.reduce((sum, issue) => sum + weightOf(issue), 0);
    if (weight < least) [best, least] = [branch, weight];
  }
  return best.map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
}

/** Another kind of thing altogether weighs most, then keys that are missing or strange, then their values. */
function weightOf(issue: Issue): number {
  if (issue.path.length === 0 && issue.code !== 'unrecognized_keys') return 100;
  if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length;
  return issue.code === 'invalid_type' ? 10 : 1;
}

function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
