import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Changes something about the account, and looks at it again. */
export function useSecurityChange<Given = void, Result = unknown>(
  change: (given: Given) => Promise<Result>,
  done?: (result: Result) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      done?.(result);
      await queries.invalidateQueries({ queryKey: ['security'] });
    },
  });
}
