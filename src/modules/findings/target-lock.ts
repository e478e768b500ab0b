import type { Transaction } from 'kysely';
import { lockFor, tryLockFor } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';

type Tx = Transaction<DB>;

/** What changes the findings of one target goes one after the other, whichever process it is in: scans and people. */
export const lockTarget = (tx: Tx, targetId: string) => lockFor(tx, 'target', targetId);
export const tryLockTarget = (tx: Tx, targetId: string) => tryLockFor(tx, 'target', targetId);
