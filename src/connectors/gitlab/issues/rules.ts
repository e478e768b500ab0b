import { NO_PLACES } from '../../kit/ticket-places.ts';
import type { Gitlab } from '../gitlab.ts';
import type { GitlabTickets } from '../settings.ts';

const NONE: GitlabTickets = { ...NO_PLACES, confidential: true };

/** What is stated of tickets; issues filed before it was taken away are still read. */
export const rulesOf = ({ settings }: Gitlab): GitlabTickets => settings.tickets ?? NONE;
