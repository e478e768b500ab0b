import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Correlation } from '../../../contract/correlation.ts';
import type { Finding } from '../../../contract/findings.ts';
import { decideACorrelation, undoACorrelation } from '../../api/correlation.ts';
import { findingQuery } from '../../api/findings.ts';
import { t } from '../../texts/t.ts';
import { hideUndo, offerUndo } from '../../ui/undo.tsx';
import { type Decision, undoOf } from './correlation-words.ts';

/** The answer is shown at once; history, fix, ticket and lists are asked for again. */
async function show(queries: QueryClient, id: string, correlation: Correlation): Promise<void> {
  queries.setQueryData(findingQuery(id).queryKey, (known) => known && { ...known, correlation });
  await Promise.all(
    ['findings', 'fixes', 'tickets'].map((name) => queries.invalidateQueries({ queryKey: [name] })),
  );
}

/** One toast for two findings: a newer decision on them takes its place. */
const toastOf = (id: string, other: string): string => t('undo {id} {other}', { id, other });

const DONE = {
  same: t('Taken for the same from now on, over every later scan.'),
  different: t('Kept apart from now on, over every later scan.'),
};

/** Joining, parting and undoing; every verdict can be taken back from the toast it answers with. */
export function useCorrelation({ id, correlation }: Finding) {
  const queries = useQueryClient();
  const undoing = useMutation({
    mutationFn: ({ other, before }: { other: string; before: Decision | null }) =>
      before ? decideACorrelation(id, before) : undoACorrelation(id, other),
    onSuccess: (answer) => show(queries, id, answer),
  });
  const deciding = useMutation({
    mutationFn: (decision: Decision) => decideACorrelation(id, decision),
    onMutate: (decision) => undoOf(correlation, decision),
    onSuccess: async (answer, decision, before) => {
      const { other, verdict } = decision;
      offerUndo(toastOf(id, other), DONE[verdict], () => undoing.mutate({ other, before }));
      await show(queries, id, answer);
    },
  });
  return {
    decide: deciding.mutateAsync,
    /** Takes a verdict back for good: what the tools say counts again. */
    undo: (other: string) => {
      hideUndo(toastOf(id, other));
      undoing.mutate({ other, before: null });
    },
    busy: deciding.isPending || undoing.isPending,
    error: deciding.error ?? undoing.error,
  };
}
