import { z } from 'zod';
import { CONDITION_FIELDS } from '../deciding/facts.ts';
import { KNOWN_VALUES } from './known-values.ts';
import { policySchema } from './schema.ts';
import { describeKeys } from './schema-words.ts';

/** Where editors find the schema; a released version never changes its meaning. */
export const POLICY_SCHEMA_PATH = '/schemas/policy.v1.json';

/**
 * JSON Schema of the policy document v1, made of the schema that reads it, so that the two cannot differ. Draft 7: the
 * YAML language server of the common editors speaks it best.
 */
export function policyJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, {
    target: 'draft-7',
    io: 'input',
    reused: 'inline',
  });
  describeKeys(schema as Node);
  return {
    $schema,
    title: 'Lanekeeper policy, version 1',
    ...schema,
    // What conditions may ask for, and the values that some facts have: for editors that know them.
    'x-facts': { ...CONDITION_FIELDS, finding: { ...CONDITION_FIELDS.finding, priority: 'string' } },
    'x-values': KNOWN_VALUES,
  };
}

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  items?: Node;
  anyOf?: Node[];
  allOf?: Node[];
}

let read: Node | undefined;

/** The keys that may stand at a place of the document. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  read ??= policyJsonSchema() as Node;
  let nodes = spread(read);
  for (const key of path) nodes = nodes.flatMap((node) => below(node, key)).flatMap(spread);
  return [...new Set(nodes.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function below({ properties, items, additionalProperties }: Node, key: PropertyKey): Node[] {
  if (typeof key === 'number') return items ? [items] : [];
  const known = properties?.[String(key)];
  if (known) return [known];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}

const spread = (node: Node): Node[] => [node, ...(node.anyOf ?? []), ...(node.allOf ?? [])];
