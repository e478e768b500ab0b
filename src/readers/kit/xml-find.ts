import type { XmlElement } from '../reader.ts';

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  if (element === undefined) return undefined;
  for (const candidate of element.children) if (candidate.name === name) return candidate;
  return undefined;
}

export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((candidate) => candidate.name === name) ?? [];

/** Text of the first child of that name; undefined when it is absent or blank. */
export const textOf = (element: XmlElement | undefined, name: string): string | undefined =>
  child(element, name)?.text || undefined;

/** Children of a wrapper: `listOf(v, 'ratings', 'rating')`; none when the wrapper is absent. */
export const listOf = (element: XmlElement | undefined, wrapper: string, name: string): XmlElement[] =>
  childrenOf(child(element, wrapper), name);
