import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AskException, Exception, ExtendException } from '../../../contract/exceptions.ts';
import { askForAnException, extendAnException, sayOfAnException, type Word } from '../../api/exceptions.ts';
import { t } from '../../texts/t.ts';
import { offerUndo } from '../../ui/undo.tsx';

/** Findings and tickets follow by jobs of their own, within a second or two. */
const FOLLOW_MS = 2000;

/** Everything that shows what is let off is asked for again, at once and when the jobs are done. */
export function useShowAgain() {
  const queries = useQueryClient();
  const ask = () =>
    Promise.all(
      ['exceptions', 'findings', 'fixes', 'tickets', 'overview', 'teams'].map((name) =>
        queries.invalidateQueries({ queryKey: [name] }),
      ),
    );
  return async () => {
    setTimeout(() => void ask(), FOLLOW_MS);
    await ask();
  };
}

/** Asking, deciding and ending, each with a way back. */
export function useExceptions() {
  const showAgain = useShowAgain();
  const undoing = useMutation({
    mutationFn: ({ id, state }: Exception) =>
      sayOfAnException(id, state === 'granted' ? 'revoke' : 'withdraw', t('Taken back at once.')),
    onSettled: showAgain,
  });
  const offer = (made: Exception) => {
    const granted = made.state === 'granted';
    if (!(granted ? made.you.revoke : made.you.withdraw)) return;
    offerUndo(
      t('exception {id}', { id: made.id }),
      granted
        ? t('Granted. Nobody has to work on it now.')
        : t('Asked. {decides}', { decides: made.decides }),
      () => undoing.mutate(made),
    );
  };
  const asking = useMutation({
    mutationFn: (body: AskException) => askForAnException(body),
    onSuccess: offer,
    onSettled: showAgain,
  });
  const saying = useMutation({
    mutationFn: ({ id, word, note }: { id: string; word: Word; note: string | null }) =>
      sayOfAnException(id, word, note),
    onSuccess: (made, { word }) => {
      if (word === 'grant' && made.state === 'granted') offer(made);
    },
    onSettled: showAgain,
  });
  const extending = useMutation({
    mutationFn: ({ id, ...body }: { id: string } & ExtendException) => extendAnException(id, body),
    onSuccess: offer,
    onSettled: showAgain,
  });
  return { asking, saying, extending };
}
