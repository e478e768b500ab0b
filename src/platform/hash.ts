import { hash } from 'node:crypto';
import { formatUuid } from '../kernel/ids.ts';

/**
 * A 128-bit name of some text, in the form of a UUID so that it costs 16 bytes in a table. MD5 is enough:
 * it tells things apart, it protects nothing.
 */
export const nameOf = (...parts: (string | number | null | undefined)[]): string =>
  formatUuid(hash('md5', parts.join('\u0000'), 'hex'));
