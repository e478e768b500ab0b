import { asList, distinct } from './values.ts';

const NUMBER = /cwe[-_ :/]*0*(\d{1,5})(?!\d)/i;
const CITED = /\bcwe[-_: /]+0*(\d{1,5})(?!\d)/gi;

/** `CWE-79`, `cwe/cwe-079`, `79`, `CWE-79: Improper …` -> 79. */
export function cweNumber(value: unknown): number | undefined {
  const told =
    typeof value === 'number'
      ? value
      : typeof value === 'string'
        ? Number(NUMBER.exec(value)?.[1] ?? value)
        : 0;
  return Number.isInteger(told) && told > 0 && told < 100_000 ? told : undefined;
}

/** The numbers of a list (or of one value), in order, each once. */
export function cweNumbers(value: unknown): number[] {
  const list = Array.isArray(value) ? asList(value) : value === undefined || value === null ? [] : [value];
  const numbers: number[] = [];
  for (const item of list) {
    const number = cweNumber(item);
    if (number !== undefined) numbers.push(number);
  }
  return distinct(numbers);
}

/** Numbers cited in running text or in tags (`external/cwe/cwe-079`): only with the word CWE. */
export function cwesIn(told: string): number[] {
  if (!/cwe/i.test(told)) return [];
  return distinct([...told.matchAll(CITED)].map((m) => Number(m[1])).filter((n) => n > 0));
}
