import type { OidcRefusal } from '../../../contract/oidc-refusals.ts';
import { t } from '../../texts/t.ts';

/** Why signing in by a provider came to nothing, and what to do. */
export const REFUSAL_WORDS: Record<OidcRefusal, string> = {
  cancelled: t('Signing in was cancelled there. Nothing has changed.'),
  expired: t('That took too long, or began in another window. Please try once more.'),
  unreachable: t(
    'Your identity provider does not answer just now. Try again in a minute, or use another way in.',
  ),
  refused: t(
    'The answer of your identity provider was not accepted. If it happens again, tell an admin: the audit trail says why.',
  ),
  unverified: t(
    'Your identity provider has not verified your mail address. Verify it there, or ask an admin for a sign-in link.',
  ),
  unknown: t('You are not known here yet. Ask an admin to invite you.'),
  closed: t('This account is closed. An admin can open it again.'),
};
