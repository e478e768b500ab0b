import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DAY, openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { reportFinding } from '../../../contract/scans.ts';
import type { FindingLabels, RuleDetail, TrustPage } from '../../../contract/trust.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { reportByHand } from '../../intake/public.ts';
import { trustRoutes } from './routes.ts';

type Headers = Record<string, string>;

let home: TestHouse;
let server: Awaited<ReturnType<typeof testServer>>;
let ada: Headers;
let security: Headers;
let ids: string[];

beforeAll(async () => {
  home = await openTestHouse();
  server = await testServer(home.house.database, home.clock);
  const { db } = home.house.database;
  await server.app.register(trustRoutes({ ...home.house, db, publishAll: home.house.events.publishAll }));
  await server.app.ready();
  ada = await server.cookieOf('ada@acme.example');
  security = await server.cookieOf('sam@acme.example', ['security']);
  await home.send(
    sarif([
      ...Array.from({ length: 3 }, (_, n) => ({ rule: 'loud', path: `src/${n}.ts`, text: `loud(${n})` })),
      { rule: 'quiet', path: 'src/q.ts', text: 'quiet()' },
    ]),
  );
  const rows = await home.rows<{ id: string }>(
    `select f.id from finding f join rule r on r.id = f.rule_id where r.key = 'loud' order by f.path`,
  );
  ids = rows.map(({ id }) => toPublicId('finding', id));
});
afterAll(async () => {
  await server.app.close();
  await home.close();
});

async function ask<Answer = { code?: string }>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  headers: Headers,
  payload?: object,
): Promise<{ status: number; body: Answer }> {
  const answer = await server.app.inject({
    method,
    url: `/api/v1/${url}`,
    headers,
    ...(payload && { payload }),
  });
  await home.settle();
  return { status: answer.statusCode, body: answer.json() as Answer };
}
const labels = (id: string, headers = ada) => ask<FindingLabels>('GET', `findings/${id}/label`, headers);
const ofLoud = 'trust/rule?tool=acmelint&rule=loud';
const inDays = (days: number) => new Date(home.clock.now().getTime() + days * DAY).toISOString();

describe('a label', () => {
  it('is one word of a person on a finding: changed by saying another, taken back, idempotent, in the audit trail', async () => {
    const [id] = ids;
    const url = `findings/${id}/label`;
    const noise = { word: 'not-useful', reason: 'The input is a constant.' };
    expect(await ask('POST', url, ada, noise)).toMatchObject({
      status: 200,
      body: { judged: true, rule: 'loud', mine: { word: 'not-useful', by: 'ada@acme.example' } },
    });
    await ask('POST', url, ada, noise);
    await ask('POST', url, security, { word: 'acknowledged' });
    expect((await labels(id!)).body.labels).toHaveLength(2);
    await ask('POST', url, ada, { word: 'acknowledged' });
    expect((await labels(id!)).body).toMatchObject({ mine: { word: 'acknowledged', reason: null } });
    expect(await ask('DELETE', url, ada)).toMatchObject({ status: 200, body: { mine: null } });
    expect(await ask('DELETE', url, ada)).toMatchObject({ status: 200 });
    const trail = await home.rows(
      `select action from audit_entry where subject = $1 and actor = 'ada@acme.example' order by id`,
      [id],
    );
    expect(trail.map(({ action }) => action)).toEqual(['finding.label', 'finding.label', 'finding.unlabel']);
    await ask('DELETE', url, security);
  });

  it('with a person’s own token is the word of that person', async () => {
    const { id: personId } = await server.linkFor('ada@acme.example');
    const { authorization } = await server.bearer(['admin'], { personId });
    await ask('POST', `findings/${ids[1]}/label`, { authorization }, { word: 'not-useful', channel: 'pull' });
    expect((await labels(ids[1]!)).body.mine).toMatchObject({ channel: 'pull', by: 'ada@acme.example' });
    await ask('DELETE', `findings/${ids[1]}/label`, ada);
  });

  it('is refused to nobody, to programs of nobody, for words that are scans’, unknown findings and findings by hand', async () => {
    const url = `findings/${ids[0]}/label`;
    const word = { word: 'acknowledged' };
    expect(await ask('POST', url, {}, word)).toMatchObject({ status: 401 });
    const { authorization } = await server.bearer(['admin']);
    expect(await ask('POST', url, { authorization }, word)).toMatchObject({ status: 403 });
    for (const wrong of [
      { word: 'fixed' },
      { word: 'acknowledged', channel: 'scan' },
      { ...word, reason: '' },
    ])
      expect(await ask('POST', url, ada, wrong)).toMatchObject({ status: 400 });
    for (const unknown of [toPublicId('finding', '01900000-0000-7000-8000-000000000000'), 'fnd_x'])
      expect(await ask('POST', `findings/${unknown}/label`, ada, word)).toMatchObject({ status: 404 });
    const report = reportFinding.parse({
      title: 'Orders of others can be read',
      severity: 'high',
      phase: 'threat-model',
      target: { kind: 'repository', key: 'acme/shop' },
    });
    const manual = await reportByHand(home.house.line, report, { label: 'x', name: 'Robin', personId: null });
    await home.settle();
    const byHand = toPublicId('finding', manual);
    expect(await ask('POST', `findings/${byHand}/label`, ada, word)).toMatchObject({ status: 400 });
    expect((await labels(byHand)).body).toMatchObject({ judged: false, labels: [] });
  });
});

describe('the list of rules', () => {
  it('tells what each costs, the dearest first, with counts, bounds and filters', async () => {
    for (const id of ids)
      await ask('POST', `findings/${id}/label`, ada, { word: 'not-useful', reason: 'tests only' });
    await home.house.database.pool.query(`select graphile_worker.add_job('judge-rules', '{}')`);
    await home.settle();
    const { body } = await ask<TrustPage>('GET', 'trust', ada);
    expect(body.items.map(({ rule, cost }) => [rule, cost.asked, cost.hours, cost.wastedHours])).toEqual([
      ['loud', 3, 1.5, 1.5],
      ['quiet', 1, 0.5, 0],
    ]);
    expect(body.items[0]).toMatchObject({ demoted: true, rate: 1, labels: { notUseful: 3, fixed: 0 } });
    expect(body.items[0]!.lower).toBeGreaterThan(0.4);
    expect(body).toMatchObject({ tools: ['acmelint'], windowDays: 90, minutesPerFinding: 30 });

    const rulesOf = async (query: string) =>
      (await ask<TrustPage>('GET', `trust?${query}`, ada)).body.items.map(({ rule }) => rule);
    expect(await rulesOf('mode=demoted')).toEqual(['loud']);
    expect(await rulesOf('mode=observe')).toEqual(['quiet']);
    expect(await rulesOf('mode=comment')).toEqual([]);
    expect(await rulesOf('tool=other')).toEqual([]);
    expect(await rulesOf('text=QUI')).toEqual(['quiet']);
    const first = await ask<TrustPage>('GET', 'trust?limit=1', ada);
    expect(await rulesOf(`limit=1&cursor=${first.body.next}`)).toEqual(['quiet']);
    expect(await ask('GET', 'trust?cursor=x', ada)).toMatchObject({ status: 400 });
    expect(await ask('GET', 'trust', {})).toMatchObject({ status: 401 });
  });

  it('tells of one rule why, what people said, and what would change it', async () => {
    // What is open of it is counted behind the line.
    await vi.waitFor(
      async () => expect(await home.rows('select from finding_text_wanted')).toEqual([]),
      10_000,
    );
    const { status, body } = await ask<RuleDetail>('GET', ofLoud, ada);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      openFindings: 3,
      channels: [{ channel: 'page', notUseful: 3, fixed: 0, acknowledged: 0 }],
      history: [{ before: 'observe', after: 'demoted', labels: { notUseful: 3 } }],
      earned: { mode: 'observe', demoted: true },
    });
    expect(body.said.map(({ reason }) => reason)).toEqual(['tests only', 'tests only', 'tests only']);
    expect(body.because).toHaveLength(2);
    expect(body.next).toEqual(['27 more useful labels and it looks on, without holding anything back']);
    expect(await ask('GET', 'trust/rule?tool=acmelint&rule=none', ada)).toMatchObject({ status: 404 });
    const quiet = await ask<RuleDetail>('GET', 'trust/rule?tool=acmelint&rule=quiet', ada);
    expect(quiet.body).toMatchObject({ mode: 'observe', rate: null, history: [], overruled: null });
    expect(quiet.body.because[0]).toBe('nobody has judged it in the last 90 days');
  });
});

describe('overruling', () => {
  it('is security’s, needs a reason and an end, and says who decided', async () => {
    const word = {
      tool: 'acmelint',
      rule: 'loud',
      mode: 'comment',
      reason: 'Mended in 2.1.',
      until: inDays(7),
    };
    expect(await ask('POST', 'trust/overrule', ada, word)).toMatchObject({ status: 403 });
    expect(await ask('POST', 'trust/overrule', security, { ...word, reason: ' ' })).toMatchObject({
      status: 400,
    });
    expect(await ask('POST', 'trust/overrule', security, { ...word, until: inDays(-1) })).toMatchObject({
      status: 400,
    });
    expect(await ask('POST', 'trust/overrule', security, { ...word, rule: 'none' })).toMatchObject({
      status: 404,
    });

    expect(await ask<RuleDetail>('POST', 'trust/overrule', security, word)).toMatchObject({
      status: 200,
      body: {
        mode: 'comment',
        demoted: false,
        earned: { mode: 'observe', demoted: true },
        overruled: { by: 'sam@acme.example', because: 'Mended in 2.1.' },
      },
    });
    expect(await ask('DELETE', ofLoud.replace('rule?', 'overrule?'), ada)).toMatchObject({ status: 403 });
    expect(await ask<RuleDetail>('DELETE', ofLoud.replace('rule?', 'overrule?'), security)).toMatchObject({
      status: 200,
      body: { mode: 'observe', demoted: true, overruled: null },
    });
  });
});

it('says what to expect of a tool that a reader knows', async () => {
  await home.send({ ...sarif([{ rule: 'S100' }], 'Bandit') }, { repository: 'acme/python' });
  const { body } = await ask<RuleDetail>('GET', 'trust/rule?tool=bandit&rule=S100', ada);
  expect(body.expect).toMatchObject({ name: 'Bandit' });
  expect(body.expect!.misses).not.toBe('');
});
