import { isAbsolute, relative, resolve } from 'node:path';
import type { FileProblem } from '../modules/organisation/pure.ts';

type Level = FileProblem['level'];
const COLORS = { error: 31, warning: 33, note: 36 } as const;
/** GitHub's words for our levels. */
const ANNOTATIONS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * Names of files and people can be hostile: what would move a terminal's cursor, turn the reading direction or
 * speak to a pipeline's runner (`::` at the beginning of a line, `##[` anywhere) is shown instead of done.
 */
export const shown = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, codeOf)
    .replace(/##\[/g, '## [')
    .replace(/^(\s*)::/, '$1: :');

const codeOf = (char: string) => `\\u{${char.codePointAt(0)!.toString(16)}}`;

/** `file:line:column: level: sentence`, and what was probably meant. */
export function problemLine({ file, line, column, level, message, suggestion }: FileProblem, color: boolean) {
  const known = suggestion === null || message.includes(suggestion);
  const meant = known ? '' : `; did you mean ${suggestion}?`;
  return `${shown(`${file}:${line}:${column}`)}: ${colored(level, level, color)}: ${shown(message + meant)}`;
}

export const colored = (text: string, level: Level | 'pass', color: boolean): string =>
  color ? `\u001B[${level === 'pass' ? 32 : COLORS[level]}m${text}\u001B[0m` : text;

/** A place for an annotation; without one it stands at the run as a whole. */
export interface AnnotationPlace {
  file: string;
  line: number;
  column: number;
}

/**
 * A workflow command of GitHub Actions that puts a sentence beside the line it is about. Escaped as GitHub's
 * own toolkit does (packages/core/src/command.ts): `%`, CR and LF; in properties `:` and `,` as well.
 */
export function annotation(
  level: Level,
  place: AnnotationPlace | null,
  message: string,
  title: string,
): string {
  const properties = { title, file: place?.file, line: place?.line, col: place?.column };
  const shownProperties = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${ANNOTATIONS[level]} ${shownProperties.join(',')}::${escapeData(message)}`;
}

const escapeData = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Annotations name files from the root of the workspace, wherever in it the checked folder is. */
export function inWorkspace(folder: string, workspace: string): (file: string) => string {
  const prefix = relative(resolve(workspace), resolve(folder)).replaceAll('\\', '/');
  const outside = prefix === '' || prefix.startsWith('..') || isAbsolute(prefix);
  return (file) => (outside ? file : `${prefix}/${file}`);
}
