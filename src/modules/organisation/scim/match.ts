import type { Attribute, Filter, Operator, Value } from './filter.ts';

/** A SCIM resource, or a value inside of one. */
export type Resource = Record<string, unknown>;

export const isObject = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The key under which an object holds an attribute, whatever its case; null when it does not. */
export const keyOf = (object: Resource, name: string): string | null =>
  Object.keys(object).find((key) => key.toLowerCase() === name) ?? null;

function get(object: unknown, name: string): unknown {
  if (!isObject(object)) return undefined;
  const key = keyOf(object, name);
  return key === null ? undefined : object[key];
}

/** Attributes that tell case apart (`caseExact` of the schemas). */
const EXACT = new Set(['id', 'externalid']);

/** Whether a filter holds for a resource or a value (RFC 7644 §3.4.2.2); of several values, one is enough. */
export function matches(filter: Filter, resource: unknown): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((one) => matches(one, resource));
    case 'or':
      return filter.of.some((one) => matches(one, resource));
    case 'not':
      return !matches(filter.of, resource);
    case 'present':
      return valuesOf(resource, filter.attribute).some(isPresent);
    case 'value':
      return listOf(get(resource, filter.name)).some((one) => matches(filter.of, one));
    case 'compare': {
      const { attribute, operator, value } = filter;
      const exact = EXACT.has(attribute.sub ?? attribute.name);
      const found = valuesOf(resource, attribute);
      if (operator === 'ne') return !found.some((one) => compares(one, 'eq', value, exact));
      if (value === null && operator === 'eq') return !found.some(isPresent);
      return found.some((one) => compares(one, operator, value, exact));
    }
  }
}

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** Of a complex value without a named part, the part called `value` counts. */
function valuesOf(resource: unknown, { name, sub }: Attribute): unknown[] {
  // Inside of `members[value eq "…"]` a value may be given bare.
  if (!isObject(resource)) return name === 'value' && sub === null ? [resource] : [];
  return listOf(get(resource, name)).map((one) => {
    if (sub !== null) return get(one, sub);
    return isObject(one) && keyOf(one, 'value') !== null ? get(one, 'value') : one;
  });
}

const isPresent = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

function compares(found: unknown, operator: Operator, value: Value, exact: boolean): boolean {
  if (found === undefined || found === null || value === null) return false;
  if (typeof found === 'number' && typeof value === 'number') return ordered(found - value, operator);
  // Providers write true as "True".
  const [a, b] = [folded(found, exact), folded(value, exact)];
  switch (operator) {
    case 'co':
      return a.includes(b);
    case 'sw':
      return a.startsWith(b);
    case 'ew':
      return a.endsWith(b);
    default:
      return ordered(a === b ? 0 : a < b ? -1 : 1, operator);
  }
}

const folded = (value: unknown, exact: boolean) => (exact ? String(value) : String(value).toLowerCase());

function ordered(difference: number, operator: Operator): boolean {
  switch (operator) {
    case 'eq':
      return difference === 0;
    case 'gt':
      return difference > 0;
    case 'ge':
      return difference >= 0;
    case 'lt':
      return difference < 0;
    case 'le':
      return difference <= 0;
    default:
      return false;
  }
}
