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

/** POST /api/v1/vex?name=…: a VEX document of others, or of a product-security engineer. */
export const vexImportQuery = z.object({
  name: z.string().min(1).max(200).describe('A later document of this name replaces what this one states'),
});

export const vexImported = z.object({
  /** openvex, cyclonedx or csaf. */
  format: z.string(),
  name: z.string(),
  /** Exceptions that are new, that ended because the document no longer states them, and that go on. */
  granted: z.int(),
  ended: z.int(),
  same: z.int(),
  /** Statements that change nothing here: what is affected stays open, what is fixed is proven by a scan. */
  affected: z.int(),
  fixed: z.int(),
});
export type VexImported = z.infer<typeof vexImported>;
