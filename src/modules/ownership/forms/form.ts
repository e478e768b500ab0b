import type { FileProblem, YamlTree } from '../../organisation/pure.ts';
import type { Descriptor, FormName } from './descriptor.ts';

/** What a form is given to read. */
export interface FormFile {
  path: string;
  /** The folder the file is in; of `.github/` and the like, the folder around it. */
  folder: string;
  /** The documents that the form recognised, at least one. */
  trees: readonly YamlTree[];
  /** The repository as the registry calls it (`acme/payments`); '' when not known. */
  repository: string;
}

/** A file format that says who owns what. A new one is a file here and a line in `forms.ts`. */
export interface Form {
  name: FormName;
  /** about.yaml is asked before CODEOWNERS and is checked for its authors; a catalogue comes after. */
  step: 'about' | 'catalogue';
  isFile(path: string): boolean;
  /** Names of files are shared by many tools: whether a document is of this form. Any value may come. */
  recognises(value: unknown): boolean;
  read(file: FormFile): { descriptors: Descriptor[]; problems: FileProblem[] };
}

export const folderOf = (file: string) => file.slice(0, Math.max(0, file.lastIndexOf('/')));

/** Whether a value is a map that has one of these keys. */
export const hasKey = (value: unknown, ...keys: string[]): value is object =>
  typeof value === 'object' && value !== null && keys.some((key) => Object.hasOwn(value, key));

/** The value of a key; undefined where there is none. */
export const valueUnder = (value: unknown, key: string): unknown =>
  hasKey(value, key) ? Reflect.get(value, key) : undefined;

/** The word under a key in small letters, for recognising; '' where it is no word. */
export function wordOf(value: unknown, key: string): string {
  const word = valueUnder(value, key);
  return typeof word === 'string' || typeof word === 'number' ? String(word).trim().toLowerCase() : '';
}
