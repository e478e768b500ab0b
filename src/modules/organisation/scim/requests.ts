import { z } from 'zod';
import { MOST_RESULTS } from './discovery.ts';
import { type Filter, parseFilter } from './filter.ts';
import { isObject, keyOf, type Resource } from './match.ts';
import type { Operation } from './patch.ts';
import { invalid } from './problem.ts';

/** The query of a list or a resource; unknown parameters are left aside. */
export interface ListQuery {
  filter: Filter | null;
  /** Counts from 1. */
  startIndex: number;
  count: number;
  attributes: string | undefined;
  excludedAttributes: string | undefined;
}

const DEFAULT_COUNT = 100;

/** Numbers out of range mean the nearest one that is not (RFC 7644 §3.4.2.4). @throws ScimProblem invalidFilter */
export function readQuery(query: unknown): ListQuery {
  const given = isObject(query) ? query : {};
  const textAt = (name: string): string | undefined => {
    const key = keyOf(given, name.toLowerCase());
    const value = key === null ? undefined : given[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const startIndex = wholeNumber('startIndex', textAt('startIndex'), 1);
  const count = wholeNumber('count', textAt('count'), DEFAULT_COUNT);
  return {
    filter: readFilter(textAt('filter')),
    startIndex: Math.max(1, startIndex),
    count: Math.min(MOST_RESULTS, Math.max(0, count)),
    attributes: textAt('attributes'),
    excludedAttributes: textAt('excludedAttributes'),
  };
}

function wholeNumber(name: string, text: string | undefined, absent: number): number {
  if (text === undefined) return absent;
  if (!/^-?\d{1,9}$/.test(text)) throw invalid('invalidValue', `${name} is a whole number.`);
  return Number(text);
}

function readFilter(text: string | undefined): Filter | null {
  if (text === undefined) return null;
  const parsed = parseFilter(text);
  if (parsed.ok) return parsed.value;
  throw invalid('invalidFilter', `The filter cannot be read: ${parsed.why}.`);
}

/** @throws ScimProblem invalidSyntax */
export function readResource(body: unknown): Resource {
  if (isObject(body)) return body;
  throw invalid('invalidSyntax', 'The body is a JSON object.');
}

const operations = z
  .array(z.object({ op: z.string(), path: z.string().nullish(), value: z.unknown().optional() }))
  .min(1);

/** @throws ScimProblem invalidSyntax */
export function readOperations(body: unknown): Operation[] {
  const resource = readResource(body);
  const key = keyOf(resource, 'operations');
  const read = operations.safeParse(key === null ? undefined : resource[key]);
  if (!read.success) throw invalid('invalidSyntax', 'Operations is a list of objects with an op.');
  return read.data.map(({ op, path, value }) => ({ op, path: path ?? undefined, value }));
}
