import { createRouter } from '@tanstack/react-router';
import { ApiProblem } from '../api/problem.ts';
import { queryClient } from '../api/query-client.ts';
import { BrokenPage, NoSuchPage, WaitingPage } from './faces.tsx';
import { routes } from './routes.tsx';

export const router = createRouter({
  routeTree: routes,
  defaultPreload: 'intent',
  scrollRestoration: true,
  // A page that comes quickly shows no waiting face at all.
  defaultPendingMs: 250,
  defaultPendingComponent: WaitingPage,
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: NoSuchPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

// A session that ended in the middle of the work leads to the sign-in page and back.
queryClient.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error') return;
  const { error } = event.action;
  if (!(error instanceof ApiProblem) || error.status !== 401 || event.query.queryKey[0] === 'me') return;
  queryClient.removeQueries({ queryKey: ['me'] });
  void router.invalidate();
});
