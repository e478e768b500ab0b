import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { askQuery } from '../api/asks.ts';
import { findingQuery } from '../api/findings.ts';
import { fixQuery } from '../api/fixes.ts';
import { homeQuery, meetingQuery, unitQuery } from '../api/home.ts';
import { overviewQuery, teamQuery, teamsQuery, unownedQuery } from '../api/insight.ts';
import { coverageQuery } from '../api/ownership.ts';
import { queryClient } from '../api/query-client.ts';
import { scanQuery } from '../api/scans.ts';
import { securityQuery } from '../api/security.ts';
import { ticketQuery } from '../api/tickets.ts';
import { ruleQuery } from '../api/trust.ts';
import { inside, root } from './inside.tsx';
import { insightRoutes } from './insights.tsx';
import {
  askSearch,
  auditSearch,
  deliverySearch,
  findingSearch,
  homeSearch,
  intelligenceSearch,
  newAskSearch,
  newConnectionSearch,
  notifySearch,
  ownershipSearch,
  policyEditSearch,
  reportSearch,
  scanSearch,
  signInSearch,
  standardSearch,
  ticketSearch,
  trustSearch,
  wallSearch,
} from './search.ts';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../features/access/sign-in-page.tsx'), 'SignInPage'),
});

/** A screen on the wall needs nobody signed in: it may hold the key of a wall instead. */
const wall = createRoute({
  getParentRoute: () => root,
  path: '/wall',
  validateSearch: wallSearch,
  component: lazyRouteComponent(() => import('../features/wall/wall-page.tsx'), 'WallPage'),
});

// Loaders start to ask while the route's own code is on its way; the page shows what comes of it.

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  validateSearch: homeSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => void queryClient.prefetchQuery(homeQuery(deps.as)),
  component: lazyRouteComponent(() => import('../features/home/home-page.tsx'), 'HomePage'),
});

const units = createRoute({
  getParentRoute: () => inside,
  path: '/units',
  loader: () => void queryClient.prefetchQuery(unitQuery(null)),
  component: lazyRouteComponent(() => import('../features/home/unit-page.tsx'), 'UnitsPage'),
});

const unit = createRoute({
  getParentRoute: () => inside,
  path: '/units/$unitKey',
  loader: ({ params }) => void queryClient.prefetchQuery(unitQuery(params.unitKey)),
  component: lazyRouteComponent(() => import('../features/home/unit-page.tsx'), 'UnitPage'),
});

const meeting = createRoute({
  getParentRoute: () => inside,
  path: '/teams/$teamKey/meeting',
  loader: ({ params }) => void queryClient.prefetchQuery(meetingQuery(params.teamKey)),
  component: lazyRouteComponent(() => import('../features/home/meeting-page.tsx'), 'MeetingPage'),
});

const overview = createRoute({
  getParentRoute: () => inside,
  path: '/company',
  loader: () => void queryClient.prefetchQuery(overviewQuery),
  component: lazyRouteComponent(() => import('../features/insight/overview-page.tsx'), 'OverviewPage'),
});

const teams = createRoute({
  getParentRoute: () => inside,
  path: '/teams',
  loader: () => void queryClient.prefetchQuery(teamsQuery),
  component: lazyRouteComponent(() => import('../features/organisation/teams-page.tsx'), 'TeamsPage'),
});

const team = createRoute({
  getParentRoute: () => inside,
  path: '/teams/$teamKey',
  loader: ({ params }) => void queryClient.prefetchQuery(teamQuery(params.teamKey)),
  component: lazyRouteComponent(() => import('../features/organisation/team-page.tsx'), 'TeamPage'),
});

const findings = createRoute({
  getParentRoute: () => inside,
  path: '/findings',
  validateSearch: findingSearch,
  component: lazyRouteComponent(() => import('../features/findings/findings-page.tsx'), 'FindingsPage'),
});

const finding = createRoute({
  getParentRoute: () => inside,
  path: '/findings/$findingId',
  loader: ({ params }) => void queryClient.prefetchQuery(findingQuery(params.findingId)),
  component: lazyRouteComponent(() => import('../features/findings/finding-page.tsx'), 'FindingPage'),
});

const fix = createRoute({
  getParentRoute: () => inside,
  path: '/fixes/$fixId',
  loader: ({ params }) => void queryClient.prefetchQuery(fixQuery(params.fixId)),
  component: lazyRouteComponent(() => import('../features/findings/fix-page.tsx'), 'FixPage'),
});

const report = createRoute({
  getParentRoute: () => inside,
  path: '/report',
  validateSearch: reportSearch,
  component: lazyRouteComponent(() => import('../features/findings/report-page.tsx'), 'ReportPage'),
});

const tickets = createRoute({
  getParentRoute: () => inside,
  path: '/tickets',
  validateSearch: ticketSearch,
  component: lazyRouteComponent(() => import('../features/tickets/tickets-page.tsx'), 'TicketsPage'),
});

const ticket = createRoute({
  getParentRoute: () => inside,
  path: '/tickets/$ticketId',
  loader: ({ params }) => void queryClient.prefetchQuery(ticketQuery(params.ticketId)),
  component: lazyRouteComponent(() => import('../features/tickets/ticket-page.tsx'), 'TicketPage'),
});

const asks = createRoute({
  getParentRoute: () => inside,
  path: '/asks',
  validateSearch: askSearch,
  component: lazyRouteComponent(() => import('../features/asks/asks-page.tsx'), 'AsksPage'),
});

const newAsk = createRoute({
  getParentRoute: () => inside,
  path: '/asks/new',
  validateSearch: newAskSearch,
  component: lazyRouteComponent(() => import('../features/asks/new-ask-page.tsx'), 'NewAskPage'),
});

const ask = createRoute({
  getParentRoute: () => inside,
  path: '/asks/$askId',
  loader: ({ params }) => void queryClient.prefetchQuery(askQuery(params.askId)),
  component: lazyRouteComponent(() => import('../features/asks/ask-page.tsx'), 'AskPage'),
});

const ownership = createRoute({
  getParentRoute: () => inside,
  path: '/ownership',
  validateSearch: ownershipSearch,
  loader: () => void queryClient.prefetchQuery(coverageQuery),
  component: lazyRouteComponent(() => import('../features/ownership/ownership-page.tsx'), 'OwnershipPage'),
});

const unowned = createRoute({
  getParentRoute: () => inside,
  path: '/unowned',
  loader: () => void queryClient.prefetchQuery(unownedQuery),
  component: lazyRouteComponent(() => import('../features/ownership/unowned-page.tsx'), 'UnownedPage'),
});

const scans = createRoute({
  getParentRoute: () => inside,
  path: '/scans',
  validateSearch: scanSearch,
  component: lazyRouteComponent(() => import('../features/intake/scans-page.tsx'), 'ScansPage'),
});

const scan = createRoute({
  getParentRoute: () => inside,
  path: '/scans/$scanId',
  loader: ({ params }) => void queryClient.prefetchQuery(scanQuery(params.scanId)),
  component: lazyRouteComponent(() => import('../features/intake/scan-page.tsx'), 'ScanPage'),
});

const policy = createRoute({
  getParentRoute: () => inside,
  path: '/policy',
  component: lazyRouteComponent(() => import('../features/policy/policy-page.tsx'), 'PolicyPage'),
});

const policyTrust = createRoute({
  getParentRoute: () => inside,
  path: '/policy/trust',
  validateSearch: trustSearch,
  component: lazyRouteComponent(() => import('../features/policy/trust/trust-page.tsx'), 'TrustPage'),
});

const policyRule = createRoute({
  getParentRoute: () => inside,
  path: '/policy/trust/$tool/$rule',
  loader: ({ params }) => void queryClient.prefetchQuery(ruleQuery(params)),
  component: lazyRouteComponent(() => import('../features/policy/trust/rule-page.tsx'), 'RulePage'),
});

const policyIntelligence = createRoute({
  getParentRoute: () => inside,
  path: '/policy/intelligence',
  validateSearch: intelligenceSearch,
  component: lazyRouteComponent(() => import('../features/policy/intelligence-page.tsx'), 'IntelligencePage'),
});

const exceptions = createRoute({
  getParentRoute: () => inside,
  path: '/exceptions',
  component: lazyRouteComponent(() => import('../features/exceptions/exceptions-page.tsx'), 'ExceptionsPage'),
});

const standard = createRoute({
  getParentRoute: () => inside,
  path: '/standard',
  validateSearch: standardSearch,
  component: lazyRouteComponent(
    () => import('../features/policy/standard/standard-page.tsx'),
    'StandardPage',
  ),
});

const policyEdit = createRoute({
  getParentRoute: () => inside,
  path: '/policy/edit',
  validateSearch: policyEditSearch,
  component: lazyRouteComponent(
    () => import('../features/policy/editor/policy-editor-page.tsx'),
    'PolicyEditorPage',
  ),
});

const policyVersion = createRoute({
  getParentRoute: () => inside,
  path: '/policy/versions/$version',
  component: lazyRouteComponent(() => import('../features/policy/version-page.tsx'), 'VersionPage'),
});

const connections = createRoute({
  getParentRoute: () => inside,
  path: '/connections',
  component: lazyRouteComponent(
    () => import('../features/connections/connections-page.tsx'),
    'ConnectionsPage',
  ),
});

const newConnection = createRoute({
  getParentRoute: () => inside,
  path: '/connections/new',
  validateSearch: newConnectionSearch,
  component: lazyRouteComponent(
    () => import('../features/connections/new-connection-page.tsx'),
    'NewConnectionPage',
  ),
});

const connection = createRoute({
  getParentRoute: () => inside,
  path: '/connections/$key',
  component: lazyRouteComponent(
    () => import('../features/connections/connection-page.tsx'),
    'ConnectionPage',
  ),
});

const deliveries = createRoute({
  getParentRoute: () => inside,
  path: '/deliveries',
  validateSearch: deliverySearch,
  component: lazyRouteComponent(
    () => import('../features/connections/deliveries-page.tsx'),
    'DeliveriesPage',
  ),
});

const notify = createRoute({
  getParentRoute: () => inside,
  path: '/notify',
  validateSearch: notifySearch,
  component: lazyRouteComponent(() => import('../features/notify/notify-page.tsx'), 'NotifyPage'),
});

const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(() => import('../features/access/people-page.tsx'), 'PeoplePage'),
});

const providers = createRoute({
  getParentRoute: () => inside,
  path: '/people/providers',
  component: lazyRouteComponent(() => import('../features/access/providers-page.tsx'), 'ProvidersPage'),
});

const programs = createRoute({
  getParentRoute: () => inside,
  path: '/people/programs',
  component: lazyRouteComponent(() => import('../features/access/programs-page.tsx'), 'ProgramsPage'),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../features/access/audit-page.tsx'), 'AuditPage'),
});

const ownAccount = createRoute({
  getParentRoute: () => inside,
  path: '/me',
  loader: () => void queryClient.prefetchQuery(securityQuery),
  component: lazyRouteComponent(() => import('../features/access/me-page.tsx'), 'MePage'),
});

export const routes = root.addChildren([
  wall,
  signIn,
  inside.addChildren([
    home,
    overview,
    units,
    unit,
    teams,
    team,
    meeting,
    findings,
    finding,
    fix,
    report,
    tickets,
    ticket,
    asks,
    newAsk,
    ask,
    ownership,
    unowned,
    exceptions,
    scans,
    scan,
    policy,
    policyEdit,
    policyVersion,
    policyTrust,
    policyRule,
    policyIntelligence,
    standard,
    connections,
    newConnection,
    connection,
    deliveries,
    notify,
    people,
    providers,
    programs,
    audit,
    ownAccount,
    ...insightRoutes,
  ]),
]);
