import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { decideDispute, openDispute } from '../../../contract/disputes.ts';
import type { addOverride } from '../../../contract/overrides.ts';
import { addAnOverride, decideADispute, endAnOverride, openADispute } from '../../api/ownership.ts';
import { t } from '../../texts/t.ts';
import { offerUndo } from '../../ui/undo.tsx';

/** Findings and tickets follow by jobs of their own, within a second or two. */
const FOLLOW_MS = 2000;

/** Everything that shows an owner is asked for again, at once and when the jobs are done. */
function useShowAgain() {
  const queries = useQueryClient();
  const ask = () =>
    Promise.all(
      ['findings', 'fixes', 'tickets', 'unowned', 'overview', 'teams', 'ownership', 'ownership/disputes'].map(
        (name) => queries.invalidateQueries({ queryKey: [name] }),
      ),
    );
  return async () => {
    setTimeout(() => void ask(), FOLLOW_MS);
    await ask();
  };
}

/** "This is ours", with a way back. */
export function useTakeOver() {
  const showAgain = useShowAgain();
  const ending = useMutation({ mutationFn: endAnOverride, onSettled: showAgain });
  return useMutation({
    mutationFn: (body: z.input<typeof addOverride>) => addAnOverride(body),
    onSuccess: ({ id, team }) =>
      offerUndo(
        t('override {id}', { id }),
        t('It belongs to {name} for now. A file should say so soon.', { name: team.name }),
        () => ending.mutate(id),
      ),
    onSettled: showAgain,
  });
}

/** "Not ours": whoever opened a dispute may take it back. */
export function useDispute() {
  const showAgain = useShowAgain();
  const deciding = useMutation({
    mutationFn: ({ id, ...body }: { id: string } & z.input<typeof decideDispute>) => decideADispute(id, body),
    onSettled: showAgain,
  });
  const opening = useMutation({
    mutationFn: (body: z.input<typeof openDispute>) => openADispute(body),
    onSuccess: ({ items }) => {
      const [first] = items;
      if (!first) return;
      offerUndo(
        t('dispute {id}', { id: first.id }),
        t('{arbiter} decides. Until then it stays where it is.', { arbiter: first.arbiter }),
        () => deciding.mutate({ id: first.id, outcome: 'withdrawn', note: t('Taken back.'), together: true }),
      );
    },
    onSettled: showAgain,
  });
  return { opening, deciding };
}
