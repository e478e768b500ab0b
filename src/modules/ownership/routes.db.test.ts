import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { testServer } from '../../../test/harness/server.ts';
import { organisationRoutes } from '../organisation/public.ts';
import { ownershipRoutes } from './public.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let admin: Record<string, string>;
let developer: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  const deps = { db: database.db, clock: server.clock, ids: server.ids };
  await server.app.register(organisationRoutes(deps));
  await server.app.register(ownershipRoutes(deps));
  await server.app.ready();
  admin = await server.cookieOf('admin@acme.example', ['admin']);
  developer = await server.cookieOf('dev@acme.example');
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

async function importYaml(headers: Record<string, string>, payload: string | Buffer) {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/organisation/import',
    headers: { ...headers, 'content-type': 'application/yaml' },
    payload,
  });
  return { status: answer.statusCode, body: answer.json() };
}
async function sendFiles(headers: Record<string, string>, files: object[]) {
  const url = `/api/v1/repositories/${encodeURIComponent('acme/shop')}/ownership-files`;
  const answer = await server.app.inject({ method: 'POST', url, headers, payload: { files } });
  return { status: answer.statusCode, body: answer.json() };
}
async function resolve(headers: Record<string, string>, query: Record<string, string>) {
  const answer = await server.app.inject({ method: 'GET', url: '/api/v1/ownership/resolve', headers, query });
  return { status: answer.statusCode, body: answer.json() };
}

describe('the organisation and its ownership files', () => {
  it('go in as text and come out as an owner with the reason', async () => {
    expect(await importYaml(admin, 'teams: [{ key: ledger, queue: LED, manager: mo }]')).toMatchObject({
      status: 200,
      body: { teams: { added: 1, changed: 0, same: 0 } },
    });
    const content = 'apiVersion: lanekeeper.dev/v1\nowner: ledger\nfoo: 1\n';
    expect(await sendFiles(admin, [{ path: 'about.yaml', content }])).toMatchObject({
      status: 200,
      body: { problems: [{ file: 'about.yaml', line: 3, level: 'warning' }] },
    });
    expect(await resolve(developer, { repository: 'acme/shop', path: 'src/x.ts' })).toMatchObject({
      status: 200,
      body: {
        owner: 'ledger',
        because: ['ledger, because about.yaml:2 owner "ledger"'],
        contact: { queue: 'LED', manager: 'mo' },
        codeowners: null,
      },
    });
  });

  it('say whose a resource is, too, with the same trail', async () => {
    const resources = 'resources: [{ kind: network, pattern: 10.0.0.0/8, owner: ledger }]';
    expect(await importYaml(admin, resources)).toMatchObject({ body: { resources: { added: 1 } } });
    expect(await resolve(developer, { resource: 'host:10.1.2.3' })).toMatchObject({
      status: 200,
      body: {
        resource: 'host:10.1.2.3',
        owner: 'ledger',
        because: ['ledger, because organisation.yaml:1 resources "network 10.0.0.0/8"'],
        contact: { queue: 'LED', manager: 'mo' },
        repository: null,
      },
    });
    const wrong: Record<string, string>[] = [
      {},
      { resource: 'planet:mars' },
      { resource: 'host:a', repository: 'acme/shop' },
    ];
    for (const query of wrong) expect(await resolve(developer, query)).toMatchObject({ status: 400 });
  });

  it('are written by admins and security only, and read by all who are signed in', async () => {
    expect(await importYaml(developer, 'teams: []')).toMatchObject({ status: 403 });
    expect(await sendFiles(developer, [])).toMatchObject({ status: 403 });
    expect(await resolve({}, { repository: 'acme/shop' })).toMatchObject({ status: 401 });
  });

  it.each([
    ['teams:\n  - kee: a\n', 'organisation.yaml:2:5'],
    [Buffer.from('teams: [{ key: \xFF }]', 'latin1'), 'organisation.yaml:1:16: the file is not valid UTF-8'],
  ])('with a mistake answer 400 and the place', async (text, place) => {
    const { status, body } = await importYaml(admin, text);
    expect([status, body.code]).toEqual([400, 'LK-VALIDATION']);
    expect(body.detail).toContain(place);
  });

  it('answer a stable code for what is not there or cannot be', async () => {
    expect(await resolve(admin, { repository: 'acme/none' })).toMatchObject({
      status: 404,
      body: { code: 'LK-NOT-FOUND' },
    });
    expect(await resolve(admin, { repository: 'a\0b' })).toMatchObject({
      status: 400,
      body: { code: 'LK-VALIDATION' },
    });
    const files = [{ path: '../about.yaml', content: '' }];
    expect(await sendFiles(admin, files)).toMatchObject({ status: 400, body: { code: 'LK-VALIDATION' } });
  });
});
