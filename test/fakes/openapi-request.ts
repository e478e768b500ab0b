import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { type OpenApi, objectionsTo } from './openapi-check.ts';

/** The parts of an OpenAPI document (2.0 and 3.0) that are looked at. */
interface Parameter {
  $ref?: string;
  name: string;
  in: 'query' | 'path' | 'header' | 'formData' | 'body' | 'cookie';
  required?: boolean;
  schema?: object;
  type?: string;
}
interface RequestBody {
  $ref?: string;
  required?: boolean;
  content?: Record<string, { schema?: object }>;
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: RequestBody;
}
type PathItem = Record<string, Operation> & { parameters?: Parameter[] };
interface Document {
  paths: Record<string, PathItem>;
}

export interface OpenapiRequests {
  /**
   * What the vendor's document objects to in a request: an unknown path or method, query parameters that it does not
   * name or that are missing, a body that is not as described. Empty: nothing.
   * @param path as it was asked, without what stands before the document's own paths
   * @param query of names and values; several of one name are checked one by one
   * @param body parsed JSON, or the fields of a form; undefined: none
   */
  check(method: string, path: string, query: URLSearchParams, body?: unknown): string[];
  /** The same for an answer: status and body as sent. */
  checkAnswer(method: string, path: string, status: number, body: unknown): string[];
}

const READ = new Map<string, OpenapiRequests>();

/** Checks requests against a document (JSON or YAML); the document is read once for each file of tests. */
export function openapiRequests(specPath: string): OpenapiRequests {
  const known = READ.get(specPath);
  if (known) return known;
  const text = readFileSync(specPath, 'utf8');
  const made = requestsOf((specPath.endsWith('.json') ? JSON.parse(text) : parse(text)) as Document);
  READ.set(specPath, made);
  return made;
}

/** As `openapiRequests`, for a document at hand. */
export function requestsOf(document: Document): OpenapiRequests {
  const validator = validators(document);
  const routes = routesOf(document);
  const find = (method: string, path: string) => {
    const template = routes(path);
    const item = template === null ? undefined : document.paths[template];
    const operation = item?.[method.toLowerCase()];
    return operation && item ? { template: template!, item, operation } : null;
  };
  return {
    check(method, path, query, body) {
      const found = find(method, path);
      if (!found) return [`${method} ${path} is not described`];
      const { item, operation } = found;
      const at = `#/paths/${pointer(found.template)}/${method.toLowerCase()}`;
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) =>
        one.$ref ? (follow(document, one.$ref) as Parameter) : one,
      );
      return [
        ...queryObjections(parameters, query, validator),
        ...('requestBody' in operation
          ? bodyObjections(document, operation.requestBody!, at, body, validator)
          : formObjections(parameters, body, validator)),
      ];
    },
    checkAnswer(method, path, status, body) {
      const found = find(method, path);
      if (!found) return [`${method} ${path} is not described`];
      return objectionsTo(document as unknown as OpenApi, found.template, method.toLowerCase(), status, body);
    },
  };
}

type Validator = (schema: object) => ValidateFunction;

/** Compiles what is asked for only: the documents have thousands of schemas. */
function validators(document: Document): Validator {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    coerceTypes: false,
    validateFormats: true,
    logger: false,
  });
  addFormats.default(ajv);
  ajv.addFormat('int32', true);
  ajv.addFormat('int64', true);
  ajv.addSchema({ ...(typed(document) as object), $id: 'api' }, 'api');
  const compiled = new WeakMap<object, ValidateFunction>();
  return (schema) => {
    const made = compiled.get(schema) ?? ajv.compile(absolute(typed(schema)) as object);
    compiled.set(schema, made);
    return made;
  };
}

/** OpenAPI 3.0 allows `nullable` beside a reference, where ajv wants a type. */
function typed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, typed(one)] as const);
  const made = Object.fromEntries(entries);
  if (made['nullable'] !== true || typeof made['type'] === 'string') return made;
  const { nullable: _, ...rest } = made;
  return { anyOf: [rest, { type: 'null' }] };
}

/** References inside the document, from a schema that is compiled alone. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === '$ref' && typeof one === 'string' && one.startsWith('#') ? `api${one}` : absolute(one),
    ]),
  );
}

const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function follow(document: Document, ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name.replaceAll('~1', '/')], document);
}

/** The template of a path: the one with the fewest holes, as OpenAPI says. */
function routesOf({ paths }: Document): (path: string) => string | null {
  const templates = Object.keys(paths)
    .map((template) => ({
      template,
      holes: template.split('{').length,
      form: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
    }))
    .sort((a, b) => a.holes - b.holes);
  return (path) => templates.find(({ form }) => form.test(path))?.template ?? null;
}

function queryObjections(parameters: Parameter[], query: URLSearchParams, validator: Validator): string[] {
  const wanted = parameters.filter((one) => one.in === 'query');
  const unknown = [...query.keys()].filter((name) => !wanted.some((one) => one.name === name));
  const missing = wanted.filter(({ name, required }) => required && !query.has(name));
  const wrong = wanted.flatMap((one) =>
    query.getAll(one.name).flatMap((value) => valueObjections(`query ${one.name}`, one, value, validator)),
  );
  return [
    ...unknown.map((name) => `query ${name} is not described`),
    ...missing.map(({ name }) => `query ${name} is missing`),
    ...wrong,
  ];
}

/** A value of a query or a form came as text: it may stand for a number, a truth value or one of a list. */
function valueObjections(place: string, parameter: Parameter, text: string, validator: Validator): string[] {
  const schema =
    parameter.schema ?? (parameter.type ? { ...parameter, in: undefined, required: undefined } : {});
  const valid = validator(schema);
  const ways: unknown[] = [text, [text], text.split(','), ...(/^-?\d/.test(text) ? [Number(text)] : [])];
  if (text === 'true' || text === 'false') ways.push(text === 'true');
  return ways.some((way) => valid(way)) ? [] : [`${place} is not as described: ${text.slice(0, 100)}`];
}

function bodyObjections(
  document: Document,
  described: RequestBody,
  at: string,
  body: unknown,
  validator: Validator,
): string[] {
  const request = described.$ref ? (follow(document, described.$ref) as RequestBody) : described;
  if (body === undefined) return request.required ? ['the body is missing'] : [];
  const content = request.content ?? {};
  const schema = (content['application/json'] ?? Object.values(content)[0])?.schema;
  if (!schema) return [`${at} takes no body`];
  const valid = validator(schema);
  if (valid(body)) return [];
  return (valid.errors ?? []).map(
    ({ instancePath, message, params }) => `body${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** OpenAPI 2.0: a body of JSON, or fields of a form. */
function formObjections(parameters: Parameter[], body: unknown, validator: Validator): string[] {
  const whole = parameters.find((one) => one.in === 'body');
  if (whole?.schema && body !== undefined)
    return validator(whole.schema)(body) ? [] : ['the body is not as described'];
  const fields = parameters.filter((one) => one.in === 'formData');
  const given = (body ?? {}) as Record<string, unknown>;
  if (fields.length === 0) return body === undefined ? [] : ['no body is described'];
  const unknown = Object.keys(given).filter((name) => !fields.some((one) => one.name === name));
  const missing = fields.filter(({ name, required }) => required && !(name in given));
  return [
    ...unknown.map((name) => `field ${name} is not described`),
    ...missing.map(({ name }) => `field ${name} is missing`),
    ...fields.flatMap((one) => {
      const value = given[one.name];
      if (value === undefined) return [];
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return valueObjections(`field ${one.name}`, one, text, validator);
    }),
  ];
}
