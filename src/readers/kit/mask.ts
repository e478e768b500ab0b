/** Shown in place of a secret; its length says nothing about the secret's. */
export const MASK = '********';

/** What tools write in place of a value they redact. */
const REDACTED = /^(?:[*xX•.\s]{3,}|\[?redacted\]?|<redacted>|requires login|removed)$/i;

export const isRedacted = (value: string): boolean => value.trim() === '' || REDACTED.test(value.trim());

/** The text with every occurrence of the secrets masked. */
export function maskSecrets(text: string, ...secrets: (string | undefined)[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret === undefined || isRedacted(secret)) continue;
    masked = masked.replaceAll(secret, MASK);
  }
  return masked;
}

/**
 * For reports that show a line with a secret in it but do not say which part is the secret: everything
 * after an assignment, every quoted text and every long run of key-like characters is masked.
 */
export function maskLine(text: string): string {
  return text
    .replaceAll(/(["'`])(?:(?!\1)[^\n\\]|\\.){4,}\1/g, `$1${MASK}$1`)
    .replaceAll(/([=:]\s*)(?!["'`]|\/\/)[^\s"'`,;]{4,}/g, `$1${MASK}`)
    .replaceAll(/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${MASK}@`)
    .replaceAll(/[A-Za-z0-9+/_=-]{16,}/g, MASK);
}

/** For sentences about a secret: words long and mixed enough to be one are masked, the rest stays readable. */
export const maskTokens = (text: string): string =>
  text.replaceAll(/[A-Za-z0-9+_=-]{16,}/g, (token) =>
    /\d/.test(token) && /[A-Za-z]/.test(token) ? MASK : token,
  );

/** Words beside which a value is likely a credential. */
const CREDENTIAL_WORD =
  /passw|passphrase|pwd|secret|token|bearer|credential|authori[sz]ation|private|signature|(?:api|access|account|encryption|master|signing)[\s_-]?key|connection[\s_-]?string/i;

/**
 * For a line of source text that no tool calls a secret: where its words speak of credentials it is masked like
 * a secret's line (`maskLine`), elsewhere only what looks like a key, so that lines stay apart from each other.
 * @param strict mask like a secret's line whatever its words are
 */
export const maskSource = (text: string, strict = false): string =>
  strict || CREDENTIAL_WORD.test(text)
    ? maskLine(text)
    : maskTokens(text.replaceAll(/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${MASK}@`));
