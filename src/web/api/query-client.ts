import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

/** Trying again helps when the server was away or busy, never when it said no. */
const worthAnotherTry = (error: Error) =>
  !(error instanceof ApiProblem) || error.status === 0 || error.status >= 502 || error.status === 429;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && worthAnotherTry(error),
      throwOnError: false,
    },
    mutations: { retry: false },
  },
});
