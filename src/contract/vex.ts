import { z } from 'zod';

/** GET /api/v1/vex: what this house says of vulnerabilities, as OpenVEX 0.2.0. One of the two has to be given. */
export const vexQuery = z
  .object({
    repository: z.string().min(1).max(500).optional().describe('Key of a repository, with all its targets'),
    target: z
      .string()
      .regex(/^[a-z-]{1,40}:.{1,500}$/)
      .optional()
      .describe('A target as `kind:key`, such as `image:shop`'),
    author: z.string().min(1).max(200).default('Product security'),
  })
  .refine(({ repository, target }) => (repository === undefined) !== (target === undefined), {
    message: 'say which: repository=acme/shop or target=image:shop',
  });
export type VexQuery = z.infer<typeof vexQuery>;
