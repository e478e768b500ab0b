import { createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { queryClient } from '../api/query-client.ts';
import { toolQuery, toolsQuery } from '../api/tools.ts';
import { inside } from './inside.tsx';
import { insightSearch } from './search.ts';

/** What all insights share: one filter in the address. */
const insights = createRoute({
  getParentRoute: () => inside,
  path: '/insights',
  validateSearch: insightSearch,
  component: Outlet,
});

const insightsOpen = createRoute({
  getParentRoute: () => insights,
  path: '/',
  component: lazyRouteComponent(() => import('../features/insights/open-page.tsx'), 'OpenPage'),
});

const insightsFlow = createRoute({
  getParentRoute: () => insights,
  path: '/flow',
  component: lazyRouteComponent(() => import('../features/insights/flow-page.tsx'), 'FlowPage'),
});

const insightsPhases = createRoute({
  getParentRoute: () => insights,
  path: '/phases',
  component: lazyRouteComponent(() => import('../features/insights/phases-page.tsx'), 'PhasesPage'),
});

const insightsCompare = createRoute({
  getParentRoute: () => insights,
  path: '/compare',
  component: lazyRouteComponent(() => import('../features/insights/compare-page.tsx'), 'ComparePage'),
});

const insightsCoverage = createRoute({
  getParentRoute: () => insights,
  path: '/coverage',
  component: lazyRouteComponent(
    () => import('../features/insights/checks/coverage-page.tsx'),
    'CoveragePage',
  ),
});

const insightsTrust = createRoute({
  getParentRoute: () => insights,
  path: '/trust',
  component: lazyRouteComponent(
    () => import('../features/insights/rules/trust-insight-page.tsx'),
    'TrustInsightPage',
  ),
});

const tools = createRoute({
  getParentRoute: () => inside,
  path: '/tools',
  loader: () => void queryClient.prefetchQuery(toolsQuery),
  component: lazyRouteComponent(() => import('../features/tools/tools-page.tsx'), 'ToolsPage'),
});

const tool = createRoute({
  getParentRoute: () => inside,
  path: '/tools/$tool',
  loader: ({ params }) => void queryClient.prefetchQuery(toolQuery(params.tool)),
  component: lazyRouteComponent(() => import('../features/tools/tool-page.tsx'), 'ToolPage'),
});

const insightsTargets = createRoute({
  getParentRoute: () => insights,
  path: '/targets',
  component: lazyRouteComponent(() => import('../features/insights/targets/targets-page.tsx'), 'TargetsPage'),
});

export const insightRoutes = [
  tools,
  tool,
  insights.addChildren([
    insightsOpen,
    insightsFlow,
    insightsPhases,
    insightsCompare,
    insightsTargets,
    insightsCoverage,
    insightsTrust,
  ]),
] as const;
