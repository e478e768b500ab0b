import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, openTestHouse } from '../../../../test/harness/house.ts';
import { sarif, trivy } from '../../../../test/harness/reports.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { findDecided } from '../../findings/public.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { ownershipChanged } from '../../ownership/public.ts';
import { storeFilesOf } from '../../ownership/service.ts';
import { DEFAULT_POLICY } from '../../policy/pure.ts';
import { explainDecision, replayStored } from './explain.ts';
import { againByClockJob } from './jobs.ts';
import { decisionRoutes } from './routes.ts';

const ORGANISATION = `
businessUnits: [{ key: shop, name: Shop, fallbackQueue: DESK }]
teams: [{ key: payments, unit: shop, queue: PAY }, { key: ledger, unit: shop, queue: LED }, { key: desk, unit: shop, queue: DESK }]
repositories: [{ key: acme/shop, unit: shop }, { key: acme/late, unit: shop }, { key: acme/back, unit: shop }]
`;
const EDGE = 'owner: payments\nsecurity: { exposure: internet }\n';
const INSIDE = 'owner: payments\nsecurity: { exposure: internal }\n';

let home: Awaited<ReturnType<typeof openTestHouse>>;
beforeAll(async () => {
  home = await openTestHouse();
  await home.house.database.db
    .transaction()
    .execute((tx) => importOrganisation(tx, home.house.ids, ORGANISATION));
  for (const key of ['acme/shop', 'acme/late', 'acme/back']) await files(key, INSIDE);
});
afterAll(() => home.close());

async function files(repository: string, about: string): Promise<void> {
  const { database, ids, clock, events } = home.house;
  const content = `apiVersion: lanekeeper.dev/v1\n${about}`;
  await database.db.transaction().execute(async (tx) => {
    await storeFilesOf(tx, { ids, now: clock.now() }, repository, [{ path: 'about.yaml', content }]);
    const { id } = await tx
      .selectFrom('repository')
      .select('id')
      .where('key', '=', repository)
      .executeTakeFirstOrThrow();
    await ownershipChanged(events.publish, tx, { repositoryId: id });
  });
  await home.settle();
}

interface Row {
  id: string;
  cve: string | null;
  priority: string;
  due: string | null;
  version: number;
  because: string[];
  xmin: string;
}
const openOf = async (repository = 'acme/shop'): Promise<Row[]> =>
  (
    await home.rows<Omit<Row, 'priority' | 'due'> & { priority: number; due: Date | null }>(
      `select f.id, f.vulnerabilities[1] as cve, f.priority, f.due_at as due, f.policy_version as version, r.because,
         f.xmin::text from finding f join target t on t.id = f.target_id join reason r on r.id = f.decision_reason_id
       where t.key = $1 and f.state in ('open', 'reopened') order by f.vulnerabilities, f.path`,
      [repository],
    )
  ).map((row) => ({ ...row, priority: PRIORITIES[row.priority]!, due: row.due?.toISOString() ?? null }));
const historyOf = async (id: string) =>
  (
    await home.rows<{ kind: string; note: string }>(
      'select kind, note from finding_event where finding_id = $1 order by at, id',
      [id],
    )
  ).map(({ kind, note }) => `${kind}: ${note}`);
const tell = async (event: { type: string; [field: string]: unknown }) => {
  await home.house.database.db.transaction().execute((tx) => home.house.events.publish(tx, event));
  await home.settle();
};
/** Asks the version that decided once more on every finding there is. */
async function replayed(): Promise<{ findings: number; differs: unknown[] }> {
  const { db } = home.house.database;
  const ids = await home.rows<{ id: string }>('select id from finding order by id');
  const differs: unknown[] = [];
  for (const { id } of ids) {
    const finding = (await findDecided(db, id))!;
    const { replay } = await replayStored(db, finding);
    if (typeof replay === 'string' || replay.differs.length > 0)
      differs.push([id, typeof replay === 'string' ? replay : replay.differs]);
  }
  return { findings: ids.length, differs };
}

/** A feed that says something else of these now, as its swap tells it. */
async function intelligence(set: string, cves: string[]): Promise<void> {
  const change = home.house.ids.next();
  await home.pool.query(set);
  await home.pool.query(`insert into intel_change (id, feed, at) values ($1, 'kev', now())`, [change]);
  await home.pool.query('insert into intel_changed (change_id, cve) select $1, unnest($2::text[])', [
    change,
    cves,
  ]);
  await tell({ type: 'intelligence.changed', feed: 'kev', change });
}

const weakness = (n: number, fixed = ['2.0.0']) => ({
  cve: `CVE-2024-${1000 + n}`,
  name: `acme-part-${n}`,
  version: '1.0.0',
  fixed,
});
const code = (n: number, level: 'error' | 'warning' = 'error') => ({
  path: `src/f${n}.ts`,
  line: n,
  text: `query(v${n})`,
  level,
});

describe('what is decided again', () => {
  it('is what intelligence says otherwise of: earlier, with its reason, its fix and its ticket; nothing else is written', async () => {
    await home.pool.query(
      `insert into intel_feed (name, source, loaded_at, checksum, entries) values ('kev', 'test', now(), 'x', 1)`,
    );
    await home.send(trivy([weakness(1), weakness(2)]));
    await home.send(sarif([code(1), code(2)]));
    const before = await openOf();
    expect(before.map(({ priority }) => priority)).toEqual(['P2', 'P2', 'P2', 'P2']);
    await intelligence(
      `insert into intel_kev (cve, date_added, source) values ('CVE-2024-1001', '2026-03-01', 'cisa')`,
      ['CVE-2024-1001', 'CVE-2024-9999'],
    );
    const after = await openOf();
    expect(after[0]).toMatchObject({ cve: 'CVE-2024-1001', priority: 'P1' });
    expect(Date.parse(after[0]!.due!)).toBeLessThan(Date.parse(before[0]!.due!));
    expect(after[0]!.because.join('; ')).toContain('KEV since 2026-03-01');
    expect(after.slice(1)).toEqual(before.slice(1));
    const [note] = await historyOf(after[0]!.id);
    expect(note).toMatch(
      /^decided-again: P2 → P1, due 2026-03-\d\d instead of 2026-0\d-\d\d, now known to be exploited: known exploited since 2026-03-01 \(KEV\)/,
    );
    const tickets = await home.rows<{ priority: number; due: Date }>(
      `select k.priority, k.due_at as due from ticket k where k.title like '%acme-part-1%'`,
    );
    expect(tickets).toEqual([{ priority: 1, due: new Date(after[0]!.due!) }]);
    expect(await home.rows('select * from intel_change')).toEqual([]);
    expect(await replayed()).toEqual({ findings: 4, differs: [] });
  });

  it('costs no row when it is told again, nor when a value moves where no rule looks', async () => {
    const before = await openOf();
    await intelligence(
      `insert into intel_epss (cve, score, percentile) values ('CVE-2024-1002', 0.01, 0.4)`,
      ['CVE-2024-1001', 'CVE-2024-1002'],
    );
    expect(await openOf()).toEqual(before);
  });

  it('is what lies in a service of which something else is known, with the same owner', async () => {
    await files('acme/shop', EDGE);
    const [exploited, ...others] = await openOf();
    expect(exploited).toMatchObject({ priority: 'P0' });
    expect((await historyOf(exploited!.id)).at(-1)).toContain('P1 → P0');
    expect((await historyOf(exploited!.id)).at(-1)).toContain('exposure internal → internet');
    expect(others.map(({ priority }) => priority)).toEqual(['P2', 'P2', 'P2']);
    expect(await replayed()).toEqual({ findings: 4, differs: [] });
  });

  it('goes on with what it had where its new owner comes with the same facts, and can still be replayed', async () => {
    await files('acme/shop', `${EDGE}paths:\n  - { match: "src/f1.ts", owner: ledger }\n`);
    expect(await replayed()).toEqual({ findings: 4, differs: [] });
    await files('acme/shop', EDGE);
  });

  it('is all that is open when a policy is activated so, and nothing when it is not', async () => {
    const before = await openOf();
    const policy = DEFAULT_POLICY.replace('P2: 30d', 'P2: 40d');
    await activate(2, policy, false);
    expect(await openOf()).toEqual(before);
    await activate(2, policy, true);
    const after = await openOf();
    // What comes to the same keeps the version that decided it.
    expect(after.map(({ version }) => version)).toEqual([1, 2, 2, 2]);
    for (const [i, row] of after.entries()) {
      const days = (Date.parse(row.due!) - Date.parse(before[i]!.due!)) / DAY;
      expect(days).toBe(row.version === 2 ? 10 : 0);
    }
    expect((await historyOf(after[1]!.id)).at(-1)).toContain('policy@2 is in force');
    expect(await replayed()).toEqual({ findings: 4, differs: [] });
    await activate(2, policy, true);
    expect(await openOf()).toEqual(after);
  });

  it('never gives a date back that has passed', async () => {
    await home.send(sarif([code(7)]), { repository: 'acme/late' });
    const [before] = await openOf('acme/late');
    home.clock.advance(50 * DAY);
    await activate(
      3,
      DEFAULT_POLICY.replace('P2: 30d', 'P2: 60d').replace(
        'then: P2\n    because: high',
        'then: P3\n    because: high',
      ),
      true,
    );
    const [after] = await openOf('acme/late');
    expect(after).toMatchObject({ priority: 'P3', due: before!.due });
    expect(after!.because.at(-1)).toContain('it stays what it was');
    // Nor does a scan that tells it otherwise.
    await home.send(sarif([{ ...code(7, 'warning'), message: 'other words' }]), { repository: 'acme/late' });
    expect((await openOf('acme/late'))[0]).toMatchObject({ due: before!.due });
    expect((await replayed()).differs).toEqual([]);
  });
});

async function activate(version: number, document: string, again: boolean): Promise<void> {
  await home.pool.query('update policy_version set active = false where active');
  await home.pool.query(
    `insert into policy_version (version, document, author, reason, created_at, active)
     values ($1, $2, 'ada', 'a test', now(), true) on conflict (version) do update set active = true`,
    [version, document],
  );
  await tell({ type: 'policy.activated', version, again });
}

describe('a clock', () => {
  it('starts for a fix when the fix appears, not before', async () => {
    await activate(4, DEFAULT_POLICY, false);
    await home.send(trivy([weakness(5, [])]), { repository: 'acme/back' });
    expect((await openOf('acme/back'))[0]).toMatchObject({ due: null });
    home.clock.advance(60 * DAY);
    await home.send(trivy([weakness(5)]), { repository: 'acme/back' });
    const [found] = await openOf('acme/back');
    expect(Date.parse(found!.due!) - home.clock.now().getTime()).toBeGreaterThan(29 * DAY);
    expect(found!.because.join()).toContain('the day the fix appeared');
    expect((await replayed()).differs).toEqual([]);
  });

  it('goes on when something comes back soon, and starts again when its fix had been verified for long', async () => {
    const [first] = await openOf('acme/back');
    await home.send(trivy([]), { repository: 'acme/back' });
    expect(await openOf('acme/back')).toEqual([]);
    home.clock.advance(5 * DAY);
    await home.send(trivy([weakness(5)]), { repository: 'acme/back' });
    expect((await openOf('acme/back'))[0]).toMatchObject({ due: first!.due });
    await home.send(trivy([]), { repository: 'acme/back' });
    home.clock.advance(31 * DAY);
    await home.send(trivy([weakness(5)]), { repository: 'acme/back' });
    const [again] = await openOf('acme/back');
    expect(Date.parse(again!.due!) - home.clock.now().getTime()).toBeGreaterThan(29 * DAY);
    expect(again!.because.join()).toContain('came back');
    expect((await replayed()).differs).toEqual([]);
  });

  it('of another look brings the finding back to the rules, once', async () => {
    await home.send(trivy([weakness(5), weakness(6, [])]), { repository: 'acme/back' });
    const reviews = () =>
      home.rows<{ at: Date }>(`select review_at as at from finding where component like '%acme-part-6%'`);
    const [first] = await reviews();
    expect(first!.at.getTime()).toBeGreaterThan(home.clock.now().getTime());
    home.clock.advance(31 * DAY);
    const { work, ids, clock, events, log } = home.house;
    const job = againByClockJob({ db: work.db, ids, clock, publish: events.publish });
    await job.run({}, { attempt: 1, lastAttempt: false, log });
    const [next] = await reviews();
    expect(next!.at.getTime()).toBeGreaterThan(home.clock.now().getTime());
    const before = await openOf('acme/back');
    await job.run({}, { attempt: 1, lastAttempt: false, log });
    expect(await openOf('acme/back')).toEqual(before);
    expect((await replayed()).differs).toEqual([]);
  });
});

describe('the trail of a decision', () => {
  it('tells regimes, facts with what was not assessed, its clock, and that it comes out the same', async () => {
    const [found] = await openOf();
    const id = toPublicId('finding', found!.id);
    const trail = await explainDecision({ db: home.house.database.db, clock: home.clock }, id);
    expect(trail).toMatchObject({
      finding: id,
      priority: found!.priority,
      dueAt: found!.due,
      because: found!.because,
      replay: { equal: true, differs: [] },
    });
    expect(trail.regimes).toContainEqual({ name: 'standard', dueAt: found!.due, duties: [], holds: true });
    const factOf = (name: string) => trail.facts.find((fact) => fact.name === name);
    expect(factOf('known exploited (KEV)')).toMatchObject({ value: 'yes', source: 'CISA KEV' });
    expect(factOf('EPSS')).toMatchObject({ value: null });
    expect(factOf('exposure')).toMatchObject({ value: 'internet' });
  });

  it('is told to whoever may read, and there is none of what is not there', async () => {
    const server = await testServer(home.house.database, home.clock);
    await server.app.register(decisionRoutes({ db: home.house.database.db, clock: home.clock }));
    await server.app.ready();
    const [found] = await openOf();
    const url = `/api/v1/findings/${toPublicId('finding', found!.id)}/decision`;
    const headers = await server.cookieOf('ada@acme.example');
    const answer = await server.app.inject({ url, headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ priority: found!.priority, replay: { equal: true } });
    expect((await server.app.inject({ url })).statusCode).toBe(401);
    const none = await server.app.inject({ url: '/api/v1/findings/fnd_0/decision', headers });
    expect(none.json()).toMatchObject({ status: 404, code: 'LK-NOT-FOUND' });
    await server.app.close();
  });

  it('says so when what is stored is not what comes out, and what would be decided today', async () => {
    const [found] = await openOf();
    const explain = () =>
      explainDecision({ db: home.house.database.db, clock: home.clock }, toPublicId('finding', found!.id));
    await home.rows('update finding set priority = 4 where id = $1', [found!.id]);
    expect((await explain()).replay).toEqual({ equal: false, differs: [`P4 → ${found!.priority}`] });
    const priority = PRIORITIES.indexOf(found!.priority as 'P0');
    await home.rows('update finding set priority = $2 where id = $1', [found!.id, priority]);
    await home.rows(`delete from intel_kev`);
    expect((await explain()).today).toMatchObject({
      priority: 'P2',
      why: expect.stringContaining('no longer in the catalogue'),
    });
    // What comes back from an exception is decided by what is known then.
    const [at] = await home.rows<{ targetId: string }>(
      'select target_id as "targetId" from finding where id = $1',
      [found!.id],
    );
    await tell({ type: 'findings.opened-again', targetId: at!.targetId, findingIds: [found!.id] });
    expect((await explain()).priority).toBe('P2');
    expect((await explain()).today).toBeNull();
    // A decision of before facts were kept is told as it stands.
    await home.rows(
      'update reason set facts = null where id = (select decision_reason_id from finding where id = $1)',
      [found!.id],
    );
    expect((await explain()).replay.equal).toBeNull();
  });
});

describe('what waits for the image below', () => {
  const layers = (...digests: string[]) => digests.map((name) => `sha256:${name.repeat(64)}`);
  const image = (name: string, ids: string[], weak: boolean) => ({
    SchemaVersion: 2,
    ArtifactName: name,
    ArtifactType: 'container_image',
    Metadata: { DiffIDs: ids },
    Results: [
      {
        Target: name,
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: weak
          ? [
              {
                VulnerabilityID: 'CVE-2024-7777',
                PkgName: 'libacme',
                InstalledVersion: '1.0-1',
                FixedVersion: '1.0-2',
                Severity: 'HIGH',
                Layer: { DiffID: ids[0] },
              },
            ]
          : [],
      },
    ],
  });
  const send = (name: string, ids: string[], weak: boolean) =>
    home.send(image(name, ids, weak), { target: `image:${name}` });
  const clocks = () =>
    home.rows<{ waits: string | null; by: string | null; days: number; due: Date | null }>(
      `select c.waits_for as waits, c.paused_by as by, c.paused_days as days, f.due_at as due
       from finding f join target t on t.id = f.target_id left join finding_clock c on c.finding_id = f.id
       where t.key = 'registry.acme.example/app:1' and f.state = 'open'`,
    );

  it('stands still while that one has something to fix, and goes on from where it stood', async () => {
    await activate(5, DEFAULT_POLICY, false);
    await send('registry.acme.example/base:1', layers('a'), true);
    await send('registry.acme.example/app:1', layers('a', 'b'), true);
    expect(await clocks()).toEqual([{ waits: 'base-image', by: 'waits-for-base-image', days: 0, due: null }]);
    expect((await replayed()).differs.length).toBeLessThanOrEqual(1);
    home.clock.advance(10 * DAY);
    await send('registry.acme.example/base:1', layers('c'), false);
    const { work, ids, clock, events, log } = home.house;
    const job = againByClockJob({ db: work.db, ids, clock, publish: events.publish });
    await job.run({}, { attempt: 1, lastAttempt: false, log });
    const [after] = await clocks();
    expect(after).toMatchObject({ waits: null, by: null });
    expect(after!.days).toBeGreaterThan(9.9);
    expect(after!.due!.getTime()).toBeGreaterThan(home.clock.now().getTime() + 29 * DAY);
  });
});
