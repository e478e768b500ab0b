import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { gitleaks, sarif } from '../../../../test/harness/reports.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { type Correlation, decideCorrelation } from '../../../contract/correlation.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { findingRoutes } from '../routes.ts';

type Headers = Record<string, string>;

let home: TestHouse;
let server: Awaited<ReturnType<typeof testServer>>;
let developer: Headers;

beforeAll(async () => {
  home = await openTestHouse();
  server = await testServer(home.house.database, home.clock);
  await server.app.register(findingRoutes(home.house.line));
  await server.app.ready();
  developer = await server.cookieOf('dev@acme.example');
});
afterAll(async () => {
  await server.app.close();
  await home.close();
});

/** A static analyser that finds one weakness per line it is given. */
const analyser = (tool: string, cwe: number, lines: number[]) => ({
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: tool,
          rules: [{ id: `${tool}-${cwe}`, properties: { tags: [`external/cwe/cwe-${cwe}`] } }],
        },
      },
      results: lines.map((startLine) => ({
        ruleId: `${tool}-${cwe}`,
        message: { text: `Line ${startLine}` },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'src/orders.ts' },
              region: { startLine, snippet: { text: `query(${startLine})` } },
            },
          },
        ],
      })),
    },
  ],
});

interface Found {
  id: string;
  leadId: string | null;
  fixId: string;
  ownFixId: string | null;
  state: string;
  byPerson: boolean;
}
const findings = (repository: string) =>
  home.rows<Found>(
    `select f.id, f.lead_id as "leadId", f.fix_id as "fixId", f.own_fix_id as "ownFixId", f.state,
       f.lead_by_person as "byPerson"
     from finding f join target t on t.id = f.target_id where t.key = $1 order by f.id`,
    [repository],
  );
const tickets = (repository: string) =>
  home.rows<{ state: string }>(
    `select k.state from ticket k join fix x on x.id = k.fix_id join target t on t.id = x.target_id
     where t.key = $1 order by k.opened_at, k.id`,
    [repository],
  );

async function call(method: 'POST' | 'DELETE', url: string, payload?: object, headers = developer) {
  const answer = await server.app.inject({ method, url, headers, ...(payload && { payload }) });
  await home.settle();
  return { status: answer.statusCode, body: answer.json() as Correlation & { code: string; detail: string } };
}
const urlOf = (id: string) => `/api/v1/findings/${toPublicId('finding', id)}/correlations`;
const say = (
  id: string,
  other: string,
  verdict: 'same' | 'different',
  reason?: string,
  headers = developer,
) =>
  call(
    'POST',
    urlOf(id),
    decideCorrelation.parse({ other: toPublicId('finding', other), verdict, reason }),
    headers,
  );

it('two tools tell the same line: one ticket, that stays open until both are clean', async () => {
  const repository = 'acme/both';
  await home.send(analyser('Left', 89, [10]), { repository });
  await home.send(analyser('Right', 564, [10]), { repository });
  const [left, right] = await findings(repository);
  expect(right).toMatchObject({ leadId: left!.id, fixId: left!.fixId, ownFixId: expect.any(String) });
  expect(await tickets(repository)).toEqual([{ state: 'open' }]);

  await home.send(analyser('Left', 89, []), { repository });
  const [, heir] = await findings(repository);
  expect(heir).toMatchObject({ leadId: null, fixId: left!.fixId, state: 'open' });
  expect(await tickets(repository)).toEqual([{ state: 'open' }]);

  await home.send(analyser('Right', 564, []), { repository });
  expect(await tickets(repository)).toEqual([{ state: 'closed' }]);
});

it('a leader that comes back follows the one that took over', async () => {
  const repository = 'acme/back';
  await home.send(analyser('Left', 89, [10]), { repository });
  await home.send(analyser('Right', 89, [10]), { repository });
  await home.send(analyser('Left', 89, []), { repository });
  await home.send(analyser('Left', 89, [10]), { repository });
  const [left, right] = await findings(repository);
  expect(right!.leadId).toBeNull();
  expect(left).toMatchObject({ leadId: right!.id, fixId: right!.fixId });
  expect((await tickets(repository)).map(({ state }) => state)).toEqual(['open']);
});

it('reports told again write no row', async () => {
  const repository = 'acme/again';
  for (const tool of ['Left', 'Right']) await home.send(analyser(tool, 89, [10, 20]), { repository });
  const before = await home.rows('select xmin, ctid from finding order by id');
  for (const tool of ['Left', 'Right']) await home.send(analyser(tool, 89, [20, 10]), { repository });
  expect(await home.rows('select xmin, ctid from finding order by id')).toEqual(before);
});

it('a person joins two findings: one ticket, told in the history of both, remembered over later scans', async () => {
  const repository = 'acme/join';
  await home.send(analyser('Left', 89, [10]), { repository });
  await home.send(analyser('Right', 798, [30]), { repository });
  const [left, right] = await findings(repository);
  const { status, body } = await say(left!.id, right!.id, 'same', 'one query builds both');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    leader: toPublicId('finding', left!.id),
    members: [{ byPerson: true, because: expect.stringContaining('one query builds both') }],
    verdicts: [{ verdict: 'same', reason: 'one query builds both' }],
    offerAlsoFor: [toPublicId('finding', right!.id)],
  });
  expect((await tickets(repository)).map(({ state }) => state).sort()).toEqual(['closed', 'open']);
  const told = `select note from finding_event where kind = 'correlated' and finding_id = any($1) order by note`;
  expect(await home.rows(told, [[left!.id, right!.id]])).toHaveLength(2);

  await home.send(analyser('Right', 798, [31, 60]), { repository });
  await home.send(analyser('Left', 89, []), { repository });
  await home.send(analyser('Left', 89, [10]), { repository });
  const [back, heir] = await findings(repository);
  expect(back).toMatchObject({ leadId: heir!.id, byPerson: true });
});

it('a person parts what the tools hold for one; undone, the tools say again', async () => {
  const repository = 'acme/part';
  for (const tool of ['Left', 'Right']) await home.send(analyser(tool, 89, [10]), { repository });
  const [left, right] = await findings(repository);
  const ownFix = right!.ownFixId;
  expect((await say(right!.id, left!.id, 'different')).body).toMatchObject({ leader: null, members: [] });
  const [, apart] = await findings(repository);
  expect(apart).toMatchObject({ leadId: null, fixId: ownFix, ownFixId: null });
  expect((await tickets(repository)).map(({ state }) => state)).toEqual(['open', 'open']);

  await home.send(analyser('Right', 89, [10, 50]), { repository });
  expect((await findings(repository)).map(({ leadId }) => leadId)).toEqual([null, null, null]);

  const undo = `${urlOf(left!.id)}/${toPublicId('finding', right!.id)}`;
  expect((await call('DELETE', undo)).body).toMatchObject({ members: [{ byPerson: false }], verdicts: [] });
  expect((await findings(repository))[1]!.leadId).toBe(left!.id);
  expect((await call('DELETE', undo)).status).toBe(404);
});

it('a suggestion is offered, and gone once a person has decided either way', async () => {
  for (const [verdict, members] of [
    ['same', 1],
    ['different', 0],
  ] as const) {
    const repository = `acme/suggest-${verdict}`;
    await home.send(analyser('Left', 89, [10]), { repository });
    await home.send(analyser('Right', 798, [10]), { repository });
    const [left, right] = await findings(repository);
    const [held] = await home.rows('select because from correlation_suggestion where finding_id = any($1)', [
      [left!.id, right!.id],
    ]);
    expect(held).toMatchObject({ because: expect.stringContaining('CWE-89 and CWE-798') });
    const { body } = await say(right!.id, left!.id, verdict);
    expect(body.suggestions).toEqual([]);
    expect(body.members).toHaveLength(members);
  }
});

it('findings of two targets, itself and strangers are refused in a sentence; so is whoever has no role', async () => {
  await home.send(analyser('Left', 89, [10]), { repository: 'acme/one' });
  await home.send(analyser('Left', 89, [10]), { repository: 'acme/two' });
  const [[one], [two]] = [await findings('acme/one'), await findings('acme/two')];
  const refused = await say(one!.id, two!.id, 'same');
  expect([refused.status, refused.body.code]).toEqual([400, 'LK-VALIDATION']);
  expect(refused.body.detail).toContain('different targets');
  expect((await say(one!.id, one!.id, 'same')).body.code).toBe('LK-VALIDATION');
  expect((await say(one!.id, '01a1fd93-c874-7000-b9c5-42e1c9749ae1', 'same')).status).toBe(404);
  const leader = await server.cookieOf('leader@acme.example', ['leader']);
  expect((await say(one!.id, two!.id, 'same', undefined, leader)).status).toBe(403);
});

it('two people who decide at once leave one verdict', async () => {
  const repository = 'acme/at-once';
  await home.send(analyser('Left', 89, [10]), { repository });
  await home.send(analyser('Right', 798, [30]), { repository });
  const [left, right] = await findings(repository);
  const answers = await Promise.all(
    (['same', 'different', 'same', 'different'] as const).map((verdict) => say(left!.id, right!.id, verdict)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const held = await home.rows<{ verdict: string }>(
    'select verdict from correlation_verdict where undone_at is null and finding_id = $1',
    [left!.id],
  );
  expect(held).toHaveLength(1);
  const joined = (await findings(repository)).some(({ leadId }) => leadId !== null);
  expect(joined).toBe(held[0]!.verdict === 'same');
});

it('a secret that leads is closed by hand: what followed it is open and leads itself', async () => {
  const repository = 'acme/secret';
  await home.send(gitleaks([{ secret: 'value-1' }]), { repository });
  await home.send(sarif([{ rule: 'l' }], 'Left', 'x'), { repository });
  const [secret, code] = await findings(repository);
  await say(secret!.id, code!.id, 'same');
  expect((await findings(repository))[1]!.leadId).toBe(secret!.id);
  const champion = await server.cookieOf('champion@acme.example', ['champion']);
  const url = `/api/v1/findings/${toPublicId('finding', secret!.id)}/close`;
  const closed = await call('POST', url, { how: 'revoked', evidence: 'Change 12.' }, champion);
  expect(closed.status).toBe(200);
  const [dead, left] = await findings(repository);
  expect(dead).toMatchObject({ state: 'fixed', leadId: null });
  expect(left).toMatchObject({ state: 'open', leadId: null, fixId: secret!.fixId });
  expect(await tickets(repository)).toContainEqual({ state: 'open' });
});

it('a leader that its tool suppresses hands over to the one that still counts, ticket and all', async () => {
  const repository = 'acme/excepted';
  const right = () =>
    home.send(sarif([{ rule: 'r', suppressed: 'generated' }], 'Right', 'x'), { repository });
  await home.send(sarif([{ rule: 'r' }], 'Right', 'x'), { repository });
  await home.send(sarif([{ rule: 'l' }], 'Left', 'y'), { repository });
  const [first, second] = await findings(repository);
  await say(first!.id, second!.id, 'same');
  expect((await findings(repository))[1]!.leadId).toBe(first!.id);
  await right();
  const [excepted, heir] = await findings(repository);
  expect(excepted).toMatchObject({ state: 'excepted', leadId: second!.id, fixId: null });
  expect(heir).toMatchObject({ state: 'open', leadId: null, fixId: first!.fixId });
});
