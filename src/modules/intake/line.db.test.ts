import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestHouse, REPOSITORY, type TestHouse } from '../../../test/harness/house.ts';
import { type CodeResult, gitleaks, npmAudit, sarif } from '../../../test/harness/reports.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { findingPage } from '../insight/finding.ts';
import { ensureRepository } from '../organisation/public.ts';

let home: TestHouse;
let repository = 0;
let query: { repository: string };
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());
beforeEach(() => {
  query = { repository: `${REPOSITORY}-${++repository}` };
});

interface FindingRow {
  id: string;
  state: string;
  path: string | null;
  start_line: number | null;
  absent: boolean;
}

/** All findings of the repository of this test, by path and line. */
const findings = () =>
  home.rows<FindingRow>(
    `select f.id, f.state, f.path, f.start_line, f.absent_since is not null as absent from finding f
     join target t on t.id = f.target_id where t.key = $1 order by f.path, f.start_line, f.id`,
    [query.repository],
  );
const states = async () => (await findings()).map(({ state }) => state);
const events = async (id: string) =>
  (
    await home.rows<{ kind: string }>(
      'select kind from finding_event where finding_id = $1 order by at, id',
      [id],
    )
  ).map(({ kind }) => kind);
const tickets = () =>
  home.rows<{ title: string; state: string; findings: number; comments: string[] }>(
    `select k.title, k.state, k.findings,
       array(select c.text from ticket_comment c where c.ticket_id = k.id order by c.at) as comments
     from ticket k join fix x on x.id = k.fix_id join target t on t.id = x.target_id where t.key = $1
     order by k.title`,
    [query.repository],
  );
/** Every row version of what a scan may write about findings: equal before and after = nothing was written. */
const written = () =>
  home.rows(
    `select 'finding' as t, id::text, xmin::text from finding union all
     select 'fix', id::text, xmin::text from fix union all
     select 'event', id::text, xmin::text from finding_event union all
     select 'ticket', id::text, xmin::text from ticket order by 1, 2`,
  );
const send = (results: CodeResult[], more: Record<string, string> = {}) =>
  home.send(sarif(results), { ...query, ...more });

const A: CodeResult = { path: 'src/a.ts', line: 3, text: 'query(alpha)' };
const B: CodeResult = { path: 'src/b.ts', line: 5, text: 'query(beta)' };
const C: CodeResult = { path: 'lib/c.ts', line: 7, text: 'query(gamma)' };

describe('a finding through scans over time', () => {
  it('is opened by the first scan and fixed by the one that no longer sees it', async () => {
    expect(await send([A, B])).toMatchObject({ state: 'done', delta: { opened: 2, seen: 0, fixed: 0 } });
    expect(await send([A])).toMatchObject({ state: 'done', delta: { opened: 0, seen: 1, fixed: 1 } });
    const [a, b] = await findings();
    expect([a!.state, b!.state]).toEqual(['open', 'fixed']);
    expect(await events(b!.id)).toEqual(['fixed']);
    expect(await events(a!.id)).toEqual([]);
  });

  it('is the same one when its line moves, and a shifted line is no news', async () => {
    await send([A]);
    const [before] = await findings();
    expect(await send([{ ...A, line: 90 }])).toMatchObject({ delta: { opened: 0, moved: 1, fixed: 0 } });
    const after = await findings();
    expect(after).toEqual([{ ...before!, start_line: 90 }]);
    expect(await events(before!.id)).toEqual([]);
  });

  it('is the same one when its line is edited, and its history says that it moved', async () => {
    await send([{ ...A, text: 'const rows = db.query(sql + request.id)' }]);
    const [before] = await findings();
    await send([{ ...A, text: 'const rows = db.query(sql + request.ident)' }]);
    expect((await findings()).map(({ id }) => id)).toEqual([before!.id]);
    expect(await events(before!.id)).toEqual(['moved']);
  });

  it('is the same one when the tool re-rates or rewords it; its priority follows', async () => {
    await send([{ ...A, level: 'error' }]);
    const [before] = await findings();
    const scan = await send([{ ...A, level: 'note', message: 'Other words.' }]);
    expect(scan).toMatchObject({ delta: { opened: 0, seen: 1, moved: 0, fixed: 0 } });
    const page = await findingPage(
      home.house.database.db,
      toPublicId('finding', before!.id),
      home.clock.now(),
    );
    expect(page).toMatchObject({ severity: 'info', priority: 'P4', message: 'Other words.', dueAt: null });
    expect(await events(before!.id)).toEqual(['re-rated']);
  });

  it('is reopened, not opened anew, when it comes back; its page tells the whole story', async () => {
    await send([A, B]);
    await send([A]);
    expect(await send([A, B])).toMatchObject({ delta: { opened: 0, seen: 2, reopened: 1 } });
    const b = (await findings())[1]!;
    expect(b.state).toBe('reopened');
    const page = await findingPage(home.house.database.db, toPublicId('finding', b.id), home.clock.now());
    expect(page.history.map(({ kind }) => kind)).toEqual(['opened', 'fixed', 'reopened']);
    expect(await send([A])).toMatchObject({ delta: { fixed: 1 } });
    expect(await events(b.id)).toEqual(['fixed', 'reopened', 'fixed']);
  });
});

describe('a scan that brings nothing new', () => {
  it('of identical bytes is the same, and writes no row about findings', async () => {
    await send([A, B]);
    const before = await written();
    expect(await send([A, B])).toMatchObject({
      state: 'same',
      observations: 2,
      delta: { opened: 0, seen: 2 },
    });
    expect(await written()).toEqual(before);
  });

  it('of reordered results and another run is the same, and writes no row about findings', async () => {
    await send([A, B, C]);
    const before = await written();
    const other = await home.send(sarif([C, A, B], 'AcmeLint', 'run-2'), query);
    expect(other).toMatchObject({ state: 'same', delta: { opened: 0, seen: 3, moved: 0, fixed: 0 } });
    expect(await written()).toEqual(before);
  });

  it('counts as the newest, so that one in between comes too late', async () => {
    await send([A, B]);
    const at = home.clock.now().toISOString();
    home.clock.advance(7_200_000);
    expect(await send([A, B])).toMatchObject({ state: 'same' });
    expect(await send([A], { at: new Date(Date.parse(at) + 60_000).toISOString() })).toMatchObject({
      state: 'late',
    });
    expect(await states()).toEqual(['open', 'open']);
  });

  it('is no excuse to overlook what partial scans changed in between', async () => {
    await send([A, B]);
    await send([A, B, C], { partial: 'true' });
    expect(await states()).toEqual(['open', 'open', 'open']);
    // The very bytes of the last complete scan: C is absent now.
    expect(await send([A, B])).toMatchObject({ state: 'done', delta: { fixed: 1 } });
    await send([], { coverage: JSON.stringify({ paths: ['src/'] }) });
    expect(await states()).toEqual(['fixed', 'fixed', 'fixed']);
    expect(await send([B, A])).toMatchObject({ state: 'done', delta: { reopened: 2 } });
  });
});

describe('a scan that proves less closes less', () => {
  it('a partial scan opens what it sees and closes nothing', async () => {
    await send([A, B]);
    expect(await send([C], { partial: 'true' })).toMatchObject({ delta: { opened: 1, fixed: 0 } });
    expect(await states()).toEqual(['open', 'open', 'open']);
  });

  it('a scan of some paths closes only there, and does not double what lies outside', async () => {
    await send([A, B, C]);
    const before = await findings();
    const scan = await send([A, C], { coverage: JSON.stringify({ paths: ['src/'] }) });
    expect(scan).toMatchObject({ delta: { opened: 0, seen: 2, fixed: 1 } });
    expect((await findings()).map(({ id, path, state }) => [id, path, state])).toEqual(
      before.map(({ id, path }) => [id, path, path === 'src/b.ts' ? 'fixed' : 'open']),
    );
  });

  it('a path is a folder or a file, not the beginning of another folder’s name', async () => {
    await send([
      { ...A, path: 'services/pay/a.ts' },
      { ...B, path: 'services/payments/b.ts' },
      { ...C, path: 'one.ts' },
    ]);
    await send([], { coverage: JSON.stringify({ paths: ['services/pay', './one.ts'] }) });
    expect((await findings()).map(({ path, state }) => [path, state])).toEqual([
      ['one.ts', 'fixed'],
      ['services/pay/a.ts', 'fixed'],
      ['services/payments/b.ts', 'open'],
    ]);
  });

  it('another rule set closes what it saw itself and nothing else, however often it runs', async () => {
    const rules = (ruleSet: string) => ({ coverage: JSON.stringify({ ruleSet }) });
    await send([A, B], rules('all'));
    expect(await send([A], rules('few'))).toMatchObject({ delta: { fixed: 0 } });
    expect(await send([A], rules('few'))).toMatchObject({ delta: { fixed: 0 } });
    expect(await send([], rules('few'))).toMatchObject({ delta: { fixed: 1 } });
    expect((await findings()).map(({ path, state }) => [path, state])).toEqual([
      ['src/a.ts', 'fixed'],
      ['src/b.ts', 'open'],
    ]);
  });

  it('an older scan that arrives late changes nothing', async () => {
    const early = home.clock.now().toISOString();
    await send([A]);
    const before = await written();
    expect(await send([B], { at: early })).toMatchObject({ state: 'late', delta: { opened: 0, fixed: 0 } });
    expect(await written()).toEqual(before);
  });

  it('an older complete scan does not undo what a newer partial one has opened', async () => {
    await send([A]);
    const between = new Date(home.clock.now().getTime() + 60_000).toISOString();
    await send([B], { partial: 'true' });
    await send([A, C], { at: between });
    expect((await findings()).map(({ path, state }) => [path, state])).toEqual([
      ['lib/c.ts', 'open'],
      ['src/a.ts', 'open'],
      ['src/b.ts', 'open'],
    ]);
  });

  it('a scan of another branch changes nothing and says what it would have changed', async () => {
    await send([A], { branch: 'main' });
    const before = await written();
    const scan = await send([B], { branch: 'feature/x' });
    expect(scan).toMatchObject({ state: 'branch', delta: { opened: 1, fixed: 1 } });
    expect(await written()).toEqual(before);
    expect(await send([A], { branch: 'main' })).toMatchObject({ state: 'same' });
  });

  it('a release branch keeps its own state: it neither closes nor hides what is on the main one', async () => {
    await home.house.database.db
      .transaction()
      .execute((tx) => ensureRepository(tx, home.house.ids, query.repository));
    await home.pool.query(`update repository set release_branches = '{release/1}' where key = $1`, [
      query.repository,
    ]);
    await send([A, B], { branch: 'main' });
    await send([A], { branch: 'release/1' });
    expect(await states()).toEqual(['open', 'open']);
    await send([B], { branch: 'main' });
    // A is gone from main but still in the release: its ticket waits for both.
    expect(await states()).toEqual(['open', 'open']);
    await send([], { branch: 'release/1' });
    expect((await findings()).map(({ path, state }) => [path, state]).sort()).toEqual([
      ['src/a.ts', 'fixed'],
      ['src/b.ts', 'open'],
    ]);
  });

  it('a secret that is gone from the code stays open and says so, until it is seen again', async () => {
    const [one, two] = [
      { secret: 'acme_0123456789abcdefgh' },
      { secret: 'acme_zyxwvutsrq9876543210', line: 9 },
    ];
    await home.send(gitleaks([one, two]), query);
    expect(await home.send(gitleaks([two]), query)).toMatchObject({ delta: { fixed: 0 } });
    expect((await findings()).map(({ state, absent }) => [state, absent])).toEqual([
      ['open', true],
      ['open', false],
    ]);
    const [first] = await findings();
    expect(await events(first!.id)).toEqual(['removed']);
    expect((await tickets()).map(({ state }) => state)).toEqual(['open', 'open']);
    await home.send(gitleaks([one, two]), query);
    expect((await findings()).map(({ absent }) => absent)).toEqual([false, false]);
    expect(await events(first!.id)).toEqual(['removed', 'seen-again']);
  });
});

describe('a result that the tool suppresses', () => {
  const hushed = { ...A, suppressed: 'checked by hand' };

  it('is excepted and gets no ticket; counted again it is open and gets one', async () => {
    await send([hushed]);
    expect(await states()).toEqual(['excepted']);
    expect(await tickets()).toEqual([]);
    await send([A]);
    expect(await states()).toEqual(['open']);
    expect(await tickets()).toMatchObject([{ state: 'open' }]);
    await send([hushed]);
    expect(await states()).toEqual(['excepted']);
    const [ticket] = await tickets();
    expect(ticket!.state).toBe('closed');
    const [{ id }] = (await findings()) as [FindingRow];
    expect(await events(id)).toEqual(['counted-again', 'excepted']);
  });

  it('does not count as come back when it was fixed before', async () => {
    await send([A]);
    await send([]);
    expect(await send([hushed])).toMatchObject({ delta: { reopened: 0 } });
    expect(await states()).toEqual(['excepted']);
    const [{ id }] = (await findings()) as [FindingRow];
    expect(await events(id)).toEqual(['fixed', 'excepted']);
  });
});

describe('tickets', () => {
  const upgrade = (...ranges: string[]) =>
    npmAudit(
      ranges.map((range, index) => ({ name: 'acme-router', ghsa: `GHSA-2222-3333-444${index + 2}`, range })),
    );

  it('name the smallest version that removes all of it, and follow when that changes', async () => {
    await home.send(upgrade('<1.2.0', '<1.10.1', '<1.4.9'), query);
    expect(await tickets()).toMatchObject([
      {
        title: `Upgrade acme-router to 1.10.1 in ${query.repository}: 3 findings`,
        findings: 3,
        state: 'open',
      },
    ]);
    await home.send(upgrade('<1.2.0'), query);
    expect(await tickets()).toMatchObject([
      { title: `Upgrade acme-router to 1.2.0 in ${query.repository}`, findings: 1, state: 'open' },
    ]);
  });

  it('close when a scan verifies the fix and open again when it comes back', async () => {
    await send([A]);
    await send([]);
    expect(await tickets()).toMatchObject([
      { state: 'closed', comments: [expect.stringContaining('Verified')] },
    ]);
    await send([A]);
    expect(await tickets()).toMatchObject([
      { state: 'open', comments: [expect.anything(), expect.stringContaining('It is back')] },
    ]);
  });

  it('gather what one change removes: one for each rule and folder', async () => {
    await send([A, B, C, { ...A, rule: 'other' }]);
    expect((await tickets()).map(({ findings: n }) => n).sort()).toEqual([1, 1, 2]);
  });
});

it('registers a repository nobody has named, as unowned, with a ticket in security’s queue', async () => {
  await send([A]);
  const known = await home.rows('select known_by from repository where key = $1', [query.repository]);
  expect(known).toEqual([{ known_by: 'seen' }]);
  const rows = await home.rows(
    `select f.unowned, k.queue from finding f join ticket k on k.fix_id = f.fix_id
     join target t on t.id = f.target_id where t.key = $1`,
    [query.repository],
  );
  expect(rows).toEqual([{ unowned: true, queue: 'SEC' }]);
});
