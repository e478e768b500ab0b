import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { HappenedEvent } from '../../../platform/outbox/events.ts';
import { ensureDefaultPolicy, loadActivePolicy } from '../public.ts';
import { DEFAULT_POLICY } from '../pure.ts';
import { documentRoutes } from './routes.ts';

type Headers = Record<string, string>;

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
const published: HappenedEvent[] = [];
let kim: Headers;
let robin: Headers;
let developer: Headers;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  const { db } = database;
  const publish = async (_tx: unknown, event: HappenedEvent) => void published.push(event);
  await server.app.register(documentRoutes({ db, clock: server.clock, publish }));
  await server.app.ready();
  kim = await server.cookieOf('kim@acme.example', ['security']);
  robin = await server.cookieOf('robin@acme.example', ['security']);
  developer = await server.cookieOf('dev@acme.example');
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate policy_activation, policy_version');
  await ensure();
  published.length = 0;
});

const ensure = () => database.db.transaction().execute((tx) => ensureDefaultPolicy(tx, server.clock.now()));
const document = (note: string) => `${DEFAULT_POLICY}# ${note}\n`;

async function ask(method: 'GET' | 'POST', path: string, headers: Headers, payload?: object) {
  const url = `/api/v1/policy${path}`;
  const answer = await server.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json(), etag: answer.headers['etag'] as string };
}
const draft = async (headers: Headers, note: string, more: object = {}) => {
  const { body } = await ask('POST', '/versions', headers, {
    document: document(note),
    reason: note,
    ...more,
  });
  return body.version as number;
};
const approve = (headers: Headers, version: number) => ask('POST', `/versions/${version}/approve`, headers);
const activate = (headers: Headers, version: number, more: object = {}) =>
  ask('POST', `/versions/${version}/activate`, headers, { reason: 'as agreed', ...more });
const inForce = async () => (await loadActivePolicy(database.db)).label;

describe('a version of the policy', () => {
  it('is drafted, approved by somebody else and activated; each step has its author and an audit entry', async () => {
    const version = await draft(kim, 'half a day for P0');
    expect(await inForce()).toBe('default@1');
    expect((await approve(robin, version)).body).toMatchObject({
      state: 'approved',
      approvedBy: 'robin@acme.example',
    });
    server.clock.advance(1000);
    expect((await activate(kim, version, { again: true })).body).toMatchObject({
      state: 'active',
      label: `policy@${version}`,
      author: 'kim@acme.example',
      reason: 'half a day for P0',
      basedOn: 1,
      activations: [{ actor: 'kim@acme.example', reason: 'as agreed', again: true }],
    });
    expect(await inForce()).toBe(`policy@${version}`);
    expect(published).toEqual([{ type: 'policy.activated', version, again: true }]);
    const { rows } = await database.pool.query<{ action: string; actor: string }>(
      'select action, actor from audit_entry where subject = $1 order by id',
      [`policy@${version}`],
    );
    expect(rows.map(({ action }) => action)).toEqual(['policy.draft', 'policy.approve', 'policy.activate']);
  });

  it('does not come into force without an approval', async () => {
    const version = await draft(kim, 'alone');
    expect((await activate(kim, version)).status).toBe(409);
    expect(await inForce()).toBe('default@1');
  });

  it('is not approved by whoever wrote it while somebody else could', async () => {
    const version = await draft(kim, 'alone');
    const refused = await approve(kim, version);
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('somebody else');
  });

  it('is approved by its author in a house of one', async () => {
    const version = await draft(kim, 'alone');
    await database.pool.query(`update person set disabled_at = now() where email like 'robin%'`);
    try {
      expect((await approve(kim, version)).body.state).toBe('approved');
    } finally {
      await database.pool.query(`update person set disabled_at = null where email like 'robin%'`);
    }
  });

  it('rolls back by activating an older version again, with a reason; nothing is rewritten', async () => {
    const version = await draft(kim, 'too strict');
    await approve(robin, version);
    await activate(kim, version);
    server.clock.advance(1000);
    const back = await activate(robin, 1, { reason: 'too many tickets' });
    expect(back.body).toMatchObject({ state: 'active', version: 1 });
    expect(await inForce()).toBe('default@1');
    const { body } = await ask('GET', '/versions', developer);
    expect(body.items).toMatchObject([
      { version, state: 'past' },
      { version: 1, state: 'active' },
    ]);
    expect((await ask('GET', '', developer)).body.activated).toMatchObject({ reason: 'too many tickets' });
    // A start does not undo what a person chose, even if the release brings another default.
    await database.pool.query(`update policy_version set document = document || '# older' where version = 1`);
    await ensure();
    expect(await inForce()).toBe('default@1');
  });

  it('may be withdrawn until it was in force', async () => {
    const version = await draft(kim, 'no longer');
    expect((await ask('POST', `/versions/${version}/withdraw`, kim)).body.state).toBe('withdrawn');
    expect((await approve(robin, version)).status).toBe(409);
    expect((await activate(robin, version)).status).toBe(409);
    expect((await ask('POST', '/versions/1/withdraw', kim)).status).toBe(409);
  });

  it('activated twice is activated once', async () => {
    const version = await draft(kim, 'twice');
    await approve(robin, version);
    await Promise.all([activate(kim, version), activate(robin, version)]);
    const { body } = await ask('GET', `/versions/${version}`, developer);
    expect(body.activations).toHaveLength(1);
    expect(published).toHaveLength(1);
  });
});

describe('two who edit at once', () => {
  it('notice each other: the second is told of the newer version and its tag', async () => {
    const { etag } = await ask('GET', '', kim);
    const first = await ask(
      'POST',
      '/versions',
      { ...kim, 'if-match': etag },
      { document: document('a'), reason: 'first' },
    );
    expect(first.status).toBe(201);
    const second = await ask(
      'POST',
      '/versions',
      { ...robin, 'if-match': etag },
      { document: document('b'), reason: 'second' },
    );
    expect(second).toMatchObject({ status: 412, body: { code: 'LK-PRECONDITION' }, etag: first.etag });
    expect(second.body.detail).toContain(
      `version ${first.body.version} was saved by kim@acme.example: first`,
    );
    expect(second.etag).not.toBe(etag);
    const merged = await ask(
      'POST',
      '/versions',
      { ...robin, 'if-match': second.etag },
      { document: document('b'), reason: 'both' },
    );
    expect(merged.status).toBe(201);
  });

  it('do not activate over what they have not seen', async () => {
    const { etag } = await ask('GET', '', kim);
    await draft(robin, 'meanwhile');
    expect(
      (await ask('POST', '/versions/1/activate', { ...kim, 'if-match': etag }, { reason: 'x' })).status,
    ).toBe(412);
  });
});

describe('the last good version', () => {
  it('stays in force when a draft cannot be used, and the answer names line and column', async () => {
    const bad = await ask('POST', '/versions', kim, {
      document: DEFAULT_POLICY.replace('intel.exploited &&', 'intel.exploted &&'),
      reason: 'slip',
    });
    expect(bad.status).toBe(400);
    expect(bad.body.detail).toContain('20:18: priority.2.when: there is no fact called exploted in intel');
    expect((await ask('GET', '/versions', kim)).body.items).toHaveLength(1);
  });

  it('decides when this release cannot read the active document, and the page is told', async () => {
    const version = await draft(kim, 'of another release');
    await approve(robin, version);
    await activate(kim, version);
    await database.pool.query(`update policy_version set document = 'apiVersion: v9' where version = $1`, [
      version,
    ]);
    expect(await inForce()).toBe('default@1');
    const { body } = await ask('GET', '', developer);
    expect(body).toMatchObject({ label: `policy@${version}`, standIn: { label: 'default@1' }, priority: [] });
  });
});

describe('reading and checking', () => {
  it('is for everybody who is signed in; changing is for security', async () => {
    const { body, etag } = await ask('GET', '', developer);
    expect(etag).toBe('"policy-1-1"');
    expect(body.priority[1]).toEqual({
      id: 'live-secret',
      when: 'finding.kind == "secret" && finding.verified',
      words: 'its kind is secret, and the credential works',
      outcome: 'P0',
      because: 'a working credential is in the open',
    });
    expect((await ask('POST', '/versions', developer, { document: document('x'), reason: 'x' })).status).toBe(
      403,
    );
    expect((await approve(developer, 1)).status).toBe(403);
    expect((await activate(developer, 1)).status).toBe(403);
  });

  it('checks a document without saving it', async () => {
    const slip = DEFAULT_POLICY.replace('finding.severity == "medium"', 'finding.severity == "medum"');
    expect((await ask('POST', '/check', developer, { document: slip })).body).toMatchObject({
      valid: true,
      problems: [],
      warnings: [{ line: 56 }],
    });
    expect((await ask('POST', '/check', developer, { document: 'priority: [' })).body.valid).toBe(false);
  });

  it('tells what changed between any two versions', async () => {
    const version = await draft(kim, 'a line more');
    const { body } = await ask('GET', `/versions/1/diff/${version}`, developer);
    expect(body).toMatchObject({ from: 1, to: version, added: 1, removed: 0 });
    expect(body.patch).toContain('+# a line more');
    expect((await ask('GET', '/versions/1/diff/1', developer)).body.patch).toBe('');
    expect((await ask('GET', '/versions/1/diff/99', developer)).status).toBe(404);
  });

  it('names who waits with a newer version', async () => {
    const version = await draft(kim, 'waits');
    expect((await ask('GET', '', developer)).body.waiting).toMatchObject({
      version,
      author: 'kim@acme.example',
    });
  });

  it('serves the schema to editors without a sign-in', async () => {
    const answer = await server.app.inject('/schemas/policy.v1.json');
    expect(answer.headers['content-type']).toContain('application/schema+json');
    expect(answer.json().properties).toHaveProperty('deadlines');
    const again = await server.app.inject({
      url: '/schemas/policy.v1.json',
      headers: { 'if-none-match': answer.headers['etag'] as string },
    });
    expect(again.statusCode).toBe(304);
  });
});
