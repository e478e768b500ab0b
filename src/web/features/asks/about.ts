import type { NewAskBody } from '../../../contract/asks.ts';
import { t } from '../../texts/t.ts';

/** The one thing that an ask is about, as the address of the form names it. */
export interface AboutSearch {
  finding?: string | undefined;
  ticket?: string | undefined;
  repository?: string | undefined;
}

const THINGS = ['finding', 'ticket', 'repository'] as const;

export function aboutOf(search: AboutSearch): NewAskBody['about'] {
  const thing = THINGS.find((name) => search[name] !== undefined);
  return thing && { [thing]: search[thing] };
}

export function aboutWords(search: AboutSearch): string {
  if (search.finding !== undefined) return t('About the finding you came from.');
  if (search.ticket !== undefined) return t('About the ticket {ticket}.', { ticket: search.ticket });
  return t('About {repository}.', { repository: search.repository ?? '' });
}
