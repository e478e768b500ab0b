import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { PolicySchema, SchemaNode } from '../../../api/policy-schema.ts';
import { keyPath } from './key-path.ts';

/** Completes facts and their values in conditions, and keys everywhere else. */
export function completeWith(schema: PolicySchema) {
  return (context: CompletionContext): CompletionResult | null => {
    const { text, from } = context.state.doc.lineAt(context.pos);
    const before = text.slice(0, context.pos - from);
    return (
      (/\b(?:when|appliesTo|mitigate|except)\s*:/.test(before)
        ? inCondition(schema, context, before)
        : null) ?? key(schema, context, before)
    );
  };
}

function inCondition(
  schema: PolicySchema,
  context: CompletionContext,
  before: string,
): CompletionResult | null {
  const value = /([a-z]+)\.([A-Za-z]+)\s*(?:==|!=|in\s*\[[^\]]*)\s*"([\w -]*)$/.exec(before);
  if (value) {
    const values = schema['x-values'][`${value[1]}.${value[2]}`];
    return values
      ? { from: context.pos - value[3]!.length, options: values.map((label) => ({ label, type: 'enum' })) }
      : null;
  }
  const field = /\b([a-z]+)\.([A-Za-z]*)$/.exec(before);
  const fields = field && schema['x-facts'][field[1]!];
  if (field && fields) {
    const options = Object.entries(fields).map(([label, detail]) => ({ label, detail, type: 'property' }));
    return { from: context.pos - field[2]!.length, options };
  }
  const word = /[A-Za-z]+$/.exec(before);
  if (!word && !context.explicit) return null;
  const groups = Object.keys(schema['x-facts']).map((label) => ({ label: `${label}.`, type: 'namespace' }));
  return { from: context.pos - (word?.[0].length ?? 0), options: groups };
}

function key(schema: PolicySchema, context: CompletionContext, before: string): CompletionResult | null {
  const word = /(?:^|[\s{,-])([A-Za-z0-9-]*)$/.exec(before);
  if (!word || (word[1] === '' && !context.explicit)) return null;
  const line = context.state.doc.lineAt(context.pos).number;
  const lines = Array.from({ length: line }, (_, index) => context.state.doc.line(index + 1).text);
  lines[line - 1] = before.slice(0, before.length - word[1]!.length);
  const options = keysAt(schema, keyPath(lines));
  return options.length > 0 ? { from: context.pos - word[1]!.length, options } : null;
}

/** The keys that may stand at a place, each with what it is for. */
function keysAt(schema: SchemaNode, path: readonly string[]): Completion[] {
  let nodes = spread(schema);
  for (const name of path)
    nodes = nodes
      .flatMap(({ properties, additionalProperties }) => {
        const known = properties?.[name];
        return known ? [known] : typeof additionalProperties === 'object' ? [additionalProperties] : [];
      })
      .flatMap(spread);
  const options = new Map<string, Completion>();
  for (const { properties } of nodes)
    for (const [label, { description }] of Object.entries(properties ?? {}))
      options.set(label, {
        label,
        apply: `${label}: `,
        type: 'property',
        ...(description && { info: description }),
      });
  return [...options.values()];
}

/** All shapes that a place may have; items of a list are asked like what stands in them. */
const spread = (node: SchemaNode): SchemaNode[] => [
  node,
  ...(node.anyOf ?? []).flatMap(spread),
  ...(node.allOf ?? []).flatMap(spread),
  ...(node.items ? spread(node.items) : []),
];
