import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { HookRequest } from '../connector.ts';

/** The JSON of a webhook; GitHub can send it as a form, too. @throws AppError LK-VALIDATION */
export function hookJson(name: string, { headers, body }: HookRequest): unknown {
  const text = Buffer.from(body).toString('utf8');
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  try {
    return JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
  } catch (cause) {
    throw new AppError('LK-VALIDATION', `this webhook of ${name} holds no JSON`, { cause });
  }
}

/** The fields that we use. @throws AppError LK-VALIDATION with the field */
export function hookFields<T>(name: string, schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const place = issue.path.join('.') || 'the whole';
  throw new AppError('LK-VALIDATION', `this webhook of ${name} is not as it should be: ${place}`);
}

/** For a delivery without a name of its own: the same bytes are the same delivery. */
export const bodyName = (body: Uint8Array): string =>
  `sha256:${createHash('sha256').update(body).digest('hex')}`;

/** Of a pushed ref: the branch; null for a tag or another ref. */
export const branchOf = (ref: string): string | null =>
  ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : null;
