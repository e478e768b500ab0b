import { AppError } from '../../kernel/errors.ts';
import type { ConnectionTest } from '../connector.ts';

/** What a test has found so far. */
export interface Findings {
  /** Good to know; the connection works. */
  say(sentence: string): void;
  /** The connection does not work before this is mended. */
  missing(sentence: string): void;
}

/** Runs a test; an error that a person can mend, or wait for, is an answer and not an accident. */
export async function tested(look: (findings: Findings) => Promise<void>): Promise<ConnectionTest> {
  const missing: string[] = [];
  const said: string[] = [];
  try {
    await look({ say: (one) => void said.push(one), missing: (one) => void missing.push(one) });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'LK-BUG') throw error;
    missing.push(error.message);
  }
  return { ok: missing.length === 0, says: [...missing, ...said] };
}
