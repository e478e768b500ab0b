import { createHash } from 'node:crypto';
import type { HostRepository } from '../connector.ts';

/**
 * What is remembered of a page: the host's own ETag, and a hash of what we read in it. GitHub's ETags belong to
 * the token that asked, and an App's token lives for an hour: then the page comes whole, and the hash tells that
 * nothing in it changed for us.
 */
export interface PageEtag {
  /** Of the places that the list is made of; when they change, the pages follow each other differently. */
  sources: string;
  content: string;
  http: string | null;
}

export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

export const contentOf = (repositories: readonly HostRepository[], next: string | null): string =>
  hashOf([repositories, next]);

export const printEtag = ({ sources, content, http }: PageEtag): string =>
  `${sources} ${content} ${http ?? ''}`;

/** Null when it is none of ours, or of other sources. */
export function parseEtag(text: string | null, sources: string): PageEtag | null {
  const [, first, content, http] = /^(\S+) (\S+) (.*)$/.exec(text ?? '') ?? [];
  return first === sources && content ? { sources, content, http: http || null } : null;
}
