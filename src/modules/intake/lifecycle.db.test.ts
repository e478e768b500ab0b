import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestHouse, REPOSITORY, type TestHouse } from '../../../test/harness/house.ts';
import { type CodeResult, npmAudit, sarif } from '../../../test/harness/reports.ts';
import { forgetBranches } from '../findings/public.ts';
import { ensureRepository, importOrganisation } from '../organisation/public.ts';

let home: TestHouse;
let repository = 0;
let query: { repository: string };
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());
beforeEach(async () => {
  query = { repository: `${REPOSITORY}-life-${++repository}` };
  const { database, ids } = home.house;
  await database.db.transaction().execute((tx) => ensureRepository(tx, ids, query.repository));
  await home.pool.query(`update repository set release_branches = '{release/1,release/2}' where key = $1`, [
    query.repository,
  ]);
});

const A: CodeResult = { path: 'src/a.ts', line: 3, text: 'query(alpha)' };
const B: CodeResult = { path: 'src/b.ts', line: 5, text: 'open(beta, mode)', rule: 'path-traversal' };
const C: CodeResult = { path: 'lib/c.ts', line: 7, text: 'render(gamma)', rule: 'xss' };
const X: CodeResult = { path: 'src/a.ts', line: 90, text: 'exec(delta)' };

const send = (results: CodeResult[], more: Record<string, string> = {}, tool = 'AcmeLint') =>
  home.send(sarif(results, tool), { ...query, ...more });
const rows = <Row>(text: string) => home.rows<Row>(text, [query.repository]);
/** `path: state`, with `?` for what no scan has confirmed, in order. */
const now = async () =>
  (
    await rows<{ path: string; state: string; absent: boolean; on_default: boolean }>(
      `select f.path, f.state, f.absent_since is not null as absent, f.on_default from finding f
       join target t on t.id = f.target_id where t.key = $1 order by f.path, f.start_line`,
    )
  ).map(
    ({ path, state, absent, on_default }) =>
      `${path.replace(/^.*\//, '').replace('.ts', '')}: ${state}${absent ? '?' : ''}${on_default ? '' : ' beside'}`,
  );
const events = async (path: string) =>
  (
    await home.rows<{ kind: string }>(
      `select e.kind from finding_event e join finding f on f.id = e.finding_id join target t on t.id = f.target_id
       where t.key = $1 and f.path = $2 order by e.at, e.id`,
      [query.repository, path],
    )
  ).map(({ kind }) => kind);
const presence = async () =>
  (
    await rows<{ path: string; branch: string; present: boolean; ended: boolean }>(
      `select f.path, p.branch, p.present, p.until is not null as ended from presence p
       join finding f on f.id = p.finding_id join target t on t.id = f.target_id where t.key = $1
       order by p.branch, f.path, p.since`,
    )
  ).map(
    ({ path, branch, present, ended }) =>
      `${branch} ${present ? 'has' : 'lacks'} ${path}${ended ? ', ended' : ''}`,
  );

describe('closing is a claim that needs proof', () => {
  const coverage = (told: object) => ({ coverage: JSON.stringify(told) });

  it('a partial scan leaves open what it does not see, and doubts it only in files it looked at', async () => {
    await send([A, X, B, C]);
    await send([A], { partial: 'true' });
    expect(await now()).toEqual(['c: open', 'a: open', 'a: open?', 'b: open']);
    expect(await events('src/a.ts')).toEqual(['unconfirmed']);
    await send([A, X, B, C]);
    expect(await now()).toEqual(['c: open', 'a: open', 'a: open', 'b: open']);
    expect(await events('src/a.ts')).toEqual(['unconfirmed', 'seen-again']);
  });

  it('a scan with fewer rules closes nothing of the rules it left out', async () => {
    await send([A, B, C]);
    await send([], coverage({ rules: ['sql-injection'] }));
    expect(await now()).toEqual(['c: open', 'a: fixed', 'b: open']);
  });

  it('another rule set closes only what it has seen itself, and both close what both have seen', async () => {
    await send([A, B, C], coverage({ ruleSet: 'full' }));
    await send([A], coverage({ ruleSet: 'quick' }));
    expect(await now()).toEqual(['c: open?', 'a: open', 'b: open?']);
    await send([], coverage({ ruleSet: 'quick' }));
    expect(await now()).toEqual(['c: open?', 'a: fixed', 'b: open?']);
    await send([A, B, C], coverage({ ruleSet: 'full' }));
    await send([A], coverage({ ruleSet: 'full' }));
    expect(await now()).toEqual(['c: fixed', 'a: reopened', 'b: fixed']);
  });

  it('a report that cannot be read closes nothing', async () => {
    await send([A]);
    expect(await home.send('{"version":"2.1.0","runs":[{"tool"', query)).toMatchObject({
      state: 'failed',
    });
    expect(await now()).toEqual(['a: open']);
  });

  it('an honest empty report closes; an empty list does once its tool is named', async () => {
    await send([A]);
    await send([]);
    expect(await now()).toEqual(['a: fixed']);
  });

  it('what two tools tell stays open until both are clean', async () => {
    await send([A]);
    await send([{ ...A, rule: 'sqli' }], {}, 'OtherLint');
    await send([]);
    expect((await now()).sort()).toEqual(['a: fixed', 'a: open']);
    await send([], {}, 'OtherLint');
    expect(await now()).toEqual(['a: fixed', 'a: fixed']);
  });
});

describe('a weakness of a package', () => {
  const told = (ghsa: string) => home.send(npmAudit([{ name: 'ini', ghsa }]), query);

  it('stays the same finding when the tool leads with another of its names, as feeds state them', async () => {
    await told('GHSA-cccc-ffff-gggg');
    await home.pool.query(`insert into vulnerability_alias (name, group_name, source) values
      ('GHSA-cccc-ffff-gggg', 'CVE-2099-1', 'test'), ('GHSA-hhhh-jjjj-mmmm', 'CVE-2099-1', 'test')`);
    expect(await told('GHSA-hhhh-jjjj-mmmm')).toMatchObject({ delta: { opened: 0, seen: 1, fixed: 0 } });
    const two = ['GHSA-cccc-ffff-gggg', 'GHSA-pppp-qqqq-rrrr'].map((ghsa) => ({ name: 'ini', ghsa }));
    expect(await home.send(npmAudit(two), query)).toMatchObject({ delta: { opened: 1, seen: 1, fixed: 0 } });
  });
});

describe('presence by branch', () => {
  const main = { branch: 'main' };

  it('one finding on the default and a release branch is one, and is fixed when both are clean', async () => {
    await send([A, B], main);
    await send([A], { branch: 'release/1' });
    expect(await now()).toEqual(['a: open', 'b: open']);
    await send([], main);
    expect(await now()).toEqual(['a: open beside', 'b: fixed']);
    expect(await events('src/a.ts')).toEqual(['on-branch', 'left-branch']);
    await send([], { branch: 'release/1' });
    expect(await now()).toEqual(['a: fixed beside', 'b: fixed']);
    expect(await presence()).toEqual(['release/1 has src/a.ts, ended']);
  });

  it('what only a release branch has is found, and is one with what comes to the default branch', async () => {
    await send([A], main);
    await send([A, C], { branch: 'release/1' });
    expect(await now()).toEqual(['c: open beside', 'a: open']);
    await send([A], main);
    expect(await now()).toEqual(['c: open beside', 'a: open']);
    await send([A, C], main);
    expect(await now()).toEqual(['c: open', 'a: open']);
  });

  it('a release branch that repeats itself writes nothing', async () => {
    await send([A], main);
    await send([A, C], { branch: 'release/1' });
    const written = () => rows("select xmin::text, finding_id from presence where $1 <> '' order by 2");
    const before = await written();
    expect(await send([C, A], { branch: 'release/1' })).toMatchObject({ state: 'same' });
    expect(await written()).toEqual(before);
  });

  it('a partial scan of a release branch is enough to hold open what it saw', async () => {
    await send([A, B], main);
    await send([A], { branch: 'release/1', partial: 'true' });
    await send([], main);
    expect(await now()).toEqual(['a: open beside', 'b: fixed']);
  });

  it('what a scan of one folder found gone from the default branch is looked for again by the next report', async () => {
    await send([A, B], main);
    await send([A], { branch: 'release/1' });
    await send([], { ...main, coverage: JSON.stringify({ paths: ['src/a.ts'] }) });
    expect(await now()).toEqual(['a: open beside', 'b: open']);
    await send([A, B], main);
    expect(await now()).toEqual(['a: open', 'b: open']);
  });

  it('two release branches hold a finding open until the last one is clean', async () => {
    await send([], main);
    await send([A], { branch: 'release/1' });
    await send([A], { branch: 'release/2' });
    await send([], { branch: 'release/1' });
    expect(await now()).toEqual(['a: open beside']);
    await send([], { branch: 'release/2' });
    expect(await now()).toEqual(['a: fixed beside']);
  });

  it('a feature branch changes no state; that it fixes something is remembered, what it has is not', async () => {
    await send([A, B], main);
    await send([A, C], { branch: 'feature/x' });
    expect(await now()).toEqual(['a: open', 'b: open']);
    expect(await presence()).toEqual(['feature/x lacks src/b.ts']);
    await send([A, B], { branch: 'feature/x' });
    expect(await presence()).toEqual(['feature/x lacks src/b.ts, ended']);
  });

  it('a branch that nobody scans any more is forgotten, a release branch is not', async () => {
    await send([A, B], main);
    await send([A], { branch: 'feature/x' });
    await send([A], { branch: 'release/1' });
    await forgetBranches(home.house.database.db, new Date(home.clock.now().getTime() + 1000));
    expect((await presence()).map((line) => line.split(' ')[0])).toEqual(['release/1']);
  });

  it('an older scan of a release branch that arrives late changes nothing', async () => {
    await send([], { ...main, at: '2026-01-01T00:00:00Z' });
    await send([A], { branch: 'release/1', at: '2026-01-03T00:00:00Z' });
    const late = await send([], { branch: 'release/1', at: '2026-01-02T00:00:00Z' });
    expect(late).toMatchObject({ state: 'late' });
    expect(await now()).toEqual(['a: open beside']);
  });
});

describe('a ticket closed by hand while the finding is still seen', () => {
  /** The first that was filed. */
  const ticket = async () =>
    (
      await rows<{ id: string; state: string; comments: string[] }>(
        `select k.id, k.state, array(select c.text from ticket_comment c where c.ticket_id = k.id order by c.at) as comments
         from ticket k join fix x on x.id = k.fix_id join target t on t.id = x.target_id where t.key = $1
         order by k.number`,
      )
    )[0]!;
  const claim = async () => {
    const { id } = await ticket();
    await home.pool.query(`update ticket set state = 'claimed-fixed' where id = $1`, [id]);
    await home.pool.query(
      'update fix set claimed_at = $2 where id = (select fix_id from ticket where id = $1)',
      [id, home.clock.now()],
    );
    home.clock.advance(60_000);
  };

  it('is opened again by the next scan that sees it, with a kind word, also when nothing else changed', async () => {
    await send([A]);
    await claim();
    expect(await send([A])).toMatchObject({ state: 'same' });
    const { state, comments } = await ticket();
    expect(state).toBe('open');
    expect(comments.at(-1)).toBe(
      'Thank you for working on it. The newest scan still sees 1 finding, so this is open again.',
    );
    const said = comments.length;
    await send([A]);
    expect((await ticket()).comments).toHaveLength(said);
  });

  it('is verified by the next scan that does not see it', async () => {
    await send([A]);
    await claim();
    await send([]);
    expect(await ticket()).toMatchObject({ state: 'closed' });
  });

  it('waits for a scan that ran after the claim and looked at everything', async () => {
    const before = home.clock.now().toISOString();
    await send([A], { at: before });
    await claim();
    await send([A, B], { at: before });
    await send([A], { partial: 'true' });
    expect(await ticket()).toMatchObject({ state: 'claimed-fixed' });
  });
});

describe('a repository that got a new name', () => {
  it('keeps its findings, fixes and tickets, also for reports that still use the old name', async () => {
    const { database, ids } = home.house;
    await send([A, B]);
    const before = await rows("select id from finding where $1 <> '' order by id");
    const renamed = `${query.repository}-new`;
    await database.db
      .transaction()
      .execute((tx) =>
        importOrganisation(
          tx,
          ids,
          `repositories: [{ key: ${renamed}, formerNames: [${query.repository}] }]`,
        ),
      );
    expect(await home.send(sarif([A, B]), { repository: query.repository })).toMatchObject({ state: 'same' });
    expect(await home.send(sarif([A]), { repository: renamed })).toMatchObject({
      delta: { opened: 0, fixed: 1 },
    });
    query = { repository: renamed };
    expect(await now()).toEqual(['a: open', 'b: fixed']);
    expect(await rows("select id from finding where $1 <> '' order by id")).toEqual(before);
    const titles = await rows<{ title: string }>(
      `select k.title from ticket k join fix x on x.id = k.fix_id join target t on t.id = x.target_id where t.key = $1`,
    );
    expect(titles).toHaveLength(2);
  });
});
