import type { FindingKind } from '../../../kernel/observation.ts';
import type { Mapping, Reader } from '../../reader.ts';
import type { DocumentSpec, MappingDocument } from './document-schema.ts';
import type { Fields } from './fields.ts';
import { type Declared, jsonMapping, tableMapping, xmlMapping } from './mappings.ts';
import { textOf } from './values.ts';

/** The reader that a checked mapping document describes. It claims every report: whoever names it means it. */
export function readerOfDocument(document: MappingDocument): Reader {
  const { tool } = document;
  const slug = tool.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return {
    card: {
      id: slug.replaceAll(/^-|-$/g, '') || 'mapping',
      name: tool,
      homepage: '',
      aliases: [],
      kinds: [],
      phase: document.phase ?? 'build',
      produce: '',
      versions: [],
      goodAt: '',
      misses: '',
      noise: '',
    },
    recognise: () => true,
    mapping: mappingOf(document),
  };
}

function mappingOf(document: MappingDocument): Mapping {
  const { tool, version, form } = document;
  const declared: Declared = {
    tool: { name: `=${tool}`, ...(version !== undefined && { version }) },
    within: listOf(document.within),
    fields: fieldsOf(document),
  };
  const each = listOf(document.each);
  if (form === 'xml') return xmlMapping({ ...declared, each });
  if (form === 'ndjson')
    return jsonMapping({ ...declared, each: each.length > 0 ? each : ['[]'], lines: true });
  return form === 'json' || form === 'yaml' ? jsonMapping({ ...declared, each }) : tableMapping(declared);
}

/** One or several. */
export const listOf = (told: DocumentSpec | undefined): string[] =>
  told === undefined ? [] : typeof told === 'string' ? [told] : told;

/** Words become functions where readers have functions; all else stays as it is written. */
function fieldsOf({ fields }: MappingDocument): Fields {
  const { kind, told, skip, ...others } = fields;
  const made: Fields = { ...withoutGaps(others), rule: others.rule, kind: kindOf(kind) };
  if (told) {
    const states = byWord(told.words);
    made.told = (one) => {
      const word = textOf(told.of, one);
      const state = word === undefined ? undefined : states.get(word.toLowerCase());
      return state && { state, reason: `The tool says: ${word}.` };
    };
  }
  if (skip) {
    const words = new Set(skip.words.map((word) => word.toLowerCase()));
    made.skip = (one) => {
      const word = textOf(skip.of, one);
      return word !== undefined && words.has(word.toLowerCase())
        ? `Results marked "${word.slice(0, 60)}" are no findings.`
        : undefined;
    };
  }
  return made;
}

function kindOf({ of, words, otherwise }: MappingDocument['fields']['kind']): Fields['kind'] {
  if (of === undefined) return otherwise;
  const kinds = byWord<FindingKind>(words ?? {});
  return (told) => kinds.get(textOf(of, told)?.toLowerCase() ?? '') ?? otherwise;
}

const byWord = <Meaning>(words: Record<string, Meaning>): Map<string, Meaning> =>
  new Map(Object.entries(words).map(([word, meaning]) => [word.toLowerCase(), meaning]));

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** What is not written is absent, not undefined. */
const withoutGaps = <T extends object>(told: T): Given<T> =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Given<T>;
