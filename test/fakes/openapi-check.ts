/** The parts of an OpenAPI 3 schema that are looked at. */
interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: unknown[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}
interface Answer {
  $ref?: string;
  content?: Record<string, { schema?: Schema }>;
  schema?: Schema;
}
export interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
}

/**
 * What an answer lacks of what the vendor's own document says: required fields, types, listed values. Fields
 * that the document does not name are allowed.
 */
export function objectionsTo(
  api: OpenApi,
  route: string,
  method: string,
  status: number,
  body: unknown,
): string[] {
  const answer = api.paths[route]?.[method]?.responses[String(status)];
  if (!answer) return [`${method} ${route} has no answer ${status}`];
  const found = answer.$ref ? (follow(api, answer.$ref) as Answer) : answer;
  const schema = found.schema ?? Object.values(found.content ?? {})[0]?.schema;
  return schema ? objections(api, schema, body, '$') : [];
}

function follow(api: OpenApi, ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name.replaceAll('~1', '/')], api);
}

function objections(api: OpenApi, schema: Schema, value: unknown, place: string): string[] {
  if (schema.$ref) return objections(api, follow(api, schema.$ref) as Schema, value, place);
  if (value === null) return isNullable(api, schema) ? [] : [`${place} is null`];
  const ways = schema.anyOf ?? schema.oneOf;
  if (ways) {
    const tried = ways.map((one) => objections(api, one, value, place));
    return tried.some((one) => one.length === 0)
      ? []
      : [`${place} fits none of ${ways.length} ways`, ...tried[0]!];
  }
  const inAll = (schema.allOf ?? []).flatMap((one) => objections(api, one, value, place));
  if (schema.enum && !schema.enum.includes(value))
    return [...inAll, `${place} is not one of the listed values`];
  return [...inAll, ...typed(api, schema, value, place)];
}

function isNullable(api: OpenApi, schema: Schema): boolean {
  if (schema.$ref) return isNullable(api, follow(api, schema.$ref) as Schema);
  const inside = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return schema.nullable === true || schema.type === 'null' || inside.some((one) => isNullable(api, one));
}

function typed(api: OpenApi, schema: Schema, value: unknown, place: string): string[] {
  const kind = Array.isArray(value) ? 'array' : typeof value;
  const wanted = schema.type ?? (schema.properties ? 'object' : undefined);
  const isFitting = wanted === 'integer' ? Number.isInteger(value) : wanted === undefined || wanted === kind;
  if (!isFitting) return [`${place} is ${kind}, not ${wanted}`];
  if (Array.isArray(value))
    return value.flatMap((one, i) =>
      schema.items ? objections(api, schema.items, one, `${place}[${i}]`) : [],
    );
  if (kind !== 'object') return [];
  const fields = value as Record<string, unknown>;
  const missing = (schema.required ?? [])
    .filter((name) => !(name in fields))
    .map((name) => `${place}.${name} is missing`);
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
    name in fields ? objections(api, one, fields[name], `${place}.${name}`) : [],
  );
  return [...missing, ...inside];
}
