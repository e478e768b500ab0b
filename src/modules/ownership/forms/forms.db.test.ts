import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { organisationRoutes } from '../../organisation/public.ts';
import { ownershipRoutes } from '../public.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let admin: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  const deps = { db: database.db, clock: server.clock, ids: server.ids };
  await server.app.register(organisationRoutes(deps));
  await server.app.register(ownershipRoutes(deps));
  await server.app.ready();
  admin = await server.cookieOf('admin@acme.example', ['admin']);
  await server.app.inject({
    method: 'POST',
    url: '/api/v1/organisation/import',
    headers: { ...admin, 'content-type': 'application/yaml' },
    payload: 'teams: [{ key: shop }, { key: web }]',
  });
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

async function send(files: Record<string, string>) {
  const answer = await server.app.inject({
    method: 'POST',
    url: `/api/v1/repositories/${encodeURIComponent('acme/shop')}/ownership-files`,
    headers: admin,
    payload: { files: Object.entries(files).map(([path, content]) => ({ path, content })) },
  });
  return { status: answer.statusCode, problems: answer.json().problems };
}
async function ownerOf(path: string) {
  const query = { repository: 'acme/shop', path };
  const url = '/api/v1/ownership/resolve';
  return (await server.app.inject({ method: 'GET', url, headers: admin, query })).json();
}

describe('ownership files of other forms', () => {
  it('are kept and answer, each by its name', async () => {
    const files = {
      'a/catalog-info.yml': 'kind: Component\nspec: { owner: shop }',
      'b/service.datadog.yaml': 'schema-version: v2.2\ndd-service: b\nteam: web',
      'c/entity.datadog.yml': 'apiVersion: v3\nkind: service\nmetadata: { name: c, owner: shop }',
      'd/opslevel.yml': 'service: { owner: web }',
      'e/cortex.yaml': 'info: { x-cortex-tag: e, x-cortex-owners: [{ type: group, name: shop }] }',
      '.about.yml': 'full_name: All',
      '.github/SECURITY-INSIGHTS.yml': 'header: { schema-version: 2.0.0 }',
    };
    expect(await send(files)).toEqual({ status: 200, problems: [] });
    const owners = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((folder) => ownerOf(`${folder}/x`)));
    expect(owners.map(({ owner }) => owner)).toEqual(['shop', 'web', 'shop', 'web', 'shop']);
  });

  it('keep their last good version in force when they become unreadable, and say where', async () => {
    await send({ 'catalog-info.yaml': 'kind: Component\nspec: { owner: web }' });
    const { problems } = await send({ 'catalog-info.yaml': 'kind: Component\nspec: { owner: [' });
    expect(problems).toMatchObject([
      { file: 'catalog-info.yaml', level: 'warning', code: 'syntax', line: 2 },
    ]);
    expect(await ownerOf('x')).toMatchObject({ owner: 'web' });
  });

  it.each(['SECURITY-INSIGHTS.md', 'x/.about.yml', 'docs/security-insights.yml', 'my-catalog-info.yaml'])(
    '%s is none, so it is refused',
    async (path) => {
      expect((await send({ [path]: 'a' })).status).toBe(400);
    },
  );
});

describe('GET /schemas/about.v1.json', () => {
  it('answers anybody, lets itself be kept, and is not sent twice', async () => {
    const url = '/schemas/about.v1.json';
    const answer = await server.app.inject({ method: 'GET', url });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('application/schema+json');
    expect(answer.headers['cache-control']).toContain('public');
    expect(answer.json()).toMatchObject({ required: ['apiVersion', 'owner'] });
    const again = await server.app.inject({
      method: 'GET',
      url,
      headers: { 'if-none-match': String(answer.headers.etag) },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });
});
