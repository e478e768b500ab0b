import { writeFile } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { fixedClock } from '../../src/kernel/clock.ts';
import type { DownloadFeed } from '../../src/modules/policy/public.ts';
import type { DB } from '../../src/modules/schema.gen.ts';
import { systemIds } from '../../src/platform/clock.ts';

/** A source that always answers the same. */
export const served =
  (content: string | Uint8Array): DownloadFeed =>
  async (_url, file) => {
    await writeFile(file, content);
    return { etag: null, lastModified: null };
  };

/** What a refresh needs; `told` gathers the events. */
export const feedDeps = (
  db: Kysely<DB>,
  now: Date,
  download: DownloadFeed,
  told: Record<string, unknown>[] = [],
) => ({
  db,
  ids: systemIds(),
  clock: fixedClock(now),
  download,
  publish: async (_tx: unknown, event: Record<string, unknown>) => {
    told.push(event);
  },
});

/** A catalogue of exploited vulnerabilities, all listed on one day. */
export const kevJson = (released: string, cves: string[], more: object = {}): string =>
  JSON.stringify({
    catalogVersion: released.slice(0, 10).replaceAll('-', '.'),
    dateReleased: released,
    count: cves.length,
    vulnerabilities: cves.map((cveID) => ({
      cveID,
      dateAdded: '2024-02-29',
      dueDate: '2024-03-21',
      knownRansomwareCampaignUse: 'Known',
    })),
    ...more,
  });

export const epssCsv = (date: string, lines: string[]): string =>
  `#model_version:v2026.06.15,score_date:${date}T12:00:00Z\ncve,epss,percentile\n${lines.join('\n')}\n`;

export const ssvcCsv = (lines: string[]): string =>
  `cve,exploitation,automatable,technical_impact,ssvc_timestamp\n${lines.join('\n')}\n`;
