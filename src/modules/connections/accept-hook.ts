import { createHash } from 'node:crypto';
import type { HookEvent, HookRequest, Hooks } from '../../connectors/connector.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { Publish } from '../../platform/outbox/events.ts';
import type { DB } from '../schema.gen.ts';
import type { ConnectionsDeps } from './deps.ts';
import { storableEvent } from './hook-event.ts';
import { noteRefusal, type RefusedBecause } from './hook-refusals.ts';
import { type OpenConnection, openConnection } from './open-connection.ts';
import { deleteDeliveries, insertDelivery, selectConnection } from './store.ts';

export interface HookDeps extends ConnectionsDeps {
  publish: Publish<DB>;
  log: Log;
}

/** What became of a webhook. `refused` tells the sender nothing of why. */
export type HookOutcome = 'taken' | 'repeated' | 'of no interest' | 'refused';

export interface AcceptedHook {
  outcome: HookOutcome;
  /** What the sender waits for, where more than an empty yes. */
  answer: { type: string; body: string } | null;
}

/**
 * Takes a webhook: is it signed, is it new, and what does it say. What it says is told as `host.changed`, and
 * whoever listens looks for themselves.
 */
export async function acceptHook(deps: HookDeps, key: string, request: HookRequest): Promise<AcceptedHook> {
  const connection = await opened(deps, key);
  const hooks = connection?.connector.hooks;
  if (!connection || !hooks) return REFUSED;
  if (connection.hookSecrets.length === 0 || !hooks.authentic(request, connection.hookSecrets)) {
    await refuse(deps, connection, 'signature');
    return REFUSED;
  }
  const told = readSafely(hooks, request);
  const event = told?.event ? storableEvent(told.event) : null;
  if (!told || (told.event && !event)) await refuse(deps, connection, 'unreadable');
  const answer = (told && hooks.answer?.(request)) ?? null;
  if (!told || !event) return { outcome: 'of no interest', answer };
  return { outcome: await publishOnce(deps, connection, told.delivery, event), answer };
}

/** A body over the limit is not read, so nobody knows who sent it. */
export async function refuseTooLarge(deps: HookDeps, key: string): Promise<void> {
  const connection = await selectConnection(deps.db, { key });
  if (connection) await refuse(deps, connection, 'too-large');
}

async function refuse(
  { db, clock, log }: HookDeps,
  { id, key }: { id: string; key: string },
  because: RefusedBecause,
): Promise<void> {
  log.warn({ connection: key, because }, 'a webhook was not taken');
  await noteRefusal(db, id, because, clock.now());
}

const REFUSED: AcceptedHook = { outcome: 'refused', answer: null };

const publishOnce = (
  deps: HookDeps,
  connection: OpenConnection,
  name: string,
  event: HookEvent,
): Promise<HookOutcome> =>
  deps.db.transaction().execute(async (tx) => {
    const delivery = createHash('sha256').update(name).digest();
    const isNew = await insertDelivery(tx, {
      connection_id: connection.id,
      delivery,
      received_at: deps.clock.now(),
    });
    if (!isNew) return 'repeated';
    await deps.publish(tx, {
      type: 'host.changed',
      connectionId: connection.id,
      event,
      delivery: delivery.toString('hex'),
    });
    return 'taken';
  });

async function opened(deps: HookDeps, key: string): Promise<OpenConnection | null> {
  try {
    return await openConnection(deps, { key });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== 'LK-NOT-FOUND')
      deps.log.warn({ connection: key, code: error.code }, 'a webhook found no door');
    return null;
  }
}

/** The signature proves who sent it, not that it is well-formed. */
function readSafely(hooks: Hooks, request: HookRequest): ReturnType<Hooks['read']> | null {
  try {
    return hooks.read(request);
  } catch {
    return null;
  }
}

/** A code host offers a failed delivery again for some days; the same one later is as good as new. */
const DELIVERIES_KEPT_MS = 7 * 86_400_000;

/** For the nightly job. @returns how many were forgotten */
export const forgetDeliveries = (deps: Pick<ConnectionsDeps, 'db' | 'clock'>): Promise<number> =>
  deleteDeliveries(deps.db, new Date(deps.clock.now().getTime() - DELIVERIES_KEPT_MS));
