import type { JsonElement } from '../reader.ts';
import { asList, asRecord, type Json, own } from './values.ts';

/**
 * What of the shell encloses an element, outermost first: for `runs[].results[]` the document and its run.
 * The array of results itself is not among them.
 */
export function parentsOf(shell: unknown, { path, at }: JsonElement): Json[] {
  const parents: Json[] = [];
  let value = shell;
  let next = 0;
  const segments = path.split('.');
  segments.pop();
  if (!Array.isArray(value)) parents.push(asRecord(value));
  for (const segment of segments) {
    const key = segment.replace(/(?:\[\]|\{\})$/, '');
    if (key !== '') value = own(asRecord(value), key);
    if (segment.endsWith('[]')) value = asList(value)[at[next++] as number];
    else if (segment.endsWith('{}')) value = own(asRecord(value), String(at[next++]));
    parents.push(asRecord(value));
  }
  return parents;
}
