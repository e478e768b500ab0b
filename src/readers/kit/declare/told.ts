import type { XmlElement } from '../../reader.ts';
import { asRecord } from '../values.ts';
import { isElement } from '../xml-node.ts';
import { jsonSteps } from './expression.ts';

/** One result of a report, whatever its form, and what stands around it. */
export interface Told {
  /** JSON value, XML element or row of a table. */
  value: unknown;
  /** What holds it: the element that `within` went down from, at last the document. */
  up: Told | null;
  /** The whole document without its results: its head, its metadata. */
  shell: unknown;
  /** Its name or position in what holds it. */
  key: string | number | undefined;
  /** Which of `each` it came from. */
  from?: string | undefined;
}

/**
 * What one level of `within` goes down to: `findings[]` the elements of a list, `packages{}` the members of an object,
 * `detail` one member; `hosts/host` the elements of that name; `open[]|closed[]` both; `places[]?` once, as nothing,
 * where the list is empty or absent. Each is held by what it was found in.
 */
export function within(told: Told, level: string): Told[] {
  let way = ways.get(level);
  if (way === undefined) {
    way = wayOf(level);
    ways.set(level, way);
  }
  return way(told);
}

type Way = (told: Told) => Told[];

/** Made once for each level: there is one for every mapping, and it is gone down for every result. */
const ways = new Map<string, Way>();

const below = (told: Told, value: unknown, key: string | number | undefined): Told => ({
  value,
  up: told,
  shell: told.shell,
  key,
  from: told.from,
});

function wayOf(level: string): Way {
  if (level.includes('|')) {
    const each = level.split('|').map(wayOf);
    return (told) => each.flatMap((way) => way(told));
  }
  if (level.endsWith('?')) {
    const some = wayOf(level.slice(0, -1));
    return (told) => {
      const found = some(told);
      return found.length > 0 ? found : [below(told, undefined, undefined)];
    };
  }
  const end = /(?:\[\]|\{\})$/.exec(level)?.[0] ?? '';
  const path = level.slice(0, level.length - end.length);
  const steps = path === '' ? (value: unknown) => [value] : jsonSteps(path);
  return (told) =>
    isElement(told.value)
      ? elements(told.value, level).map((element, at) => below(told, element, at))
      : steps(told.value).flatMap((value) => {
          if (end === '[]') return Array.isArray(value) ? value.map((one, at) => below(told, one, at)) : [];
          if (end === '{}') return Object.entries(asRecord(value)).map(([key, one]) => below(told, one, key));
          return value === undefined || value === null ? [] : [below(told, value, path)];
        });
}

const elements = (element: XmlElement, path: string): XmlElement[] =>
  path
    .split('/')
    .reduce<XmlElement[]>(
      (at, name) =>
        at.flatMap(({ children }) => children.filter((child) => name === '*' || child.name === name)),
      [element],
    );
