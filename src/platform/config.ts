import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';

const bool = z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off', ''] });
const port = z.coerce.number().int().min(0).max(65535);

/**
 * Every setting, read once from the environment. `docs/configuration.md` is generated from the
 * descriptions, so a setting without one cannot exist.
 */
export const configSchema = z.object({
  LANEKEEPER_PORT: port.optional().describe('Port of the server; else PORT, else 8080. 0 takes a free one.'),
  PORT: port.optional().describe('Used when LANEKEEPER_PORT is not set.'),
  LANEKEEPER_HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  LANEKEEPER_URL: z
    .url()
    .optional()
    .describe('Address people and pipelines use; also the command line’s server.'),
  LANEKEEPER_TOKEN: z.string().optional().describe('API token the command line sends.'),
  LANEKEEPER_ID_TOKEN: z
    .string()
    .optional()
    .describe(
      'A pipeline’s own signed token (GitLab’s `id_tokens`), which the command line trades for ours.',
    ),
  LANEKEEPER_AUDIENCE: z
    .string()
    .optional()
    .describe('Audience that the command line asks of GitHub Actions for such a token; else `lanekeeper`.'),
  LANEKEEPER_ACCOUNT: z
    .string()
    .optional()
    .describe('Service account to trade it for, where several trust the same pipeline.'),
  LANEKEEPER_DATA_DIR: z
    .string()
    .default('.lanekeeper')
    .describe('Where the private PostgreSQL, blobs and keys live.'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe('A PostgreSQL 15 or newer to use instead of the embedded one.'),
  LANEKEEPER_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'File with the 32-byte key (64 hex digits) that encrypts report bytes; else one is made in the data directory.',
    ),
  LANEKEEPER_KEY: z
    .string()
    .optional()
    .describe(
      'The key itself instead of a file: 64 hex digits; after a rotation the earlier ones behind it, with spaces between.',
    ),
  LANEKEEPER_TRUST_PROXY: bool
    .default(false)
    .describe('Believe X-Forwarded-For and -Proto; only behind a proxy that sets them.'),
  LANEKEEPER_RATE_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .default(6000)
    .describe('Requests to the API that one caller may make in a minute; 0 = as many as they like.'),
  LANEKEEPER_LOG: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('How much to log.'),
  LANEKEEPER_WORKERS: z.coerce
    .number()
    .int()
    .min(0)
    .max(64)
    .default(3)
    .describe('Jobs this process works on at once; 0 = none.'),
  LANEKEEPER_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(12)
    .describe('Database connections of this process.'),
  LANEKEEPER_MAX_UPLOAD: z.coerce
    .number()
    .int()
    .positive()
    .default(1024 ** 3)
    .describe('Bytes a report may have.'),
  LANEKEEPER_MAX_OBSERVATIONS: z.coerce
    .number()
    .int()
    .positive()
    .default(1_000_000)
    .describe('Results a report may have.'),
  LANEKEEPER_ALLOW_PRIVATE: bool
    .default(false)
    .describe('Allow connections to private and loopback addresses (trackers inside the house).'),
  LANEKEEPER_S3_ENDPOINT: z
    .url()
    .optional()
    .describe('S3-compatible store for report bytes; else the data directory.'),
  LANEKEEPER_S3_BUCKET: z.string().optional().describe('Its bucket.'),
  LANEKEEPER_S3_REGION: z.string().default('us-east-1').describe('Its region.'),
  LANEKEEPER_S3_ACCESS_KEY: z.string().optional().describe('Its access key id.'),
  LANEKEEPER_S3_SECRET_KEY: z.string().optional().describe('Its secret access key.'),
  LANEKEEPER_KEV: z.string().optional().describe('CISA’s KEV catalogue (JSON or CSV): file or URL.'),
  LANEKEEPER_KEV_MORE: z
    .string()
    .optional()
    .describe('Further catalogues in CISA’s form: `name=file or URL`, with `;` between them.'),
  LANEKEEPER_EPSS: z.string().optional().describe('EPSS scores (CSV, may be gzip): file or URL.'),
  LANEKEEPER_SSVC: z
    .string()
    .optional()
    .describe(
      'SSVC as CISA’s Vulnrichment answers it (CSV, or CVE records as zip, lines or JSON): file or URL.',
    ),
  LANEKEEPER_OSV: z
    .string()
    .optional()
    .describe('Names of vulnerabilities (OSV records as zip, lines or JSON): file or URL.'),
  LANEKEEPER_PROVIDERS: z
    .string()
    .optional()
    .describe('YAML file of identity providers, brought in at each start; docs/access.md has an example.'),
  LANEKEEPER_SCIM_NEW_TEAMS: bool
    .default(true)
    .describe('A SCIM group that no team is called like becomes a team; else it is refused.'),
  LANEKEEPER_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .default(30)
    .describe('Days report bytes are kept after success.'),
  LANEKEEPER_DELIVERIES_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('Days that what went out stays listed; what waits or is parked stays.'),
});

export type Config = z.infer<typeof configSchema> & { port: number };

/** Parses the environment; tells all problems at once and never a value. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = configSchema.safeParse(set);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AppError('LK-CONFIG', problems.join('; '));
  }
  const config = result.data;
  return { ...config, port: config.LANEKEEPER_PORT ?? config.PORT ?? 8080 };
}
