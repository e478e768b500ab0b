import type { FileProblem, YamlTree } from '../../organisation/pure.ts';
import {
  type ContactWish,
  type Descriptor,
  type NamedClaim,
  NOTHING_STATED,
  type Place,
} from './descriptor.ts';

export type Path = readonly PropertyKey[];

/** Longer is no name, and more is no list that people wrote. */
const MAX_TEXT = 300;
const MAX_ITEMS = 500;

/**
 * One document of a form that belongs to another tool: we take what we understand, and say so where a value is
 * not what it should be. Never an error: the file has readers of its own.
 */
export class Reading {
  readonly file: string;
  readonly problems: FileProblem[] = [];
  private readonly tree: YamlTree;

  constructor(file: string, tree: YamlTree) {
    this.file = file;
    this.tree = tree;
  }

  place(path: Path): Place {
    return this.tree.locate(path);
  }

  /** What stands at a path; undefined: nothing does. */
  at(path: Path): unknown {
    let value: unknown = this.tree.value;
    for (const step of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
      value = Reflect.get(value, step);
    }
    return value;
  }

  /** A word in small letters that decides how to read on; '' where there is none. */
  word(path: Path): string {
    const value = this.at(path);
    return typeof value === 'string' ? value.trim().toLowerCase() : '';
  }

  /** Text of one line, or a number as text; null when there is none. */
  text(path: Path): string | null {
    const value = this.at(path);
    if (value === undefined || value === null) return null;
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string') return this.unfit(path, 'should be text');
    const trimmed = text.trim();
    if (trimmed === '') return null;
    if (trimmed.length > MAX_TEXT) return this.unfit(path, `is longer than ${MAX_TEXT} characters`);
    return /[\p{Cc}\p{Cs}]/u.test(trimmed) ? this.unfit(path, 'should be plain text on one line') : trimmed;
  }

  /** How many items a list has, as far as we read it. */
  count(path: Path): number {
    const value = this.at(path);
    if (Array.isArray(value)) return Math.min(value.length, MAX_ITEMS);
    if (value !== undefined && value !== null) this.unfit(path, 'should be a list');
    return 0;
  }

  /** One answer for each item of a list; nulls are left out. */
  each<Value>(path: Path, read: (item: Path) => Value | null): Value[] {
    return Array.from({ length: this.count(path) }, (_, index) => read([...path, index])).filter(
      (value) => value !== null,
    );
  }

  /** A claim on the whole folder by the name at a path, if there is one. */
  claim(path: Path, wish: ContactWish, options: { perhaps?: boolean } = {}): NamedClaim | null {
    const name = this.text(path);
    if (name === null) return null;
    const what = `${path.filter((step) => typeof step === 'string').join('.')} "${name}"`;
    const perhaps = options.perhaps ?? false;
    return {
      by: 'name',
      name,
      perhaps,
      pattern: null,
      place: this.place(path),
      what,
      source: 'catalogue',
      wish,
    };
  }

  note(path: Path, message: string): void {
    this.problems.push({
      file: this.file,
      ...this.place(path),
      level: 'note',
      code: 'not-used',
      message,
      suggestion: null,
    });
  }

  private unfit(path: Path, what: string): null {
    this.problems.push({
      file: this.file,
      ...this.place(path),
      level: 'warning',
      code: 'wrong-value',
      message: `${path.map((step) => String(step)).join('.')} ${what}, so it is not used`,
      suggestion: null,
    });
    return null;
  }
}

/** A descriptor of which a form fills in what it knows. */
export const describe = (
  known: Pick<Descriptor, 'form' | 'file' | 'folder'> & Partial<Omit<Descriptor, 'service'>>,
  service: Partial<Descriptor['service']>,
): Descriptor => ({
  claims: [],
  wish: {},
  champions: [],
  reviewed: null,
  extensions: {},
  ...known,
  service: { ...NOTHING_STATED, ...service },
});

export const present = <Value>(value: Value | null): Value[] => (value === null ? [] : [value]);
