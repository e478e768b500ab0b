import { AppError, type ErrorCode } from '../../kernel/errors.ts';

/** Results of LDAP (RFC 4511, appendix A) that a person can do something about, in words. */
const MEANING: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  1: ['LK-CONNECTION', 'it refuses to do that before somebody has signed in'],
  3: ['LK-NETWORK', 'it ran out of time'],
  4: ['LK-CONNECTION', 'it gives out fewer entries than there are: raise its size limit for this account'],
  8: ['LK-CONNECTION', 'it wants an encrypted connection: use ldaps://, or set "startTls" to true'],
  10: ['LK-CONNECTION', 'it sends us to another server: name that one, or a base that this one holds'],
  11: [
    'LK-CONNECTION',
    'a limit of its administrators was reached: raise it for this account, or narrow the filter',
  ],
  13: ['LK-CONNECTION', 'it wants an encrypted connection: use ldaps://, or set "startTls" to true'],
  18: ['LK-CONNECTION', 'it does not know how to compare as the filter says'],
  32: ['LK-CONNECTION', 'it holds no such entry: look at the base'],
  34: ['LK-CONNECTION', 'that is not how names of entries are written, such as dc=acme,dc=example'],
  48: ['LK-CONNECTION', 'it does not take a name and a password'],
  49: ['LK-CONNECTION', 'it does not accept the name or the password'],
  50: ['LK-CONNECTION', 'this account may not read that'],
  51: ['LK-NETWORK', 'it is busy'],
  52: ['LK-NETWORK', 'it is not available'],
  53: ['LK-CONNECTION', 'it is not willing to do that for this account'],
};

/** Why a server did not do what was asked. @param what `the search below ou=people` */
export function refusal(what: string, code: number): AppError {
  const [error, meaning] = MEANING[code] ?? ['LK-ANSWER' as const, `it answered with result ${code}`];
  return new AppError(error, `the directory refused ${what}: ${meaning}`, { detail: { result: code } });
}
