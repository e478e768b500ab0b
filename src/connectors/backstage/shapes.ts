import { z } from 'zod';

/** Answers of the catalog: the fields that we use, lenient about all the rest; what is odd is as if it were absent. */

const text = z.string().max(2000).nullish().catch(null);
const texts = z
  .array(z.unknown())
  .max(100_000)
  .transform((list) => list.filter((one) => typeof one === 'string'))
  .nullish()
  .catch(null);

const entity = z.object({
  kind: z.string().max(100),
  metadata: z.object({
    name: z.string().min(1).max(2000),
    namespace: text,
    title: text,
    annotations: z.record(z.string(), z.unknown()).nullish().catch(null),
  }),
  spec: z
    .object({
      type: text,
      profile: z.object({ displayName: text, email: text }).nullish().catch(null),
      parent: text,
      children: texts,
      members: texts,
      memberOf: texts,
    })
    .nullish()
    .catch(null),
  relations: z
    .array(z.object({ type: text, targetRef: text }).nullish().catch(null))
    .max(100_000)
    .nullish()
    .catch(null),
});
export type CatalogEntity = z.infer<typeof entity>;

/** GET /entities */
export const entitiesShape = z.array(entity).max(10_000);

/** GET /entities/by-query */
export const queryShape = z.object({
  items: entitiesShape,
  totalItems: z.number().int().nonnegative().nullish(),
  pageInfo: z.object({ nextCursor: z.string().max(10_000).nullish() }),
});
