import diagnostics from 'node:diagnostics_channel';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../src/app/server.ts';
import { ROLES, type Role, SCOPES, type Scope } from '../src/contract/access.ts';
import type { AboutKind, RouteAccess } from '../src/modules/access/actor.ts';
import { BODIES, CALLERS, type Caller, ENDLESS, ENDS_SESSION, MATRIX } from './access-matrix.ts';
import { type Headers, type MatrixWorld, matrixWorld } from './harness/matrix-world.ts';

let world: MatrixWorld;
let server: RunningServer;
const routes = new Map<string, RouteAccess | undefined>();
const heads = new Map<string, RouteAccess | undefined>();
const asking = new Map<Caller, Headers>();
const callers = Object.keys(CALLERS) as Caller[];

/** Fastify tells of itself while it is made: what is registered cannot hide. */
const listen = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
    for (const one of [method].flat()) {
      if (one === 'HEAD') heads.set(`GET ${url}`, config?.access);
      else routes.set(`${one} ${url}`, config?.access);
    }
  });
};

beforeAll(async () => {
  world = await matrixWorld();
  diagnostics.subscribe('fastify.initialization', listen);
  server = await startServer(world.house, { port: 0 });
  for (const caller of callers) asking.set(caller, await headersOf(caller));
});
afterAll(async () => {
  diagnostics.unsubscribe('fastify.initialization', listen);
  await server.close();
  await world.close();
});

const BY_ROLE: Partial<Record<Caller, Role>> = Object.fromEntries(ROLES.map((role) => [role[0], role]));
const BY_SCOPE: Partial<Record<Caller, Scope>> = { r: 'read', w: 'scans:write', i: 'scim', t: 'admin' };

async function headersOf(caller: Caller): Promise<Headers> {
  if (caller === 'n') return {};
  const role = BY_ROLE[caller];
  if (role) return world.session(await world.person(role, [role]));
  const scope = BY_SCOPE[caller];
  if (scope) return world.bearer([scope]);
  if (caller === 'o') return world.bearer(SCOPES, await world.person('developer', ['developer']));
  if (caller === 'v') return world.service(['scans:write', 'read']);
  return limited(caller);
}

/** People without a role that holds everywhere. */
async function limited(caller: Caller): Promise<Headers> {
  const id = await world.person(caller === 'M' ? 'named' : `limited-${caller}`, []);
  if (caller === 'C') await world.grant(id, 'champion', { team: 'right' });
  if (caller === 'S') await world.grant(id, 'security', { team: 'right' });
  if (caller === 'U') await world.grant(id, 'security', { unit: 'above' });
  if (caller === 'X') {
    await world.grant(id, 'champion', { team: 'other' });
    await world.grant(id, 'security', { unit: 'beside' });
  }
  return world.session(id);
}

const NO_ID = 'f'.repeat(32);
/** No route takes it: what is allowed is refused for its content, and changes nothing. */
const POISON = Object.fromEntries(
  ['name', 'note', 'text', 'title', 'state', 'word', 'assignee', 'priority', 'role'].map((field) => [
    field,
    [],
  ]),
);

/** What the route is about is there, in the team that the limited ones have rights for; all else is not. */
function addressOf(route: string): string {
  const access = routes.get(route);
  const about = Object.entries((access !== 'public' && access?.about) || {})[0] as
    | [AboutKind, string]
    | undefined;
  const named = (parameter: string) =>
    about?.[1] === parameter ? encodeURIComponent(world.things[about[0]]) : NO_ID;
  return (
    route
      .slice(route.indexOf(' ') + 1)
      .replace(/:(\w+)/g, (_, parameter: string) => named(parameter))
      .replace('*', 'nothing') + (ENDLESS[route] ?? '')
  );
}

async function isRefused(route: string, caller: Caller): Promise<boolean> {
  const method = route.split(' ')[0] as 'GET';
  const headers = ENDS_SESSION.has(route) ? await headersOf(caller) : asking.get(caller)!;
  const { statusCode } = await server.app.inject({
    method,
    url: addressOf(route),
    headers,
    ...(!['GET', 'TRACE'].includes(method) && { payload: BODIES[route] ?? POISON }),
  });
  return statusCode === 401 || statusCode === 403;
}

it('every route of the server has its line, and every line its route', () => {
  expect([...routes.keys()].sort()).toEqual(Object.keys(MATRIX).sort());
});

it('asking for the head alone needs what asking for the whole needs', () => {
  for (const [route, access] of heads)
    expect(isDeepStrictEqual(access, routes.get(route)), `HEAD of ${route}`).toBe(true);
});

it.each(Object.entries(MATRIX))('%s: %s', async (route, expected) => {
  const through: string[] = [];
  for (const caller of callers) if (!(await isRefused(route, caller))) through.push(CALLERS[caller]);
  const named = callers.filter((caller) => expected.includes(caller));
  expect(through).toEqual(named.map((caller) => CALLERS[caller]));
});
