import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../kernel/errors.ts';
import type { Download } from '../modules/findings/public.ts';
import type { DownloadFeed } from '../modules/policy/public.ts';
import type { HttpClient } from '../platform/client/client.ts';

/** All of OSV has about a gigabyte; anything near this is not the feed. */
const MOST_BYTES = 8 * 1024 ** 3;

/** Streams what a URL answers into a file, through the guarded client. */
export const downloadWith =
  (client: Pick<HttpClient, 'fetch'>): Download =>
  async (url, file) => {
    await keep(await client.fetch(url), file);
  };

/** The same, unless what was held is still it: its marks go along, and 304 costs no body. */
export const downloadFeedWith =
  (client: Pick<HttpClient, 'fetch'>): DownloadFeed =>
  async (url, file, { etag, lastModified }) => {
    const headers: Record<string, string> = {};
    if (etag !== null) headers['if-none-match'] = etag;
    if (lastModified !== null) headers['if-modified-since'] = lastModified;
    const answer = await client.fetch(url, { headers });
    if (answer.status === 304) {
      await answer.body?.cancel();
      return null;
    }
    await keep(answer, file);
    return { etag: answer.headers.get('etag'), lastModified: answer.headers.get('last-modified') };
  };

async function keep(answer: Response, file: string): Promise<void> {
  if (!answer.ok || !answer.body) throw new AppError('LK-NETWORK', `it answers ${answer.status}`);
  let size = 0;
  await pipeline(
    Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]),
    async function* (parts: AsyncIterable<Uint8Array>) {
      for await (const part of parts) {
        size += part.length;
        if (size > MOST_BYTES) throw new AppError('LK-NETWORK', 'it answers more than the feed can have');
        yield part;
      }
    },
    createWriteStream(file),
  );
}
