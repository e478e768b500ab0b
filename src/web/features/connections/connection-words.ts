import type { Ability, Connection } from '../../../contract/connections.ts';
import type { LaneHealth } from '../../../contract/deliveries.ts';
import { t } from '../../texts/t.ts';

const ABILITY_WORDS: Record<Ability, string> = {
  codeHost: t('repositories'),
  directory: t('people and teams'),
  hooks: t('webhooks'),
  tickets: t('tickets'),
  messages: t('messages'),
  alerts: t('findings'),
};

/** "tickets, webhooks" */
export const abilitiesInWords = (can: readonly Ability[]): string =>
  can.map((ability) => ABILITY_WORDS[ability]).join(', ');

export type Standing = 'works' | 'waits' | 'stuck' | 'broken' | 'off' | 'new';

/** How it stands with a connection, the worst first. */
export function standingOf(
  { enabled, lastError, lastOkAt }: Pick<Connection, 'enabled' | 'lastError' | 'lastOkAt'>,
  health: Pick<LaneHealth, 'parked' | 'paused'> | null,
): Standing {
  if (!enabled) return 'off';
  if (lastError) return 'broken';
  if (health?.paused) return 'waits';
  if (health && health.parked > 0) return 'stuck';
  return lastOkAt ? 'works' : 'new';
}

export const STANDING_WORDS: Record<Standing, string> = {
  works: t('Works'),
  waits: t('Waits'),
  stuck: t('Some are stuck'),
  broken: t('Does not work'),
  off: t('Switched off'),
  new: t('Not tried yet'),
};

/** "12 wait, 3 are stuck, 410 today"; null when there is nothing to say. */
export function outgoingInWords({ pending, parked, done }: LaneHealth): string | null {
  const parts = [
    pending > 0 && t('{pending} {pending, plural, one {waits} other {wait}}', { pending }),
    parked > 0 && t('{parked} {parked, plural, one {is} other {are}} stuck', { parked }),
    done > 0 && t('{done} in 24 hours', { done }),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** Words that a key is made of: small letters, digits, dashes. */
export const keyFrom = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 63);
