import type { Samples } from './samples.ts';

/** What is asked for lists of the API: from its own description, so that a new one is asked as soon as it is there. */
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema?: Schema;
}

interface Schema {
  type?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  pattern?: string;
}

export interface Description {
  paths: Record<string, { get?: { parameters?: Parameter[] } }>;
}

export interface Endpoint {
  /** As the description has it: `/api/v1/teams/{team}`. */
  path: string;
  /** Addresses with their search; the first one is without filters where it can be. */
  asks: string[];
}

/** Not lists nor insights: what they are instead. */
const OTHERS: Record<string, string> = {
  '/healthz': 'asked as the floor',
  '/readyz': 'says whether the database answers',
  '/metrics': 'numbers of the process',
  '/openapi.json': 'the description',
};

/** Steers the page or the answer's form, and finds nothing. */
const STEERS = new Set(['limit', 'cursor', 'format']);

export interface Plan {
  endpoints: Endpoint[];
  /** Routes and parameters of which nobody said what to ask: each makes the run fail. */
  uncovered: string[];
}

/** One ask without filters, and one for each value of each filter. */
export function planAsks({ paths }: Description, samples: Samples): Plan {
  const plan: Plan = { endpoints: [], uncovered: [] };
  for (const [path, { get }] of Object.entries(paths)) {
    if (!get || path in OTHERS || samples.others[path] !== undefined) continue;
    const told = samples.asks[path];
    if (told) {
      plan.endpoints.push({ path, asks: told.map((search) => path + search) });
      continue;
    }
    const parameters = get.parameters ?? [];
    const missing = parameters
      .filter((parameter) => parameter.in !== 'header' && !STEERS.has(parameter.name))
      .filter((parameter) => valuesOf(path, parameter, samples).length === 0);
    plan.uncovered.push(...missing.map(({ name }) => `${path} (${name})`));
    if (missing.length === 0) plan.endpoints.push({ path, asks: asksOf(path, parameters, samples) });
  }
  return plan;
}

function asksOf(path: string, parameters: readonly Parameter[], samples: Samples): string[] {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const needed = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  const filters = parameters.filter(
    (parameter) => parameter.in === 'query' && !parameter.required && !STEERS.has(parameter.name),
  );
  const width = Math.max(1, ...[...inPath, ...needed].map((one) => valuesOf(path, one, samples).length));
  const bases = Array.from({ length: width }, (_, n) => {
    const nth = (parameter: Parameter): string => {
      const values = valuesOf(path, parameter, samples);
      return values[n % values.length]!;
    };
    const address = inPath.reduce(
      (text, parameter) => text.replace(`{${parameter.name}}`, encodeURIComponent(nth(parameter))),
      path,
    );
    const search = new URLSearchParams(needed.map((parameter) => [parameter.name, nth(parameter)]));
    return { address, search };
  });
  const filtered = filters.flatMap((parameter) =>
    valuesOf(path, parameter, samples).map((value, n) => {
      const { address, search } = bases[n % bases.length]!;
      return addressOf(address, new URLSearchParams([...search, [parameter.name, value]]));
    }),
  );
  return [...bases.map(({ address, search }) => addressOf(address, search)), ...filtered];
}

const addressOf = (address: string, search: URLSearchParams): string =>
  search.size > 0 ? `${address}?${search}` : address;

function valuesOf(path: string, { name, schema }: Parameter, { values }: Samples): string[] {
  const told = values[`${path} ${name}`] ?? values[name];
  if (told) return told;
  const all = schemasIn(schema);
  const choices = all.flatMap((one) => one.enum ?? []);
  if (choices.length > 0) return choices.filter((choice) => choice !== null).map(String);
  if (all.some((one) => one.type === 'boolean')) return ['true', 'false'];
  return [];
}

/** With what it may be instead, and what it holds several of. */
const schemasIn = (schema: Schema | undefined): Schema[] =>
  schema ? [schema, ...(schema.anyOf ?? []).flatMap(schemasIn), ...schemasIn(schema.items)] : [];
