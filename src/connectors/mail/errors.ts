import { AppError } from '../../kernel/errors.ts';

/** What nodemailer tells of a failure. */
interface MailError extends Error {
  code?: string;
  response?: string;
  responseCode?: number;
}

const MAX_WORDS = 300;
/** RFC 4954 §6: the server wants another sign-in, or a better one. */
const SIGN_IN = new Set([530, 534, 535, 538]);
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|certificate/i;

/** A failure in our words. Replies of 400 pass by themselves, those of 500 do not (RFC 5321 §4.2.1). Pure. */
export function asAppError(cause: unknown, host: string): AppError {
  for (let inner = cause; inner instanceof Error; inner = inner.cause)
    if (inner instanceof AppError) return inner;
  const error = cause as MailError;
  const says = oneLine(error.response ?? error.message);
  const reply = error.responseCode ?? 0;
  const made = (code: 'LK-CONNECTION' | 'LK-REFUSED' | 'LK-NETWORK', message: string) =>
    new AppError(code, message, { cause });
  if (error.code === 'EAUTH' && reply >= 400 && reply < 500)
    return made('LK-NETWORK', `the mail server ${host} lets nobody sign in just now: ${says}`);
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || SIGN_IN.has(reply))
    return made('LK-CONNECTION', `the mail server ${host} does not accept the sign-in: ${says}`);
  if (CERTIFICATE.test(`${error.code} ${error.message}`))
    return made(
      'LK-CONNECTION',
      `the certificate of ${host} is not accepted (${says}): state who signed it in "ca", or the host as the certificate names it`,
    );
  if (error.code === 'ETLS')
    return made(
      'LK-CONNECTION',
      `${host} cannot be spoken to in secret (${says}): look at "security" and the port`,
    );
  if (reply >= 500) return made('LK-REFUSED', `the mail server refused it: ${says}`);
  if (reply >= 400) return made('LK-NETWORK', `the mail server asks to come again: ${says}`);
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
    return made('LK-REFUSED', `the mail cannot be sent as it is: ${says}`);
  return made('LK-NETWORK', `the mail server ${host} cannot be reached: ${says}`);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, MAX_WORDS);
