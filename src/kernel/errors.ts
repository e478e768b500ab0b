/**
 * Every error a person or a program may meet, in one table: HTTP status, exit code of the command line
 * (2 wrong use or unreadable input, 3 server or network, 70 bug), whether trying again can help, and one
 * line that says what to do. docs/errors.md is generated from it.
 */
export const ERROR_CODES = {
  'LK-USAGE': {
    status: 400,
    exit: 2,
    retryable: false,
    help: 'Check the command or the request against its description.',
  },
  'LK-VALIDATION': {
    status: 400,
    exit: 2,
    retryable: false,
    help: 'Correct the named field and send it again.',
  },
  'LK-CONFIG': {
    status: 500,
    exit: 2,
    retryable: false,
    help: 'Correct the named setting; docs/configuration.md lists them all.',
  },
  'LK-UNAUTHENTICATED': {
    status: 401,
    exit: 3,
    retryable: false,
    help: 'Sign in, or send a valid API token.',
  },
  'LK-TOKEN-EXPIRED': {
    status: 401,
    exit: 3,
    retryable: false,
    help: 'Make a new token with `lanekeeper token add`.',
  },
  'LK-SIGN-IN': {
    status: 401,
    exit: 3,
    retryable: false,
    help: 'Check what you entered; if it stays, ask an admin for a sign-in link.',
  },
  'LK-SIGN-IN-LINK': {
    status: 401,
    exit: 3,
    retryable: false,
    help: 'Ask for a new sign-in link; each works once and for a short time.',
  },
  'LK-FORBIDDEN': {
    status: 403,
    exit: 3,
    retryable: false,
    help: 'Ask an admin for the role that the message names.',
  },
  'LK-ORIGIN': { status: 403, exit: 3, retryable: false, help: 'Send the request from the page itself.' },
  'LK-NOT-FOUND': { status: 404, exit: 3, retryable: false, help: 'Check the id or the address.' },
  'LK-CONFLICT': { status: 409, exit: 3, retryable: false, help: 'Load the newest version and try again.' },
  'LK-IDEMPOTENCY': {
    status: 409,
    exit: 3,
    retryable: false,
    help: 'Use a new idempotency key for a different request.',
  },
  'LK-PRECONDITION': {
    status: 412,
    exit: 3,
    retryable: false,
    help: 'Load the newest version, look at what changed, and send yours with its ETag.',
  },
  'LK-TOO-LARGE': {
    status: 413,
    exit: 2,
    retryable: false,
    help: 'Split the report, or raise the limit in the configuration.',
  },
  'LK-REFUSED': {
    status: 422,
    exit: 3,
    retryable: false,
    help: 'Mend on the other side what the message names, then replay the delivery on the page of connections.',
  },
  'LK-LATER': {
    status: 503,
    exit: 3,
    retryable: true,
    help: 'Something else has to happen first; it is tried again by itself.',
  },
  'LK-RATE-LIMITED': { status: 429, exit: 3, retryable: true, help: 'Wait as long as Retry-After says.' },
  'LK-READ-UNKNOWN': {
    status: 422,
    exit: 2,
    retryable: false,
    help: 'Name the tool with --tool; docs/readers.md lists the formats.',
  },
  'LK-READ-NOT-A-REPORT': {
    status: 422,
    exit: 2,
    retryable: false,
    help: 'Send the report file as the tool wrote it.',
  },
  'LK-READ-TRUNCATED': {
    status: 422,
    exit: 2,
    retryable: false,
    help: 'The file ends too early: make the report again and send the whole file.',
  },
  'LK-READ-MALFORMED': {
    status: 422,
    exit: 2,
    retryable: false,
    help: 'The file is not valid in its own format at the named place.',
  },
  'LK-READ-ENCODING': { status: 422, exit: 2, retryable: false, help: 'Send the report as UTF-8 or UTF-16.' },
  'LK-READ-TOO-DEEP': {
    status: 422,
    exit: 2,
    retryable: false,
    help: 'The report is nested more deeply than the limit allows.',
  },
  'LK-READ-TOO-MANY': {
    status: 422,
    exit: 2,
    retryable: false,
    help: 'Split the report, or raise the limit of observations.',
  },
  'LK-READ-TOO-LARGE': {
    status: 413,
    exit: 2,
    retryable: false,
    help: 'Split the report, or raise the limit of bytes.',
  },
  'LK-READ-XML-ENTITY': {
    status: 422,
    exit: 2,
    retryable: false,
    help: 'Reports with entity definitions are refused; export without a DTD.',
  },
  'LK-READ-ZIP': {
    status: 422,
    exit: 2,
    retryable: false,
    help: 'The archive is damaged, nested or unpacks to far more than it holds.',
  },
  'LK-DATABASE': {
    status: 503,
    exit: 3,
    retryable: true,
    help: 'The database does not answer; it is tried again by itself.',
  },
  'LK-DATABASE-START': {
    status: 503,
    exit: 3,
    retryable: false,
    help: 'See the log file named in the message, or set DATABASE_URL to a PostgreSQL of yours.',
  },
  'LK-MIGRATION': {
    status: 500,
    exit: 3,
    retryable: false,
    help: 'The schema is not the one this version knows; docs/operations.md says what to do.',
  },
  'LK-SECRET': {
    status: 503,
    exit: 3,
    retryable: false,
    help: 'Bring the key file of this installation back, or state the secrets of the connection again.',
  },
  'LK-BLOB': {
    status: 503,
    exit: 3,
    retryable: true,
    help: 'The stored bytes cannot be read; check the blob store.',
  },
  'LK-NETWORK': {
    status: 502,
    exit: 3,
    retryable: true,
    help: 'The other system does not answer; check the address and try again.',
  },
  'LK-CONNECTION': {
    status: 502,
    exit: 3,
    retryable: false,
    help: 'Mend what the message names (token, permission, installation), then test the connection.',
  },
  'LK-ANSWER': {
    status: 502,
    exit: 3,
    retryable: false,
    help: 'The other system answered with something we do not understand; check its address and version.',
  },
  'LK-INCOMPLETE': {
    status: 502,
    exit: 3,
    retryable: false,
    help: 'Look at what the other system shows to this account. If so many really went, accept it with "acceptVanished".',
  },
  'LK-ADDRESS-REFUSED': {
    status: 400,
    exit: 3,
    retryable: false,
    help: 'Private and link-local addresses are refused unless the configuration allows them.',
  },
  'LK-SERVER': {
    status: 503,
    exit: 3,
    retryable: true,
    help: 'Is the server running? Start it with `npm start`, or set LANEKEEPER_URL.',
  },
  'LK-RESTORE': {
    status: 500,
    exit: 3,
    retryable: false,
    help: 'Restore into an empty database, from a file that `lanekeeper backup` wrote.',
  },
  'LK-BUG': {
    status: 500,
    exit: 70,
    retryable: false,
    help: 'This is a bug of ours: please report it with the id of the request.',
  },
} as const satisfies Record<string, ErrorCard>;

export interface ErrorCard {
  status: number;
  exit: number;
  retryable: boolean;
  help: string;
}
export type ErrorCode = keyof typeof ERROR_CODES;

/** A request that cannot be served. `message` says what and where; the table says what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options?: { detail?: Record<string, unknown>; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options?.detail;
  }

  get card(): ErrorCard {
    return ERROR_CODES[this.code];
  }
}
