import { type Filter, type Path, parsePath } from './filter.ts';
import { isObject, keyOf, matches, type Resource } from './match.ts';
import { invalid } from './problem.ts';

/** One operation of a PATCH, as it came. */
export interface Operation {
  op: string;
  path?: string | undefined;
  value?: unknown;
}

type Verb = 'add' | 'replace' | 'remove';

/** Attributes of the core schemas with their case, and which of them hold several values. */
const NAMES = ['userName', 'externalId', 'displayName', 'name', 'active', 'emails', 'members'];
const SEVERAL = new Set([
  'emails',
  'members',
  'phonenumbers',
  'addresses',
  'roles',
  'entitlements',
  'photos',
  'ims',
]);
const READ_ONLY = new Set(['id', 'meta', 'schemas', 'groups']);
/** Okta and Entra send a handful; a group's members come as one value. */
const MOST_OPERATIONS = 1_000;

/**
 * The resource after a PATCH (RFC 7644 §3.5.2), in the forms in which Okta and Entra send it: verbs in any case,
 * values with or without a path, keys that are paths themselves, members removed by a filter or by a list.
 * @throws ScimProblem 400 saying which operation cannot be done
 */
export function patched(resource: Resource, operations: readonly Operation[]): Resource {
  if (operations.length > MOST_OPERATIONS)
    throw invalid('tooMany', `More than ${MOST_OPERATIONS} operations in one request.`);
  const copy = structuredClone(resource);
  for (const { op, path, value } of operations) {
    const verb = verbOf(op);
    if (path) applyAt(copy, verb, pathOf(path), value, true);
    else applyAll(copy, verb, value);
  }
  return copy;
}

function verbOf(op: string): Verb {
  const verb = op.toLowerCase();
  if (verb === 'add' || verb === 'replace' || verb === 'remove') return verb;
  throw invalid('invalidSyntax', `${JSON.stringify(op.slice(0, 40))} is not add, replace or remove.`);
}

function pathOf(text: string): Path {
  const path = parsePath(text);
  if (path.ok) return path.value;
  throw invalid('invalidPath', `The path ${JSON.stringify(text.slice(0, 100))} cannot be read: ${path.why}.`);
}

/** Without a path each key of the value is one; what is read-only there is a repetition, not a wish. */
function applyAll(resource: Resource, verb: Verb, value: unknown): void {
  if (verb === 'remove') throw invalid('noTarget', 'A removal names a path.');
  if (!isObject(value))
    throw invalid('invalidSyntax', 'Without a path, the value is an object of attributes.');
  for (const [key, inner] of Object.entries(value)) {
    // The attributes of an extension lie in an object under its URN.
    const isExtension = key.toLowerCase().startsWith('urn:') && isObject(inner);
    if (!isExtension) applyAt(resource, verb, pathOf(key), inner, false);
  }
}

function applyAt(resource: Resource, verb: Verb, path: Path, value: unknown, named: boolean): void {
  if (READ_ONLY.has(path.name)) {
    if (named) throw invalid('mutability', `${path.name} cannot be changed.`);
    return;
  }
  const key =
    keyOf(resource, path.name) ?? NAMES.find((name) => name.toLowerCase() === path.name) ?? path.name;
  if (path.filter) applyToMatching(resource, key, verb, { ...path, filter: path.filter }, value);
  else if (path.sub !== null) applyToPart(resource, key, verb, path.sub, value);
  else if (verb === 'remove') removeFrom(resource, key, value);
  else if (SEVERAL.has(path.name) || Array.isArray(resource[key]))
    resource[key] = verb === 'add' ? joined(listOf(resource[key]), listOf(value)) : listOf(value);
  else {
    const current = resource[key];
    resource[key] = isObject(current) && isObject(value) ? merged(current, value) : value;
  }
}

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** Later parts win, whatever the case of their names. */
function merged(current: Resource, value: Resource): Resource {
  const result = { ...current };
  for (const [name, part] of Object.entries(value)) result[keyOf(result, name.toLowerCase()) ?? name] = part;
  return result;
}

/** What tells two values of a list apart: their `value`, else all of them. */
const identity = (one: unknown): string => {
  const key = isObject(one) ? keyOf(one, 'value') : null;
  return isObject(one) && key !== null ? String(one[key]).toLowerCase() : JSON.stringify(one).toLowerCase();
};

/** A value that is there already is told anew, not twice; a new primary one takes the place of the old. */
function joined(current: unknown[], added: unknown[]): unknown[] {
  const fresh = new Set(added.map(identity));
  const kept = current.filter((one) => !fresh.has(identity(one)));
  const takesFirst = added.some((one) => isObject(one) && one['primary'] === true);
  return [
    ...(takesFirst ? kept.map((one) => (isObject(one) ? { ...one, primary: false } : one)) : kept),
    ...added,
  ];
}

/** `value` names those to remove of several; Entra sends members so. */
function removeFrom(resource: Resource, key: string, value: unknown): void {
  const current = resource[key];
  if (Array.isArray(current) && value !== undefined && value !== null) {
    const gone = new Set(
      listOf(value).map((one) => (typeof one === 'string' ? one.toLowerCase() : identity(one))),
    );
    resource[key] = current.filter((one) => !gone.has(identity(one)));
  } else delete resource[key];
}

function applyToPart(resource: Resource, key: string, verb: Verb, sub: string, value: unknown): void {
  const current = resource[key];
  if (!SEVERAL.has(key.toLowerCase()) && !Array.isArray(current)) {
    const holder = isObject(current) ? { ...current } : {};
    setPart(holder, verb, sub, value);
    resource[key] = holder;
    return;
  }
  const list = listOf(current).map((one) => (isObject(one) ? { ...one } : { value: one }));
  if (list.length === 0 && verb !== 'remove') list.push({} as { value: unknown });
  for (const one of list) setPart(one, verb, sub, value);
  resource[key] = list;
}

/** The spelling that the schemas have, for parts that were not there. */
const PARTS = ['givenName', 'familyName', 'formatted'];

function setPart(holder: Resource, verb: Verb, sub: string, value: unknown): void {
  const key = keyOf(holder, sub) ?? PARTS.find((name) => name.toLowerCase() === sub) ?? sub;
  if (verb === 'remove') delete holder[key];
  else holder[key] = value;
}

/** `emails[type eq "work"].value`: of the values that match, or of a new one that does (Entra expects that). */
function applyToMatching(
  resource: Resource,
  key: string,
  verb: Verb,
  { filter, sub, name }: Path & { filter: Filter },
  value: unknown,
): void {
  const list = listOf(resource[key]);
  const hit = new Set(list.filter((one) => matches(filter, one)));
  if (verb === 'remove') {
    if (sub === null) resource[key] = list.filter((one) => !hit.has(one));
    else resource[key] = list.map((one) => (hit.has(one) ? changed(one, verb, sub, value) : one));
    return;
  }
  if (hit.size > 0) {
    resource[key] = list.map((one) => (hit.has(one) ? changed(one, verb, sub, value) : one));
    return;
  }
  const fresh = name === 'members' ? null : describedBy(filter);
  if (!fresh) throw invalid('noTarget', `Nothing in ${key} matches the filter of the path.`);
  resource[key] = [...list, changed(fresh, verb, sub, value)];
}

function changed(one: unknown, verb: Verb, sub: string | null, value: unknown): unknown {
  const holder: Resource = isObject(one) ? { ...one } : { value: one };
  if (sub === null) return isObject(value) ? merged(holder, value) : { ...holder, value };
  setPart(holder, verb, sub, value);
  return holder;
}

/** The value of which a filter says nothing but what it equals. */
function describedBy(filter: Filter): Resource | null {
  if (filter.kind === 'compare' && filter.operator === 'eq' && filter.attribute.sub === null)
    return { [filter.attribute.name]: filter.value };
  if (filter.kind !== 'and') return null;
  const parts = filter.of.map(describedBy);
  return parts.includes(null) ? null : Object.assign({}, ...parts);
}
