import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAcmeHouse } from '../../../../test/harness/acme-house.ts';
import { gitleaks } from '../../../../test/harness/reports.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { BulkChange, BulkRequest } from '../../../contract/bulk.ts';
import type { FindingPage } from '../../../contract/findings.ts';
import { findingRoutes } from '../../findings/public.ts';
import { exceptionRoutes, trustRoutes } from '../../policy/public.ts';
import { bulkRoutes } from './routes.ts';

type Headers = Record<string, string>;
type Method = 'GET' | 'POST' | 'DELETE';

let home: Awaited<ReturnType<typeof openAcmeHouse>>;
let server: Awaited<ReturnType<typeof testServer>>;
let dev: Headers;
let champion: Headers;

beforeAll(async () => {
  home = await openAcmeHouse();
  const { database, ids, clock, events } = home.house;
  const deps = { db: database.db, ids, clock, publish: events.publish, publishAll: events.publishAll };
  server = await testServer(database, home.clock);
  for (const routes of [findingRoutes, bulkRoutes, exceptionRoutes]) await server.app.register(routes(deps));
  await server.app.register(trustRoutes(deps));
  await server.app.ready();
  dev = await server.cookieOf('dev@acme.example', ['developer']);
  champion = await server.cookieOf('cho@acme.example', ['champion']);
}, 60_000);
afterAll(async () => {
  await server.app.close();
  await home.close();
});

async function call<Body>(who: Headers, method: Method, path: string, payload?: object) {
  const answer = await server.app.inject({
    method,
    url: `/api/v1/${path}`,
    headers: who,
    ...(payload && { payload }),
  });
  await home.settle(20_000);
  return { status: answer.statusCode, body: answer.json() as Body };
}
const idsOf = async (query: string) =>
  (await call<FindingPage>(dev, 'GET', `findings?limit=200&${query}`)).body.items.map(({ id }) => id);
const start = (who: Headers, request: BulkRequest) => call<BulkChange>(who, 'POST', 'findings/bulk', request);
const undo = (who: Headers, id: string) => call<BulkChange>(who, 'POST', `findings/bulk/${id}/undo`, {});
const labels = () =>
  home.rows<{ actor: string }>(
    `select actor from trust_label where word = 'not-useful' and undone_at is null and channel = 'page'`,
  );
const NOT_USEFUL = { kind: 'not-useful', reason: 'all test code' } as const;

it('one word is said of all that match, once, and taken back where nothing else was said since', async () => {
  const of = { filter: { team: 'basket', kind: 'code' } };
  const matching = await idsOf('team=basket&kind=code');
  expect(matching.length).toBeGreaterThan(5);
  const preview = await call<BulkChange>(dev, 'POST', 'findings/bulk/preview', { action: NOT_USEFUL, of });
  expect(preview.body).toMatchObject({ chosen: matching.length, will: matching.length, leftOut: [] });
  expect(await labels()).toHaveLength(0);

  const done = await start(dev, { action: NOT_USEFUL, of });
  expect(done).toMatchObject({ status: 201, body: { state: 'done', done: matching.length, failed: [] } });
  expect(await labels()).toHaveLength(matching.length);
  // Said again there is nothing to say.
  expect(await start(dev, { action: NOT_USEFUL, of })).toMatchObject({ status: 409 });

  home.clock.advance(60_000);
  await call(dev, 'POST', `findings/${matching[0]}/label`, { word: 'not-useful', reason: 'I looked again' });
  expect(await undo(champion, done.body.id)).toMatchObject({ status: 403 });
  const undone = await undo(dev, done.body.id);
  expect(undone.body).toMatchObject({
    state: 'undone',
    done: matching.length - 1,
    failed: [{ because: 'something else was said since', n: 1 }],
  });
  expect(await labels()).toHaveLength(1);
  expect(await undo(dev, done.body.id)).toMatchObject({
    body: { state: 'undone', done: matching.length - 1 },
  });
});

it('what is closed at once is only what that person may close, and comes back at once', async () => {
  await home.send(gitleaks([{ secret: 'one-0123456789' }, { secret: 'two-0123456789' }]), {
    repository: 'acme/secrets',
  });
  const secrets = await idsOf('kind=secret&repository=acme/secrets');
  const codes = (await idsOf('kind=code')).slice(0, 3);
  expect(secrets).toHaveLength(2);
  const request = {
    action: { kind: 'close', how: 'rotated', evidence: 'Change 12.' },
    of: { ids: [...secrets, ...codes] },
  } as const;
  const refused = await call<BulkChange>(dev, 'POST', 'findings/bulk/preview', request);
  expect(refused.body.will).toBe(0);
  expect(refused.body.leftOut).toEqual([
    { because: 'a scan closes this one by itself, as soon as it no longer finds it', n: 3 },
    { because: expect.stringContaining('role'), n: 2 },
  ]);
  const done = await start(champion, { ...request, of: { ids: [...request.of.ids] } });
  expect(done.body).toMatchObject({ chosen: 5, will: 2, done: 2, state: 'done' });
  expect(await idsOf('kind=secret&repository=acme/secrets')).toEqual([]);
  expect((await undo(champion, done.body.id)).body).toMatchObject({ state: 'undone', done: 2, failed: [] });
  expect((await idsOf('kind=secret&repository=acme/secrets')).sort()).toEqual(secrets.toSorted());
  const trail = await home.rows<{ action: string }>(
    `select action from audit_entry where subject = $1 order by id`,
    [done.body.id],
  );
  expect(trail.map(({ action }) => action)).toEqual(['finding.bulk', 'finding.bulk-undo']);
});

it('exceptions are asked for one by one, and taken back but for what was answered meanwhile', async () => {
  const ids = (await idsOf('team=search')).slice(0, 3);
  const action = { kind: 'exception', exception: 'false-positive', reason: 'test code' } as const;
  const done = await start(dev, { action, of: { ids } });
  expect(done.body).toMatchObject({ will: 3, done: 3, state: 'done' });
  const states = () =>
    home.rows<{ id: string; state: string }>(
      `select id, state from exception where reason = 'test code' order by id`,
    );
  expect((await states()).map(({ state }) => state)).toEqual(['asked', 'asked', 'asked']);
  expect((await start(dev, { action, of: { ids } })).status).toBe(409);
  await home.rows(`update exception set state = 'refused', decided_at = now() where id = $1`, [
    (await states())[0]!.id,
  ]);
  const back = await undo(dev, done.body.id);
  expect(back.body).toMatchObject({ state: 'undone', done: 2, failed: [{ n: 1 }] });
  expect((await states()).map(({ state }) => state).sort()).toEqual(['refused', 'withdrawn', 'withdrawn']);
});

it('many are done by a job that tells how far it is', async () => {
  await home.rows(
    `insert into finding select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'key', gen_random_uuid(),
       'lead_id', null, 'fix_id', null, 'title', 'Copied'))).* from finding f, generate_series(1, 260)
     where f.id = (select id from finding where kind = 'code' and state = 'open' order by id limit 1)`,
  );
  const said = (await labels()).length;
  const started = await start(dev, { action: NOT_USEFUL, of: { filter: { text: 'copied' } } });
  expect(started).toMatchObject({ status: 201, body: { will: 260 } });
  await home.settle(20_000);
  const now = await call<BulkChange>(dev, 'GET', `findings/bulk/${started.body.id}`);
  expect(now.body).toMatchObject({ state: 'done', done: 260 });
  expect((await labels()).length).toBe(said + 260);
});

it.each([
  [{ action: NOT_USEFUL, of: { ids: ['fnd_x'] } }, 'is not the id of a finding'],
  [{ action: NOT_USEFUL, of: { filter: { priority: 'P9' } } }, 'of.filter.priority'],
  [{ action: { kind: 'remove' }, of: { ids: ['x'] } }, ''],
])('what cannot be meant is refused: %j', async (request, words) => {
  const answer = await call<{ detail: string }>(dev, 'POST', 'findings/bulk', request);
  expect(answer.status).toBe(400);
  expect(answer.body.detail).toContain(words);
});

it('waits as a job of the same transaction: a few, too, are done by another when whoever asked dies', async () => {
  const [id] = await idsOf('team=basket&kind=code');
  await home.rest();
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/findings/bulk',
    headers: champion,
    payload: { action: NOT_USEFUL, of: { ids: [id!] } },
  });
  expect(answer.json()).toMatchObject({ state: 'running', done: 0, will: 1 });
  expect(
    await home.rows(`select id from graphile_worker.jobs where task_identifier = 'bulk-change'`),
  ).toHaveLength(1);
});
