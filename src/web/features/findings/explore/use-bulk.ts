import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BulkChange, BulkRequest } from '../../../../contract/bulk.ts';
import { bulkState, startABulk, undoABulk } from '../../../api/explore.ts';
import { t } from '../../../texts/t.ts';
import { offerUndo } from '../../../ui/undo.tsx';
import { doneWords } from './bulk-words.ts';

const TOAST = 'bulk';
const EVERY_MS = 1_000;

/** Does something to many findings, tells how far it is, and offers to take it back. */
export function useBulk() {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['findings'] });
  /** Asks until it is over. */
  const follow = async (change: BulkChange): Promise<BulkChange> => {
    let now = change;
    while (now.state === 'running' || now.state === 'undoing') {
      notifications.hide(TOAST);
      notifications.show({
        id: TOAST,
        message: t('{done} of {will} …', { done: now.done, will: now.will }),
        loading: true,
        autoClose: false,
      });
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      now = await bulkState(now.id);
    }
    notifications.hide(TOAST);
    return now;
  };
  const undo = async (id: string) => {
    try {
      const after = await follow(await undoABulk(id));
      notifications.show({
        message: t('{done, plural, one {# finding} other {# findings}} as before.', { done: after.done }),
      });
    } catch (error) {
      notifications.show({ message: (error as Error).message });
    }
    await again();
  };
  const starting = useMutation({
    mutationFn: (body: BulkRequest) => startABulk(body),
    onSuccess: (change) => {
      void follow(change)
        .then((after) => offerUndo(TOAST, doneWords(after), () => void undo(after.id)))
        .finally(again);
    },
  });
  return { starting };
}
