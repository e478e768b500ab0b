import type { Probe, Reader, Sign } from '../reader.ts';

/** Readers by what they need to see; whoever says nothing of it is always asked. */
interface Index {
  /** By form, and by key of JSON or root of XML. */
  by: Map<string, Map<string, Reader[]>>;
  /** By form alone. */
  others: Map<string, Reader[]>;
}

const NOBODY: readonly Reader[] = [];
const indexes = new WeakMap<readonly Reader[], Index>();

/** The readers that the report could be for; with a hundred formats most are out by one look. */
export function whoMay(readers: readonly Reader[], probe: Probe): Set<Reader> {
  let index = indexes.get(readers);
  if (index === undefined) {
    index = indexOf(readers);
    indexes.set(readers, index);
  }
  const { form, topKeys, root } = probe;
  const may = new Set([...(index.others.get('') ?? []), ...(index.others.get(form) ?? [])]);
  const names = index.by.get(form);
  if (names === undefined) return may;
  for (const key of topKeys) for (const reader of names.get(key) ?? NOBODY) may.add(reader);
  if (root !== undefined) for (const reader of names.get(root.name) ?? NOBODY) may.add(reader);
  return may;
}

function indexOf(readers: readonly Reader[]): Index {
  const index: Index = { by: new Map(), others: new Map() };
  const often = new Map<string, number>();
  for (const { recognise } of readers)
    for (const key of recognise.signs?.flatMap(({ keys = [] }) => keys) ?? [])
      often.set(key, (often.get(key) ?? 0) + 1);
  for (const reader of readers) {
    const { signs } = reader.recognise;
    if (signs === undefined) add(index.others, '', reader);
    for (const sign of signs ?? []) {
      const name = rarest(sign, often);
      for (const form of [sign.form].flat())
        if (name === undefined) add(index.others, form, reader);
        else add(namesOf(index, form), name, reader);
    }
  }
  return index;
}

function namesOf({ by }: Index, form: string): Map<string, Reader[]> {
  let names = by.get(form);
  if (names === undefined) {
    names = new Map();
    by.set(form, names);
  }
  return names;
}

/** Of the keys that all have to be there, the one that fewest others have. */
const rarest = ({ keys = [], root }: Sign, often: ReadonlyMap<string, number>): string | undefined =>
  root ?? keys.toSorted((a, b) => often.get(a)! - often.get(b)!)[0];

function add(index: Map<string, Reader[]>, name: string, reader: Reader): void {
  const known = index.get(name);
  if (known === undefined) index.set(name, [reader]);
  else if (!known.includes(reader)) known.push(reader);
}
