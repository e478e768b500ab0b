import { t } from '../../texts/t.ts';

const WORDS: Readonly<Record<string, string>> = {
  link: t('by a sign-in link'),
  passkey: t('by passkey'),
  'password+totp': t('by password and app'),
  'password+recovery': t('by password and recovery code'),
  'password+passkey': t('by password and passkey'),
};

/** How a session began; `oidc:KEY` is the provider's. */
export const methodInWords = (method: string): string =>
  WORDS[method] ??
  (method.startsWith('oidc:') ? t('by {count}', { count: method.slice('oidc:'.length) }) : method);
