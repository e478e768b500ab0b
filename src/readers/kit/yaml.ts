import type { parseDocument } from 'yaml';
import { contentOf, type Decoded } from './decoded.ts';
import { readFailure } from './failure.ts';

/**
 * The parser takes half a second for each MB, in which nothing else is done, and about a hundred times its size in
 * memory; documents are parsed one by one.
 */
const MAX_YAML_LENGTH = 4 * 1024 * 1024;
/** Aliases repeat what they name: in larger documents even a few may add up to more than memory. */
const MAX_BYTES_WITH_ALIASES = 256 * 1024;
const MAX_ALIASES = 100;
/** The parser descends by recursion; indicators and brackets may also be text, hence above the limit for values. */
const MAX_OPEN = 500;

const BEGINNING = /^(?:[^\S\n]*(?:#[^\n]*)?\n)*(?:%YAML\b|---(?:\s|$)|- |["']?[\w./$ -]{1,80}["']?:(?:\s|$))/;

/** True when the first line that says something could be YAML's: what is text for people fails later. */
export const looksLikeYaml = (head: string): boolean => BEGINNING.test(head);

/**
 * YAML 1.2 (core schema, no tags of its own) as the JSON it stands for; several documents become a list of them.
 * Null when it is none: many texts begin like YAML.
 * @throws AppError LK-READ-TOO-LARGE beyond 4 MB.
 */
export async function yamlAsJson({ probe, text }: Decoded): Promise<Decoded | null> {
  if (probe.size > MAX_YAML_LENGTH || text === undefined) throw tooLarge();
  // Loaded only when needed: few reports are YAML.
  const yaml = await import('yaml');
  const documents = documentsOf(text, yaml.parseDocument);
  if (documents === null || documents.length === 0) return null;
  const value: unknown = documents.length === 1 ? documents[0] : documents;
  if (typeof value !== 'object' || value === null) return null;
  return contentOf(JSON.stringify(value));
}

const tooLarge = () =>
  readFailure('LK-READ-TOO-LARGE', 'YAML is read up to 4 MB; ask the tool for JSON instead.');

type Parse = typeof parseDocument;

function documentsOf(text: string, parse: Parse): unknown[] | null {
  const values: unknown[] = [];
  // A line that begins with --- always begins a document, whatever it stands in.
  for (const piece of text.split(/^---(?=\s|$)/m)) {
    if (piece.trim() === '') continue;
    const document = parsed(piece, parse);
    if (document === null) return null;
    if (document.value !== null) values.push(document.value);
  }
  return values;
}

function parsed(text: string, parse: Parse): { value: unknown } | null {
  if (nestedTooDeeply(text)) return null;
  try {
    const document = parse(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      stringKeys: true,
      // The library compares each key with each.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    if (document.errors.length > 0 || document.warnings.length > 0) return null;
    const maxAliasCount = text.length > MAX_BYTES_WITH_ALIASES ? 0 : MAX_ALIASES;
    return { value: document.toJS({ maxAliasCount }) as unknown };
  } catch {
    return null; // too many aliases, or one of what is not there
  }
}

function nestedTooDeeply(text: string): boolean {
  let open = 0;
  let row = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '[' || c === '{') open++;
    else if (c === ']' || c === '}') open = Math.max(0, open - 1);
    if (c === '-' || c === '?' || c === ':') row++;
    else if (c !== ' ' && c !== '\t') row = 0;
    if (open > MAX_OPEN || row > MAX_OPEN) return true;
  }
  return false;
}
