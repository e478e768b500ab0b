import { distinct } from './values.ts';

/** Some advisories list hundreds. */
const MOST = 50;

const LINK = /^https?:\/\/[^\s<>"'`]+$/i;

/** An address that is safe to show as a link, or undefined: http and https only. */
export function link(told: unknown): string | undefined {
  if (typeof told !== 'string') return undefined;
  const address = told.trim();
  return LINK.test(address) ? address : undefined;
}

/** The links among what is told, in order, each once; at most 50. */
export const links = (...told: unknown[]): string[] => linksAmong(told);

/** The same of a list, whose members may be lists. */
export function linksAmong(told: readonly unknown[]): string[] {
  const kept: string[] = [];
  for (const item of told) {
    if (Array.isArray(item)) for (const one of item) add(one, kept);
    else add(item, kept);
  }
  const each = kept.length > 1 ? distinct(kept) : kept;
  return each.length > MOST ? each.slice(0, MOST) : each;
}

function add(told: unknown, kept: string[]): void {
  const address = link(told);
  if (address !== undefined) kept.push(address);
}

const CITED = /https?:\/\/[^\s<>"'`)\]]+/gi;

/** The links in running text or Markdown, each once; a full stop or comma behind one is not part of it. */
export const linksIn = (told: string): string[] =>
  linksAmong((told.match(CITED) ?? []).map((address) => address.replace(/[.,;]+$/, '')));
