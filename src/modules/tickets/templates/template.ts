import Mustache from 'mustache';
import { AppError } from '../../../kernel/errors.ts';
import { escapeMarkdown } from '../../../kernel/markdown/escape.ts';
import { plainLine } from '../../../kernel/markdown/visible.ts';
import { suggest } from '../../organisation/pure.ts';
import type { Names } from './names.ts';

/** Longest template; the default has 600 characters. */
const MAX_CHARACTERS = 20_000;
/** Sections inside sections. */
const MAX_DEPTH = 8;

export interface TemplateProblem {
  /** From 1. */
  line: number;
  message: string;
}

/** A piece of Markdown that we wrote ourselves, what came from outside in it escaped: it is put in as it is. */
export class Markdown {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | null | Markdown | readonly (string | View)[];
/** What a template is filled with. */
export type View = { readonly [name: string]: Value };

/** Mustache's own form of a parsed piece: sign, name, where it stands, and what is inside. */
type Token = [
  sign: string,
  name: string,
  start: number,
  end: number,
  inside?: Token[] | string,
  closed?: number,
];

/** Everything that is wrong with a template, by line. Pure. */
export function problemsOf(template: string, names: Names): TemplateProblem[] {
  if (template.length > MAX_CHARACTERS)
    return [{ line: 1, message: `a template has at most ${MAX_CHARACTERS} characters` }];
  let tokens: Token[];
  try {
    tokens = Mustache.parse(template) as Token[];
  } catch (error) {
    const { message } = error as Error;
    const [, words, at] = /^(.*?)(?: at (\d+))?$/s.exec(message) ?? [];
    return [
      { line: lineAt(template, Number(at ?? 0)), message: (words ?? message).toLowerCase().slice(0, 200) },
    ];
  }
  return tokens.flatMap((token) => tokenProblems(template, token, [names]));
}

function tokenProblems(
  template: string,
  token: Token,
  scopes: readonly (Names | 'list')[],
): TemplateProblem[] {
  const [sign, name, start, , inside] = token;
  const problem = (message: string) => [{ line: lineAt(template, start), message }];
  if (sign === 'text') return [];
  if (sign === '>') return problem(`{{> ${name}}} is not possible: a template stands alone`);
  if (sign === '&') return problem(`write {{${name}}}: every value is escaped`);
  if (sign !== 'name' && sign !== '#' && sign !== '^') return problem(`{{${sign} is not known`);
  const found = lookUp(name, scopes);
  if (found === undefined) return problem(unknownName(name, scopes));
  if (sign === 'name')
    return found === 'value' ? [] : problem(`${name} is a list: write {{#${name}}} … {{/${name}}}`);
  if (scopes.length > MAX_DEPTH) return problem('too many sections inside each other');
  const inner = sign === '#' && found !== 'value' ? [...scopes, found] : scopes;
  return (inside as Token[]).flatMap((one) => tokenProblems(template, one, inner));
}

/** As Mustache looks: in the innermost list first. `.` is the value of a list. */
function lookUp(name: string, scopes: readonly (Names | 'list')[]): Names[string] | undefined {
  if (name === '.') return scopes.at(-1) === 'list' ? 'value' : undefined;
  const scope = scopes.findLast((one) => one !== 'list' && Object.hasOwn(one, name));
  return scope === undefined || scope === 'list' ? undefined : scope[name];
}

function unknownName(name: string, scopes: readonly (Names | 'list')[]): string {
  const known = scopes.flatMap((scope) => (scope === 'list' ? [] : Object.keys(scope)));
  const near = suggest(name, known);
  return `there is nothing called ${name.slice(0, 60)}${near ? `; did you mean ${near}?` : `; there are ${known.join(', ')}`}`;
}

const lineAt = (template: string, at: number): number => template.slice(0, at).split('\n').length;

/**
 * Fills a template.
 * @param form `markdown`: values are escaped; `plain`: a title, one line without mark-up
 * @throws AppError LK-REFUSED with the line of the first problem
 */
export function fill(template: string, names: Names, view: View, form: 'markdown' | 'plain'): string {
  const [problem] = problemsOf(template, names);
  if (problem)
    throw new AppError('LK-REFUSED', `line ${problem.line} of the template of texts: ${problem.message}`);
  const escaped = (value: unknown): string => {
    if (value instanceof Markdown) return form === 'plain' ? plainLine(value.text) : value.text;
    return form === 'plain' ? plainLine(String(value)) : escapeMarkdown(String(value));
  };
  return Mustache.render(template, view, {}, { escape: escaped });
}
