import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

/** What the editor knows of the document: its JSON Schema, as far as completion needs it. */
export interface SchemaNode {
  description?: string | undefined;
  properties?: Record<string, SchemaNode> | undefined;
  additionalProperties?: SchemaNode | boolean | undefined;
  items?: SchemaNode | undefined;
  anyOf?: SchemaNode[] | undefined;
  allOf?: SchemaNode[] | undefined;
  enum?: unknown[] | undefined;
}

const schema = z.looseObject({
  'x-facts': z.record(z.string(), z.record(z.string(), z.string())),
  'x-values': z.record(z.string(), z.array(z.string())),
});
export type PolicySchema = SchemaNode & z.infer<typeof schema>;

/** It changes with the release only. Without it the editor works, but completes nothing. */
export const policySchemaQuery = queryOptions({
  queryKey: ['policy', 'schema'],
  queryFn: async ({ signal }): Promise<PolicySchema | null> => {
    const response = await fetch('/schemas/policy.v1.json', { signal });
    const read = schema.safeParse(await response.json().catch(() => null));
    return read.success ? (read.data as PolicySchema) : null;
  },
  staleTime: Number.POSITIVE_INFINITY,
});
