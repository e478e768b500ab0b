import { z } from 'zod';

const MAX_DAYS = 3650;

export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'an id has small letters, digits and dashes');
export const sentence = z.string().min(1).max(300);
// YAML reads an unquoted `true` as a boolean; it is meant as the condition that always holds.
export const condition = z.union([z.string().min(1).max(4000), z.boolean().transform(String)]);

/** A length of time: days of 24 hours, or working days of the policy's calendar. */
export interface Duration {
  days: number;
  working: boolean;
}

const DURATION = /^(\d{1,5}(?:\.\d{1,4})?)(d|h|bd)$/;

/** `7d`, `0.5d`, `12h`, `5bd` (working days); `none` -> null. */
export const duration = z.string().transform((text, context): Duration | null => {
  if (text === 'none') return null;
  const match = DURATION.exec(text);
  const days = match ? Number(match[1]) / (match[2] === 'h' ? 24 : 1) : Number.NaN;
  if (days > 0 && days <= MAX_DAYS) return { days, working: match?.[2] === 'bd' };
  context.addIssue({
    code: 'custom',
    message: `"${text.slice(0, 40)}" is no duration: write 7d, 0.5d, 12h, 5bd (working days) or none (at most ${MAX_DAYS}d)`,
  });
  return z.NEVER;
});

/** The same where only days of 24 hours make sense -> a number of days; `none` -> null. */
export const days = duration.transform((value, context) => {
  if (!value?.working) return value?.days ?? null;
  context.addIssue({ code: 'custom', message: 'write it in days of 24 hours, such as 30d' });
  return z.NEVER;
});

/** Ids inside one list are used once. */
export function distinctIds(
  rules: readonly { id?: string | undefined }[],
  context: z.core.$RefinementCtx,
): void {
  const seen = new Set<string>();
  rules.forEach((rule, index) => {
    if (rule.id === undefined) return;
    if (seen.has(rule.id))
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `the id ${rule.id} is taken` });
    seen.add(rule.id);
  });
}
