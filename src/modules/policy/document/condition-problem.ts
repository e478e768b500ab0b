import type { TypeCheckResult } from '@marcbachmann/cel-js';
import { suggest } from '../../organisation/pure.ts';
import { CONDITION_FIELDS, type FactGroup } from '../deciding/facts.ts';

/** What is wrong with a condition, and at which character of it (from 0). */
export interface ConditionProblem {
  message: string;
  at: number;
}

const GROUPS = Object.keys(CONDITION_FIELDS) as FactGroup[];

const TYPES: Record<string, string> = {
  bool: 'true or false',
  string: 'a text',
  int: 'a whole number',
  double: 'a number',
  null: 'null',
};
const typeWords = (type: string): string =>
  TYPES[type] ?? (type.startsWith('list') ? 'a list' : type.startsWith('Facts_') ? 'a group of facts' : type);

/** Says in plain words what the checker of CEL found. */
export function conditionProblem(text: string, { error }: TypeCheckResult): ConditionProblem {
  const at = error?.range?.start ?? 0;
  const summary = error?.summary ?? 'the condition cannot be read';
  switch (error?.code) {
    case 'no_such_key':
      return { at, message: noFact(text, at, summary.replace('No such key: ', '')) };
    case 'unknown_variable':
      return { at, message: noGroup(summary.replace('Unknown variable: ', '')) };
    case 'no_such_overload':
      return { at, message: `${overload(summary)} (${summary})` };
    case 'no_matching_overload':
      return {
        at,
        message: `there is no such function here: ${summary.replace('found no matching ', 'no ')}`,
      };
    case 'invalid_logical_operand':
      return { at, message: `both sides of && and || must be true or false: ${summary}` };
    case 'unterminated_string':
      return { at, message: 'a text is not closed: its quotation mark is missing' };
    case 'unexpected_token':
      return at >= text.trimEnd().length
        ? { at, message: 'the condition ends too early' }
        : { at, message: `this cannot stand here: ${summary.replace('Unexpected token: ', '')}` };
    default:
      return { at, message: summary };
  }
}

export const notABool = (type: string): ConditionProblem => ({
  message: `the condition must be true or false, but this is ${typeWords(type)}`,
  at: 0,
});

/** `a == b` of types that are never alike. */
function overload(summary: string): string {
  const [, left, operator, right] = /^no such overload: (\S+) (\S+) (\S+)$/.exec(summary) ?? [];
  if (!left || !operator || !right) return 'this cannot be done with these facts';
  if (left.startsWith('list') && operator === '==')
    return `a list is asked with in, such as "pii" in service.data`;
  if (operator === 'in') return `in needs a list on its right, and this is ${typeWords(right)}`;
  return `${typeWords(left)} cannot be compared with ${typeWords(right)}`;
}

function noFact(text: string, at: number, name: string): string {
  const before = /([A-Za-z]+)\s*\.\s*$/.exec(text.slice(Math.max(0, at - 100), at));
  const group = GROUPS.find((known) => known === before?.[1]);
  if (!group) return `there is no fact called ${name}`;
  const near = suggest(name, Object.keys(CONDITION_FIELDS[group]));
  return near
    ? `there is no fact called ${name} in ${group}; did you mean ${group}.${near}?`
    : `there is no fact called ${name} in ${group}; it has ${Object.keys(CONDITION_FIELDS[group]).join(', ')}${elsewhere(name, group)}`;
}

function noGroup(name: string): string {
  const near = suggest(name, GROUPS);
  if (near) return `there is no fact called ${name}; did you mean ${near}?`;
  const told = elsewhere(name, null);
  return told
    ? `there is no fact called ${name}${told}`
    : `there is no fact called ${name}; facts begin with ${GROUPS.join('., ')}.`;
}

/** The groups that have a fact of this name. */
function elsewhere(name: string, but: FactGroup | null): string {
  const others = GROUPS.filter((group) => group !== but && name in CONDITION_FIELDS[group]);
  return others.length > 0 ? `; did you mean ${others.map((group) => `${group}.${name}`).join(' or ')}?` : '';
}
