/** The filters and paths of RFC 7644 §3.4.2.2 and §3.5.2, whole, within limits. */

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type Value = string | number | boolean | null;

/** In lower case, since names of attributes have none; the URN of the core schemas is left out. */
export interface Attribute {
  name: string;
  sub: string | null;
}

export type Filter =
  | { kind: 'and' | 'or'; of: Filter[] }
  | { kind: 'not'; of: Filter }
  | { kind: 'compare'; attribute: Attribute; operator: Operator; value: Value }
  | { kind: 'present'; attribute: Attribute }
  /** `emails[type eq "work"]`: one value for which all of the inner filter holds. */
  | { kind: 'value'; name: string; of: Filter };

/** What a PATCH operation points at: `members[value eq "…"].display`. */
export interface Path extends Attribute {
  filter: Filter | null;
}

export type Parsed<Result> = { ok: true; value: Result } | { ok: false; why: string };

/** A provider's longest filters name some dozens of ids. */
const LIMITS = { characters: 8_000, depth: 16, parts: 400 };

const OPERATORS: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/;
const NAME = /^(?:urn:[a-z0-9.:_-]{1,200}:)?[a-z][a-z0-9_$-]{0,60}$/;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$/;

/** Never throws, whatever the text. */
export const parseFilter = (text: string): Parsed<Filter> =>
  attempt(text, (reader) => {
    const filter = reader.either(0);
    reader.end();
    return filter;
  });

/** Never throws, whatever the text. */
export const parsePath = (text: string): Parsed<Path> =>
  attempt(text, (reader) => {
    const path = reader.path();
    reader.end();
    return path;
  });

class Refused extends Error {}

function attempt<Result>(text: string, read: (reader: Reader) => Result): Parsed<Result> {
  if (text.length > LIMITS.characters)
    return { ok: false, why: `longer than ${LIMITS.characters} characters` };
  try {
    return { ok: true, value: read(new Reader(text)) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.message };
    throw error;
  }
}

type Token = { text: string; kind: 'word' | 'string' | 'sign'; at: number };

class Reader {
  private readonly tokens: Token[];
  private next = 0;
  private parts = 0;

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  end(): void {
    const rest = this.tokens[this.next];
    if (rest) throw new Refused(`${shown(rest)} is not expected here`);
  }

  either(depth: number): Filter {
    const of = [this.both(depth)];
    while (this.takeWord('or')) of.push(this.both(depth));
    return of.length === 1 ? of[0]! : { kind: 'or', of };
  }

  path(): Path {
    const attribute = this.attribute();
    if (attribute.sub !== null || !this.takeSign('[')) return { ...attribute, filter: null };
    const filter = this.either(1);
    this.demandSign(']');
    const rest = this.peek();
    if (rest?.kind !== 'word' || !rest.text.startsWith('.')) return { ...attribute, filter };
    this.next++;
    return { name: attribute.name, sub: nameOf(rest.text.slice(1)), filter };
  }

  private both(depth: number): Filter {
    const of = [this.one(depth)];
    while (this.takeWord('and')) of.push(this.one(depth));
    return of.length === 1 ? of[0]! : { kind: 'and', of };
  }

  private one(depth: number): Filter {
    if (depth > LIMITS.depth) throw new Refused(`nested more than ${LIMITS.depth} levels`);
    if (++this.parts > LIMITS.parts) throw new Refused(`more than ${LIMITS.parts} conditions`);
    if (this.takeSign('(')) return this.closed(depth, ')');
    if (this.takeWord('not')) {
      this.demandSign('(');
      return { kind: 'not', of: this.closed(depth, ')') };
    }
    const attribute = this.attribute();
    if (attribute.sub === null && this.takeSign('['))
      return { kind: 'value', name: attribute.name, of: this.closed(depth, ']') };
    if (this.takeWord('pr')) return { kind: 'present', attribute };
    const operator = this.take('an operator').text.toLowerCase();
    if (!OPERATORS.has(operator)) throw new Refused(`${operator.slice(0, 40)} is not an operator`);
    return {
      kind: 'compare',
      attribute,
      operator: operator as Operator,
      value: literal(this.take('a value')),
    };
  }

  private closed(depth: number, sign: ')' | ']'): Filter {
    const filter = this.either(depth + 1);
    this.demandSign(sign);
    return filter;
  }

  private attribute(): Attribute {
    const token = this.take('an attribute');
    if (token.kind !== 'word') throw new Refused(`${shown(token)} is not an attribute`);
    return attributeOf(token.text);
  }

  private peek = (): Token | undefined => this.tokens[this.next];

  private take(what: string): Token {
    const token = this.tokens[this.next++];
    if (!token) throw new Refused(`it ends where ${what} is expected`);
    return token;
  }

  private takeWord(word: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.next++;
    return true;
  }

  private takeSign(sign: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.next++;
    return true;
  }

  private demandSign(sign: string): void {
    if (!this.takeSign(sign)) throw new Refused(`${sign} is missing`);
  }
}

/** `urn:…:2.0:User:name.givenName`: the dots of the version belong to the URN. */
function attributeOf(text: string): Attribute {
  const plain = text.toLowerCase().replace(CORE, '');
  const dot = plain.indexOf('.', plain.lastIndexOf(':') + 1);
  if (dot < 0) return { name: nameOf(plain), sub: null };
  return { name: nameOf(plain.slice(0, dot)), sub: nameOf(plain.slice(dot + 1)) };
}

function nameOf(text: string): string {
  const name = text.toLowerCase();
  if (!NAME.test(name)) throw new Refused(`${JSON.stringify(text.slice(0, 40))} is not an attribute`);
  return name;
}

function literal({ kind, text, at }: Token): Value {
  if (kind === 'string') return text;
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  if (kind === 'word' && NUMBER.test(text)) return Number(text);
  throw new Refused(`${shown({ kind, text, at })} is not a value; write text in double quotes`);
}

const shown = ({ text, at }: Token) => `${JSON.stringify(text.slice(0, 40))} at ${at + 1}`;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    if (/\s/.test(char)) at++;
    else if ('()[]'.includes(char)) tokens.push({ text: char, kind: 'sign', at: at++ });
    else if (char === '"') at = readString(text, at, tokens);
    else {
      const start = at;
      while (at < text.length && !/[\s()[\]"]/.test(text[at]!)) at++;
      tokens.push({ text: text.slice(start, at), kind: 'word', at: start });
    }
  }
  return tokens;
}

/** A string as JSON has it. @returns where it ends */
function readString(text: string, start: number, tokens: Token[]): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw new Refused('a text has no closing quote');
  const parsed = parsedString(text.slice(start, end + 1));
  if (parsed === null) throw new Refused(`the text at ${start + 1} is not written as JSON writes it`);
  tokens.push({ text: parsed, kind: 'string', at: start });
  return end + 1;
}

function parsedString(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null;
  }
}
