import { systemClock } from '../../../platform/clock.ts';
import type { HostChanged } from '../../connections/public.ts';
import type { BackDeps } from './deps.ts';
import { planHearing } from './plan-hearing.ts';
import { filingOf } from './store.ts';

/** What follows `host.changed`: a ticket of ours is read again soon; of others' tickets nothing is kept. */
export async function followTicketHint(
  { db, ids }: Pick<BackDeps, 'db' | 'ids'>,
  { connectionId, event }: HostChanged,
): Promise<void> {
  if (event.type !== 'ticket') return;
  await planHearing(db, ids, await filingOf(db, connectionId, event.id), systemClock.now());
}
