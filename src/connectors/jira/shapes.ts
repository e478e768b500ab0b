import { z } from 'zod';

const text = z.string().max(5000);

export const errorShape = z.object({
  errorMessages: z.array(z.string()).nullish(),
  errors: z.record(z.string(), z.string()).nullish(),
});

export const createdShape = z.object({ id: text, key: text });

/** Cloud names an account by `accountId`, Data Center by `key` and `name`. */
export const personShape = z.object({
  accountId: text.nullish(),
  key: text.nullish(),
  name: text.nullish(),
  displayName: text.nullish(),
  emailAddress: text.nullish(),
});
export type JiraPerson = z.infer<typeof personShape>;

/** What we put on tickets and comments of ours. */
const ours = z.object({ marker: text }).partial().nullish().catch(null);

const statusShape = z.object({
  name: text,
  statusCategory: z.object({ key: text }),
});

export const issueShape = z.object({
  id: text,
  key: text,
  fields: z
    .object({
      summary: z.string().nullish(),
      status: statusShape.nullish(),
      assignee: personShape.nullish(),
      duedate: text.nullish(),
      priority: z.object({ name: text }).nullish(),
      labels: z.array(z.string()).nullish(),
      updated: text.nullish(),
      project: z.object({ key: text }).nullish(),
      /** Wiki text of Data Center, a document of Cloud. */
      description: z.unknown().optional(),
    })
    .loose(),
  properties: z.object({ lanekeeper: ours }).nullish().catch(null),
});
export type Issue = z.infer<typeof issueShape>;

export const searchShape = z.object({
  issues: z.array(issueShape),
  nextPageToken: text.nullish(),
  /** Data Center counts instead. */
  total: z.number().nullish(),
});
export const fetchedShape = z.object({ issues: z.array(issueShape) });

export const transitionsShape = z.object({
  transitions: z.array(
    z.object({
      id: text,
      name: text,
      to: statusShape,
      fields: z
        .record(
          z.string(),
          z.object({
            required: z.boolean(),
            hasDefaultValue: z.boolean().nullish(),
            name: text.nullish(),
            allowedValues: z.array(z.object({ id: text.nullish(), name: text.nullish() })).nullish(),
          }),
        )
        .nullish(),
    }),
  ),
});
export type Transition = z.infer<typeof transitionsShape>['transitions'][number];

export const commentShape = z.object({
  id: text,
  author: personShape.nullish(),
  body: z.unknown().optional(),
  created: text,
  properties: z.array(z.object({ key: text, value: z.unknown().optional() })).nullish(),
});
export const commentsShape = z.object({ comments: z.array(commentShape), total: z.number() });

export const serverShape = z.object({ deploymentType: text.nullish(), version: text.nullish() });
export const permissionsShape = z.object({
  permissions: z.record(z.string(), z.object({ name: text, havePermission: z.boolean() })),
});

const issueTypes = z.array(z.object({ id: text, name: text }));
/** Cloud says `issueTypes` and `fields`, Data Center `values`. */
export const issueTypesShape = z.object({ issueTypes: issueTypes.optional(), values: issueTypes.optional() });
const fields = z.array(
  z.object({
    fieldId: text,
    name: text,
    required: z.boolean(),
    hasDefaultValue: z.boolean().nullish(),
    allowedValues: z
      .array(z.object({ name: text.nullish() }).loose())
      .nullish()
      .catch(null),
  }),
);
export type CreateField = z.infer<typeof fields>[number];
export const fieldsShape = z.object({
  fields: fields.optional(),
  values: fields.optional(),
  total: z.number().nullish(),
});
export const fieldListShape = z.array(
  z.object({ id: text, name: text, schema: z.object({ custom: text.nullish() }).nullish() }),
);
