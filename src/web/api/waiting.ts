import type { z } from 'zod';
import { type LookAtHold, type listWaitingQuery, waitingPage } from '../../contract/pacing.ts';
import { tell } from './client.ts';
import { pages } from './pages.ts';

export type WaitingFilters = Partial<Omit<z.output<typeof listWaitingQuery>, 'cursor' | 'limit'>>;

export const waitingQuery = (filters: WaitingFilters) => pages('waiting', waitingPage, { ...filters });

export const lookAtAHold = ({ id, ...body }: LookAtHold & { id: string }) =>
  tell(`waiting/${encodeURIComponent(id)}/looks`, { method: 'POST', body });
