import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAcmeHouse } from '../../../../test/harness/acme-house.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { FindingSummary } from '../../../contract/finding-summary.ts';
import type { SavedView } from '../../../contract/saved-views.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { findingRoutes } from '../../findings/public.ts';
import { fold } from '../rollup/fold.ts';
import { explorerRoutes } from './routes.ts';

type Headers = Record<string, string>;
interface Row {
  priority: number;
  severity: number;
  kind: string;
  tool: string;
  team: string;
  state: string;
  exploited: boolean;
  title: string;
}

let home: Awaited<ReturnType<typeof openAcmeHouse>>;
let server: Awaited<ReturnType<typeof testServer>>;
let dev: Headers;
let mate: Headers;
let rows: Row[];

beforeAll(async () => {
  home = await openAcmeHouse();
  const { database, ids, clock, events } = home.house;
  const deps = { db: database.db, ids, clock, publish: events.publish };
  server = await testServer(database, home.clock);
  await server.app.register(findingRoutes(deps));
  await server.app.register(explorerRoutes(deps));
  await server.app.ready();
  dev = await server.cookieOf('dev@acme.example', ['developer']);
  mate = await server.cookieOf('mate@acme.example', ['developer']);
  await home.rows(`update finding set exploited = true where path like '%part-1%'`);
  await home.rows(
    `update finding set title = '=cmd|'' /C calc''!A0, "x"' where id = (select id from finding where state = 'open' order by id limit 1)`,
  );
  await home.rows(
    `insert into membership (team_id, person_id, role)
     select t.id, p.id, 'developer' from team t, person p where t.key = 'basket' and p.email like '%@acme.example'`,
  );
  await fold(database.db, clock.now());
  rows = await home.rows<Row>(
    `select f.priority, f.severity, f.kind, s.tool, t.key as team, f.state, f.exploited, f.title from finding f
     join stream s on s.id = f.stream_id join team t on t.id = f.owner_team_id`,
  );
}, 60_000);
afterAll(async () => {
  await server.app.close();
  await home.close();
});

const get = async <Body>(path: string, who = dev) =>
  (await server.app.inject({ method: 'GET', url: `/api/v1/${path}`, headers: who })).json() as Body;
const summary = (query: string) => get<FindingSummary>(`findings/summary?${query}`);
const isOpen = ({ state }: Row) => state === 'open' || state === 'reopened';
const countBy = (those: Row[], value: (row: Row) => string) =>
  Object.fromEntries([...Map.groupBy(those, value)].map(([key, group]) => [key, group.length]));
const told = (values: { value: string; n: number | null }[]) =>
  Object.fromEntries(values.flatMap(({ value, n }) => (n ? [[value, n]] : [])));

it.each<[string, (row: Row) => boolean]>([
  ['', isOpen],
  ['team=basket', (row) => isOpen(row) && row.team === 'basket'],
  ['unit=sales', (row) => isOpen(row) && (row.team === 'basket' || row.team === 'search')],
  ['kind=code', (row) => isOpen(row) && row.kind === 'code'],
  ['exploited=true', (row) => isOpen(row) && row.exploited],
  ['state=fixed', (row) => row.state === 'fixed'],
  ['state=all&text=part-1', (row) => row.exploited],
])('the numbers of “%s” are those of its rows, from cells and counted one by one', async (query, holds) => {
  const those = rows.filter(holds);
  expect(those.length).toBeGreaterThan(0);
  const { count, more, facets, ages } = await summary(query);
  expect([count, more]).toEqual([those.length, false]);
  expect(told(facets.priority)).toEqual(countBy(those, ({ priority }) => PRIORITIES[priority]!));
  expect(told(facets.tool)).toEqual(countBy(those, ({ tool }) => tool));
  expect(ages.reduce((sum, { n }) => sum + n, 0)).toBe(those.length);
  if (!query.startsWith('kind')) expect(told(facets.kind)).toEqual(countBy(those, ({ kind }) => kind));
});

it('says in words what the filter holds', async () => {
  const open = rows.filter((row) => isOpen(row) && row.team === 'basket' && row.exploited).length;
  expect((await summary('team=basket&exploited=true')).sentence).toBe(
    `${open} open findings of Basket, known to be exploited.`,
  );
  expect((await summary('team=nobody')).sentence).toBe('No open findings of nobody.');
});

it('the age of a band finds it and all younger in the list', async () => {
  const { ages } = await summary('');
  for (const [index, { since }] of ages.entries()) {
    const younger = ages.slice(0, index + 1).reduce((sum, { n }) => sum + n, 0);
    const { items } = await get<{ items: unknown[] }>(`findings?limit=200&openedSince=${since}`);
    expect(items).toHaveLength(younger);
  }
});

it('exports what the filter holds, as cells that no spreadsheet runs', async () => {
  const answer = await server.app.inject({
    method: 'GET',
    url: '/api/v1/findings/export.csv?team=basket,search',
    headers: dev,
  });
  expect(answer.headers['content-type']).toContain('text/csv');
  const lines = answer.body.trimEnd().split('\r\n');
  expect(lines.length - 1).toBe(
    rows.filter((row) => isOpen(row) && ['basket', 'search'].includes(row.team)).length,
  );
  expect(answer.body).not.toMatch(/^(?:[^,\r\n]*,)?[=+@-]/m);
});

it.each(['%', '\\', "'); drop table finding; --", '"', 'a\0b', '_'])(
  'a hostile text is looked for as it stands: %j',
  async (text) => {
    const answer = await server.app.inject({
      method: 'GET',
      url: `/api/v1/findings?state=all&limit=200&text=${encodeURIComponent(text)}`,
      headers: dev,
    });
    expect(answer.statusCode).toBe(200);
    if (text === '%') expect(answer.json().items).toEqual([]);
  },
);

it('a text of ten thousand letters is refused', async () => {
  const url = `/api/v1/findings?text=${'x'.repeat(10_000)}`;
  expect((await server.app.inject({ method: 'GET', url, headers: dev })).statusCode).toBe(400);
});

it('views are one’s own until they are given to one’s team; others may not change them', async () => {
  const call = async (who: Headers, method: 'POST' | 'PATCH' | 'DELETE', path: string, payload: object) => {
    const answer = await server.app.inject({ method, url: `/api/v1/${path}`, headers: who, payload });
    return { status: answer.statusCode, body: (answer.body ? answer.json() : null) as SavedView };
  };
  const names = async (who: Headers) =>
    (await get<{ items: SavedView[] }>('views?page=findings', who)).items.map(({ name }) => name);
  const body = { page: 'findings', name: 'Loud ones', search: { priority: 'P0,P1' } };
  const { status, body: view } = await call(dev, 'POST', 'views', body);
  expect(status).toBe(201);
  expect(await names(mate)).toEqual([]);
  expect((await call(dev, 'POST', 'views', { ...body, name: 'loud ONES' })).status).toBe(409);
  expect((await call(dev, 'POST', 'views', { ...body, name: 'b', team: 'search' })).status).toBe(400);
  const shared = await call(dev, 'PATCH', `views/${view.id}`, { team: 'basket', name: 'Louder' });
  expect(shared.body).toMatchObject({ name: 'Louder', team: { key: 'basket' }, mine: true });
  expect(await names(mate)).toEqual(['Louder']);
  expect((await call(mate, 'PATCH', `views/${view.id}`, { name: 'x' })).status).toBe(404);
  expect((await call(mate, 'DELETE', `views/${view.id}`, {})).status).toBe(404);
  expect((await call(dev, 'DELETE', `views/${view.id}`, {})).status).toBe(204);
  expect(await names(dev)).toEqual([]);
});
