import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { meQuery } from '../api/access.ts';
import { ApiProblem } from '../api/problem.ts';
import { queryClient } from '../api/query-client.ts';
import { Shell } from '../ui/shell.tsx';
import { BrokenPage, WaitingPage } from './faces.tsx';

export const root = createRootRoute({ component: Outlet });

/** Everything but the sign-in page: for those who are signed in. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ location }) => {
    try {
      return { me: await queryClient.ensureQueryData(meQuery) };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      const to = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: { to }, replace: true });
    }
  },
  errorComponent: BrokenPage,
  pendingComponent: () => (
    <main>
      <WaitingPage />
    </main>
  ),
  component: function Inside() {
    return (
      <Shell me={inside.useRouteContext().me}>
        <Outlet />
      </Shell>
    );
  },
});
