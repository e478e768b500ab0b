import { AppError, type ErrorCode } from '../../kernel/errors.ts';

/**
 * The content cannot be read any further. Thrown inside the kit only: `readReport` turns it into the
 * summary's `failure`. `where` is a byte offset, a line or a path in the report.
 */
export const readFailure = (code: ErrorCode, message: string, where?: string, cause?: unknown): AppError =>
  new AppError(code, message, { detail: where === undefined ? {} : { where }, cause });

/** True for failures that lie in the content; others (a blob store that is away) go on to the caller. */
export const isReadFailure = (error: unknown): error is AppError =>
  error instanceof AppError && error.code.startsWith('LK-READ-');
