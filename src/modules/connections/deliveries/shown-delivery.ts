import type { Delivery } from '../../../contract/deliveries.ts';
import { ERROR_CODES } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { ListedAct } from '../../../platform/outbox/shown-acts.ts';

/** How people call a connection. */
export interface ConnectionName {
  key: string;
  name: string;
}

/** What waits no more has no reason to be tried later; what was done has no problem. */
export const shownDelivery = (act: ListedAct, connection: ConnectionName | null): Delivery => ({
  id: toPublicId('delivery', act.id),
  topic: act.topic,
  about: act.about,
  connection,
  state: act.state,
  attempts: act.attempts,
  problem: problemOf(act),
  createdAt: act.createdAt.toISOString(),
  dueAt: act.state === 'pending' ? act.dueAt.toISOString() : null,
  doneAt: act.doneAt?.toISOString() ?? null,
});

function problemOf({ lastError, errorCode }: ListedAct): Delivery['problem'] {
  if (lastError === null) return null;
  const code = errorCode ?? 'LK-BUG';
  const card = Object.hasOwn(ERROR_CODES, code)
    ? ERROR_CODES[code as keyof typeof ERROR_CODES]
    : ERROR_CODES['LK-BUG'];
  return { code, says: lastError, help: card.help };
}
