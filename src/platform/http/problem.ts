import { STATUS_CODES } from 'node:http';
import type { FastifyError } from 'fastify';
import { AppError, ERROR_CODES, type ErrorCode } from '../../kernel/errors.ts';

/** The body of every error answer: RFC 9457 (`application/problem+json`) with a stable `code`. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  help: string;
  /** The request's id, as in the header `x-request-id` and in the log. */
  instance: string;
  /** Which part of the request was wrong; with LK-VALIDATION only. */
  fields?: { field: string; message: string }[];
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Turns whatever was thrown into the answer a caller may see; what it does not know it does not tell. */
export function toProblem(error: unknown, requestId: string): ProblemBody {
  if (error instanceof AppError) {
    const told = error.code === 'LK-BUG' ? UNKNOWN : error.message;
    return body(error.code, told, requestId);
  }
  if (hasUnstorableText(error)) return body('LK-VALIDATION', 'A text holds a NUL character.', requestId);
  if (isDatabaseGone(error)) return body('LK-DATABASE', 'The database does not answer.', requestId);
  const known = error instanceof Error ? (error as FastifyError) : undefined;
  if (known?.validation) return invalid(known, requestId);
  const code = known && codeOf(known);
  return code
    ? body(code, known.message, requestId)
    : body('LK-BUG', `${UNKNOWN} Request ${requestId}.`, requestId);
}

const UNKNOWN = 'Something went wrong on our side.';

function body(code: ErrorCode, detail: string, requestId: string): ProblemBody {
  const { status, help } = ERROR_CODES[code];
  const title = STATUS_CODES[status] ?? 'Error';
  return {
    type: `urn:lanekeeper:${code}`,
    title,
    status,
    code,
    detail,
    help,
    instance: `urn:uuid:${requestId}`,
  };
}

/** A request that does not fit its schema: every field that was wrong, by its path. */
function invalid(error: FastifyError, requestId: string): ProblemBody {
  const context = error.validationContext ?? 'request';
  const fields = (error.validation ?? []).map((issue) => ({
    field: `${context}${issue.instancePath ?? ''}`,
    message: issue.message ?? 'is not valid',
  }));
  const detail = fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return { ...body('LK-VALIDATION', detail || error.message, requestId), fields };
}

/** Fastify's own refusals, all before a handler ran; their messages name no insides. */
function codeOf(error: FastifyError): ErrorCode | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return 'LK-TOO-LARGE';
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return 'LK-VALIDATION';
  }
  switch (error.statusCode) {
    case 404:
      return 'LK-NOT-FOUND';
    case 413:
      return 'LK-TOO-LARGE';
    case 429:
      return 'LK-RATE-LIMITED';
    default:
      return error.statusCode && error.statusCode >= 400 && error.statusCode < 500 ? 'LK-USAGE' : null;
  }
}

/** PostgreSQL's refusal of NUL, in a text (22021) or as an escape in JSON (22P05). */
const hasUnstorableText = (error: unknown): boolean =>
  error instanceof Error && /^(22021|22P05)$/.test(String((error as { code?: unknown }).code));

const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * PostgreSQL's classes 08 (connection) and 57P0x (shut down, starting up), 53300 (too many connections), the
 * system's refusals, and the driver's own words where it gives no code. Calls to other systems throw AppError.
 */
function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseGone);
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') return /^(08\w{3}|57P0[1-5]|53300)$/.test(code) || SYSTEM_CODES.has(code);
  return /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/.test(
    error.message,
  );
}
