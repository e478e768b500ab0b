import { z } from 'zod';
import { time } from './shapes.ts';

const feed = z.object({
  /** `kev`, `kev:<catalogue>`, `epss`, `ssvc`; `osv` = the names of vulnerabilities. */
  name: z.string(),
  title: z.string(),
  /** File or URL; null when none was ever asked. */
  source: z.string().nullable(),
  /** The setting that names its source; null for what is configured already. */
  setting: z.string().nullable(),
  /** As decisions name it: `EPSS v2026.06.15 of 2026-09-29`; null while nothing is held. */
  provenance: z.string().nullable(),
  version: z.string().nullable(),
  /** Date of the data itself, where it tells one. */
  asOf: time.nullable(),
  /** Null while nothing is held. */
  loadedAt: time.nullable(),
  /** When its source was last asked, whatever it answered. */
  checkedAt: time.nullable(),
  entries: z.int(),
  /** Whole days since the date of the data, or since it was loaded where it tells none. */
  ageDays: z.int().nullable(),
  /** Older than a feed of this sort should be. */
  old: z.boolean(),
  /** Why and when the last refresh was refused; what was held before stays in use. */
  refused: z.object({ at: time, reason: z.string() }).nullable(),
  /** A refresh waits or runs. */
  refreshing: z.boolean(),
});
export type Feed = z.infer<typeof feed>;

/** GET /api/v1/policy/feeds: the sources of exploit intelligence and how fresh they are. */
export const feeds = z.object({ items: z.array(feed) });
export type Feeds = z.infer<typeof feeds>;

/** POST /api/v1/policy/feeds/:name/refresh: it happens soon; what is held stays until then. */
export const feedName = z.string().regex(/^(kev(:[a-z0-9-]{1,40})?|epss|ssvc|osv)$/);
export const refreshAsked = z.object({ name: z.string(), refreshing: z.literal(true) });

/** GET /api/v1/policy/intelligence/:id: what is known of one vulnerability. */
export const vulnerabilityName = z.string().regex(/^[A-Za-z][A-Za-z0-9._:-]{3,199}$/);
export const knownVulnerability = z.object({
  id: z.string(),
  /** The CVE that it is; null when no alias joins it to one: feeds speak of CVEs only. */
  cve: z.string().nullable(),
  /** Listed in a catalogue, or assessed as actively exploited; null = not assessed. */
  exploited: z.boolean().nullable(),
  /** Each thing that is known, in words, with who says it and of which day. */
  said: z.array(
    z.object({
      about: z.string(),
      answer: z.string(),
      source: z.string(),
      /** Day, where the source has one. */
      asOf: z.iso.date().nullable(),
    }),
  ),
});
export type KnownVulnerability = z.infer<typeof knownVulnerability>;
