import { NO_PLACES, type TicketPlaces } from '../../kit/ticket-places.ts';
import type { Github } from '../access.ts';

/** What is stated of tickets; issues filed before it was taken away are still read. */
export const rulesOf = ({ settings }: Github): TicketPlaces => settings.tickets ?? NO_PLACES;
