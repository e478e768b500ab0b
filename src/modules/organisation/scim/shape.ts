import { parsePath } from './filter.ts';
import { isObject, type Resource } from './match.ts';

/** `attributes` and `excludedAttributes` of a request. */
export interface Wanted {
  attributes?: string | undefined;
  excludedAttributes?: string | undefined;
}

/** What is always told (RFC 7643 §7, `returned: always`). */
const ALWAYS = new Set(['schemas', 'id']);

/** The parts of a resource that were asked for (RFC 7644 §3.9). What cannot be read asks for nothing. */
export function shaped(resource: Resource, { attributes, excludedAttributes }: Wanted): Resource {
  if (attributes) return picked(resource, namesIn(attributes));
  return excludedAttributes ? without(resource, namesIn(excludedAttributes)) : resource;
}

/** Whether an attribute will be told, so that what costs a query need not be asked. */
export const isWanted = (name: string, wanted: Wanted): boolean => name in shaped({ [name]: [] }, wanted);

/** attribute -> its parts; null: all of it */
type Names = Map<string, Set<string> | null>;

function namesIn(list: string): Names {
  const names: Names = new Map();
  for (const text of list.slice(0, 4_000).split(',')) {
    const path = parsePath(text.trim());
    if (!path.ok) continue;
    const { name, sub } = path.value;
    const parts = names.get(name);
    if (sub === null) names.set(name, null);
    else if (parts !== null) names.set(name, (parts ?? new Set()).add(sub));
  }
  return names;
}

const within = (value: unknown, keep: (key: string) => boolean): unknown => {
  if (Array.isArray(value)) return value.map((one) => within(one, keep));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => keep(key.toLowerCase())));
};

function picked(resource: Resource, names: Names): Resource {
  const entries = Object.entries(resource).flatMap(([key, value]) => {
    if (ALWAYS.has(key)) return [[key, value]];
    const parts = names.get(key.toLowerCase());
    if (parts === undefined) return [];
    return [[key, parts === null ? value : within(value, (part) => parts.has(part))]];
  });
  return Object.fromEntries(entries);
}

function without(resource: Resource, names: Names): Resource {
  const entries = Object.entries(resource).flatMap(([key, value]) => {
    const parts = names.get(key.toLowerCase());
    if (ALWAYS.has(key) || parts === undefined) return [[key, value]];
    return parts === null ? [] : [[key, within(value, (part) => !parts.has(part))]];
  });
  return Object.fromEntries(entries);
}
