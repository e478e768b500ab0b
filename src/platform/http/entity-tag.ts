import { AppError } from '../../kernel/errors.ts';

/** A version as an ETag: weak, since answers of the same version may differ in their writing. */
export const entityTag = (version: string): string => `W/"${version}"`;

/** Whether one of a header's tags, weak or not, is this version (RFC 9110 §8.8.3.2). */
export const tagMatches = (header: string, version: string): boolean =>
  header.split(',').some((tag) => {
    const given = tag.trim();
    return given === '*' || given.replace(/^W\//, '') === `"${version}"`;
  });

/**
 * For a write that may carry If-Match.
 * @param version null: there is none yet
 * @throws AppError LK-PRECONDITION when somebody changed it since it was read
 */
export function demandMatch(ifMatch: string | undefined, version: string | null): void {
  if (ifMatch === undefined || (version !== null && tagMatches(ifMatch, version))) return;
  throw new AppError('LK-PRECONDITION', 'It was changed since you read it.');
}
