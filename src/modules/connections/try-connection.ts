import type { ConnectionTest } from '../../connectors/connector.ts';
import { AppError } from '../../kernel/errors.ts';
import type { ConnectionsDeps } from './deps.ts';
import { noteSuccess, openConnection } from './open-connection.ts';
import * as store from './store.ts';

/**
 * Asks the outside system whether the connection works, in use or not yet, and keeps the answer for the page.
 * @throws AppError LK-NOT-FOUND for an unknown connection; what the outside system refuses is an answer
 */
export async function tryConnection(deps: ConnectionsDeps, key: string): Promise<ConnectionTest> {
  const connection = await openConnection(deps, { key }, { evenOff: true });
  const answer = await asked(() => connection.connector.test(connection.context));
  if (answer.ok) await noteSuccess(deps, connection.id);
  else
    await store.noteError(deps.db, connection.id, {
      at: deps.clock.now().toISOString(),
      says: answer.says,
    });
  return answer;
}

async function asked(test: () => Promise<ConnectionTest>): Promise<ConnectionTest> {
  try {
    return await test();
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'LK-BUG') throw error;
    return { ok: false, says: [`${error.message.replace(/\.$/, '')}. ${error.card.help}`] };
  }
}
