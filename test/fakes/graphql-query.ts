/** A field that is asked for: its arguments, and the fields inside it. */
export interface Field {
  name: string;
  args: Record<string, unknown>;
  fields: Field[];
}

/** Reads a query of one operation without fragments, directives and aliases. @throws Error as a server would */
export function parseQuery(text: string, variables: Record<string, unknown>): Field[] {
  const tokens = text.match(/[A-Za-z_]\w*|\$\w+|-?\d+|"[^"]*"|[{}():![\],]/g) ?? [];
  let at = 0;
  const take = (wanted?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (wanted !== undefined && token !== wanted))
      throw new Error(`Parse error on ${JSON.stringify(token)}, expected ${wanted ?? 'more'}`);
    return token;
  };
  const value = (token: string): unknown => {
    if (token.startsWith('$')) return variables[token.slice(1)] ?? null;
    return /^-?\d+$/.test(token) ? Number(token) : token.replaceAll('"', '');
  };
  const args = (): Record<string, unknown> => {
    const found: Record<string, unknown> = {};
    take('(');
    while (tokens[at] !== ')') {
      if (tokens[at] === ',') at++;
      const name = take();
      take(':');
      found[name] = value(take());
    }
    take(')');
    return found;
  };
  const fields = (): Field[] => {
    const found: Field[] = [];
    take('{');
    while (tokens[at] !== '}') {
      const name = take();
      const given = tokens[at] === '(' ? args() : {};
      found.push({ name, args: given, fields: tokens[at] === '{' ? fields() : [] });
    }
    take('}');
    if (found.length === 0) throw new Error('Expected at least one field');
    return found;
  };
  take('query');
  if (tokens[at] === '(') while (take() !== ')');
  const all = fields();
  if (at !== tokens.length) throw new Error('Parse error after the query');
  return all;
}

/** A type of the schema: what each field of it is, from its arguments. */
export type Resolvers = Record<string, (args: Record<string, unknown>) => unknown>;

export interface GraphqlError {
  type?: string;
  path?: (string | number)[];
  message: string;
}

/** Throw it from a resolver: the field is null, and the error says why. */
export class Refused extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** What a server answers: the fields that are asked for and no others. */
export function execute(root: Resolvers, asked: Field[]): { data: unknown; errors?: GraphqlError[] } {
  const errors: GraphqlError[] = [];
  const resolve = (type: Resolvers, fields: Field[], path: (string | number)[]): Record<string, unknown> =>
    Object.fromEntries(
      fields.map((field) => {
        const resolver = type[field.name];
        if (!resolver) throw new Error(`Field '${field.name}' doesn't exist`);
        const place = [...path, field.name];
        try {
          return [field.name, shown(resolver(field.args), field, place)];
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          errors.push({ type: error.type, path: place, message: error.message });
          return [field.name, null];
        }
      }),
    );
  const shown = (value: unknown, field: Field, path: (string | number)[]): unknown => {
    if (Array.isArray(value)) return value.map((one, index) => shown(one, field, [...path, index]));
    if (value === null || typeof value !== 'object') return value;
    if (field.fields.length === 0)
      throw new Error(`Field '${field.name}' must have a selection of subfields`);
    return resolve(value as Resolvers, field.fields, path);
  };
  const data = resolve(root, asked, []);
  return errors.length > 0 ? { data, errors } : { data };
}
