import { distinct } from './values.ts';

const LINK = /^https?:\/\/[^\s<>"'`]+$/i;

/** An address that is safe to show as a link, or undefined: http and https only. */
export function link(told: unknown): string | undefined {
  if (typeof told !== 'string') return undefined;
  const address = told.trim();
  return LINK.test(address) ? address : undefined;
}

/** The links among what is told, in order, each once; at most 50, since some advisories list hundreds. */
export function links(...told: unknown[]): string[] {
  if (told.length === 0) return [];
  if (told.length === 1 && typeof told[0] === 'string') {
    const only = link(told[0]);
    return only === undefined ? [] : [only];
  }
  const kept: string[] = [];
  for (const item of told.flat()) {
    const address = link(item);
    if (address !== undefined) kept.push(address);
  }
  return distinct(kept).slice(0, 50);
}

const CITED = /https?:\/\/[^\s<>"'`)\]]+/gi;

/** The links in running text or Markdown, each once; a full stop or comma behind one is not part of it. */
export const linksIn = (told: string): string[] =>
  links((told.match(CITED) ?? []).map((address) => address.replace(/[.,;]+$/, '')));
