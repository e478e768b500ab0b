import type { Transaction } from 'kysely';
import type { BulkAction } from '../../../contract/bulk.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { auditAll } from '../../access/public.ts';
import { type ClosingDeps, closeByHand, reopenByHand } from '../../findings/public.ts';
import {
  askForException,
  keepLabels,
  labelledBy,
  takeBackLabels,
  withdrawException,
} from '../../policy/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Doer, ItemState } from './store.ts';

export type BulkDeps = ClosingDeps;
export interface Item {
  id: string;
  undo: ItemState;
}

/** How something is done to a piece of the findings, and taken back. */
export interface Act {
  /** Findings done in one go. */
  piece: number;
  do(
    items: readonly Item[],
    note: (tx: Transaction<DB>, items: readonly Item[]) => Promise<unknown>,
  ): Promise<void>;
  undo(
    items: readonly Item[],
    note: (tx: Transaction<DB>, items: readonly Item[]) => Promise<unknown>,
  ): Promise<void>;
}

export function actOf(deps: BulkDeps, action: BulkAction, doer: Doer, bulkId: string): Act {
  if (action.kind === 'not-useful') return labelling(deps, action.reason, doer);
  const because = `taken back with ${toPublicId('bulk', bulkId)}`;
  if (action.kind === 'close') {
    const { how, evidence } = action;
    // Whether they may was decided for each finding when they asked.
    const stater = { ...doer, refused: null };
    return oneByOne(deps, {
      do: async (id) => {
        await closeByHand(deps, id, { how, evidence }, stater);
        return {};
      },
      undo: async (id) => {
        await reopenByHand(deps, id, { reason: because }, stater);
      },
    });
  }
  const { exception: kind, reason, evidence, until, justification } = action;
  return oneByOne(deps, {
    do: async (id) => {
      const scope = { of: 'finding', finding: id } as const;
      const asked = { kind, scope, reason, evidence, until, justification, duplicateOf: null, grant: false };
      return { exception: (await askForException(deps, asked, doer)).id };
    },
    undo: async (_, { exception }) => {
      if (exception) await withdrawException(deps, exception, { note: because }, doer);
    },
  });
}

/** Labels are kept in sets. */
function labelling({ db, ids, clock }: BulkDeps, reason: string | null, { label: actor }: Doer): Act {
  return {
    piece: 500,
    do: (items, note) =>
      db.transaction().execute(async (tx) => {
        const at = clock.now();
        const labels = items.map(({ id }) => ({
          findingId: id,
          word: 'not-useful' as const,
          channel: 'page' as const,
          actor,
          reason,
        }));
        await keepLabels(tx, { ids, at }, labels);
        const detail = { word: 'not-useful', reason, channel: 'page' };
        const said = items.map(({ id }) => ({
          action: 'finding.label',
          subject: toPublicId('finding', id),
          detail,
        }));
        await auditAll(tx, actor, said);
        await note(
          tx,
          items.map(({ id }) => ({ id, undo: { done: { at: at.toISOString() } } })),
        );
      }),
    undo: (items, note) =>
      db.transaction().execute(async (tx) => {
        const now = await labelledBy(
          tx,
          actor,
          items.map(({ id }) => id),
        );
        const ours = items.filter(({ id, undo }) => now.get(id)?.at.toISOString() === undo.done?.at);
        await takeBackLabels(
          tx,
          { at: clock.now() },
          ours.map(({ id }) => ({ findingId: id, actor })),
        );
        const taken = ours.map(({ id }) => ({
          action: 'finding.unlabel',
          subject: toPublicId('finding', id),
          detail: {},
        }));
        await auditAll(tx, actor, taken);
        const mine = new Set(ours);
        await note(
          tx,
          items.map((item) => ({
            id: item.id,
            undo: {
              ...item.undo,
              ...(mine.has(item) ? { undone: true } : { kept: 'something else was said since' }),
            },
          })),
        );
      }),
  };
}

/** What locks and tells for each finding on its own. */
function oneByOne(
  { db }: BulkDeps,
  act: {
    do(publicId: string): Promise<NonNullable<ItemState['done']>>;
    undo(publicId: string, done: NonNullable<ItemState['done']>): Promise<void>;
  },
): Act {
  const each = async (
    items: readonly Item[],
    note: Parameters<Act['do']>[1],
    state: (item: Item) => Promise<ItemState>,
  ) => {
    for (const item of items) {
      const undo = await state(item);
      await db.transaction().execute((tx) => note(tx, [{ id: item.id, undo }]));
    }
  };
  return {
    piece: 50,
    do: (items, note) =>
      each(items, note, async ({ id }) => {
        try {
          return { done: await act.do(toPublicId('finding', id)) };
        } catch (error) {
          return { failed: expected(error) };
        }
      }),
    undo: (items, note) =>
      each(items, note, async ({ id, undo }) => {
        try {
          await act.undo(toPublicId('finding', id), undo.done ?? {});
          return { ...undo, undone: true };
        } catch (error) {
          return { ...undo, kept: expected(error) };
        }
      }),
  };
}

/** What a person is told. @throws what is no answer but a trouble of ours: it is tried again */
function expected(error: unknown): string {
  if (error instanceof AppError && !error.card.retryable) return error.message;
  throw error;
}
