import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Ask, ChangeAsk } from '../../../contract/asks.ts';
import { changeAnAsk } from '../../api/asks.ts';
import { offerUndo } from '../../ui/undo.tsx';

/** Changes an ask; one that was passed on is followed to where it goes on. */
export function useChange(ask: Ask) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const again = () => queries.invalidateQueries({ queryKey: ['asks'] });
  const changing = useMutation({
    mutationFn: (change: ChangeAsk) => changeAnAsk(ask.id, change),
    onSuccess: async (after) => {
      await again();
      if (after.id !== ask.id) await navigate({ to: '/asks/$askId', params: { askId: after.key } });
    },
  });
  /** @param undo what it was before; null: it is not taken back by one press */
  const change = (wanted: ChangeAsk, message: string, undo: ChangeAsk | null) =>
    changing.mutate(wanted, {
      onSuccess: () => {
        if (undo) offerUndo('ask', message, () => void changeAnAsk(ask.id, undo).then(again, again));
      },
    });
  return { changing, change };
}
