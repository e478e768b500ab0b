import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, openTestHouse } from '../../../test/harness/house.ts';
import { npmAudit, sarif, trivy } from '../../../test/harness/reports.ts';
import { tellFindings } from '../../app/tell-findings.ts';
import { importOrganisation } from '../organisation/public.ts';
import { ownershipChanged, watchOwnership } from '../ownership/public.ts';
import { storeFilesOf } from '../ownership/service.ts';
import type { ReOwnDeps } from './new-owner.ts';
import { reOwnTarget } from './re-own.ts';

const ORGANISATION = `
businessUnits: [{ key: shop, name: Shop, fallbackQueue: DESK }]
teams:
  - { key: payments, unit: shop, queue: PAY }
  - { key: ledger, unit: shop, queue: LED }
  - { key: desk, unit: shop, queue: DESK }
repositories: [{ key: acme/shop, unit: shop }, { key: acme/big, unit: shop }, { key: acme/two, unit: shop }]
`;

let home: Awaited<ReturnType<typeof openTestHouse>>;
let deps: ReOwnDeps;
beforeAll(async () => {
  home = await openTestHouse();
  const { house } = home;
  const { ids, clock } = house;
  deps = {
    db: house.work.db,
    ids,
    clock,
    publish: house.events.publish,
    publishAll: house.events.publishAll,
    tell: tellFindings(ids),
  };
  await importIt(ORGANISATION);
  for (const key of ['acme/shop', 'acme/big', 'acme/two']) await files(key, 'owner: payments\n');
});
afterAll(() => home.close());

const importIt = (text: string) =>
  home.house.database.db.transaction().execute((tx) => importOrganisation(tx, home.house.ids, text));

/** The repository's one about.yaml, and that it changed is told. */
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

const targetId = async (key: string) =>
  (await home.rows<{ id: string }>('select id from target where key = $1', [key]))[0]!.id;

interface Row {
  id: string;
  path: string | null;
  team: string;
  unowned: boolean;
  due: Date | null;
  fix_id: string;
  priority: number;
  because: string[];
}
const openOf = (key: string, path = '') =>
  home.rows<Row>(
    `select f.id, f.path, t.key as team, f.unowned, f.due_at as due, f.fix_id, f.priority, r.because
     from finding f join target g on g.id = f.target_id join team t on t.id = f.owner_team_id
     join reason r on r.id = f.owner_reason_id
     where g.key = $1 and f.state in ('open', 'reopened') and coalesce(f.path, '') like $2 || '%' order by f.id`,
    [key, path],
  );
const teamsOf = async (key: string, path = '') => [
  ...new Set((await openOf(key, path)).map(({ team }) => team)),
];
const ticketsOf = (key: string) =>
  home.rows<{ key: string; state: string; due: Date | null; title: string; told: string[] }>(
    `select k.queue || '-' || k.number as key, k.state, k.due_at as due, k.title,
       array(select c.text from ticket_comment c where c.ticket_id = k.id order by c.at, c.id) as told
     from ticket k join fix x on x.id = k.fix_id join target g on g.id = x.target_id
     where g.key = $1 order by k.queue, k.number`,
    [key],
  );
const historyOf = async (id: string) =>
  (
    await home.rows<{ kind: string; note: string }>(
      'select kind, note from finding_event where finding_id = $1 order by at, id',
      [id],
    )
  ).map(({ kind, note }) => `${kind}: ${note}`);

const weakness = { cve: 'CVE-2024-1111', name: 'acme-router', version: '1.3.0', fixed: ['1.4.9'] };
const code = (n: number, folder: string) => ({
  path: `${folder}/f${n}.ts`,
  line: n + 1,
  text: `query(v${n})`,
  rule: `r${n % 3}`,
});

describe('findings whose owner changes', () => {
  it('move with their ticket and their date, and their history says from whom and why', async () => {
    await home.send(sarif([code(1, 'src/pay'), code(2, 'src/ledger')]));
    await home.send(trivy([weakness]));
    const before = await openOf('acme/shop');
    expect(await teamsOf('acme/shop')).toEqual(['payments']);
    const [old] = (await ticketsOf('acme/shop')).filter(({ title }) => title.includes('src/ledger'));
    home.clock.advance(DAY);
    await files('acme/shop', 'owner: payments\npaths:\n  - { match: "src/ledger/**", owner: ledger }\n');
    expect(await teamsOf('acme/shop', 'src/ledger')).toEqual(['ledger']);
    expect(await teamsOf('acme/shop', 'src/pay')).toEqual(['payments']);
    const [moved] = await openOf('acme/shop', 'src/ledger');
    expect(moved!.due).toEqual(before.find(({ id }) => id === moved!.id)!.due);
    expect(await historyOf(moved!.id)).toEqual([
      'moved-owner: from payments; now ledger, because about.yaml:4 paths "src/ledger/**"',
    ]);
    const tickets = await ticketsOf('acme/shop');
    const theirs = tickets.find(({ key }) => key.startsWith('LED-'))!;
    expect(theirs).toMatchObject({
      state: 'open',
      due: old!.due,
      told: [`Moved here from ${old!.key}, with its date.`],
    });
    expect(tickets.find(({ key }) => key === old!.key)).toMatchObject({
      state: 'closed',
      told: [
        `Moved to ${theirs.key}: this is with ledger now, by the same date. Nothing is left to do here. Thank you.`,
      ],
    });
    expect(tickets.filter(({ state }) => state === 'open')).toHaveLength(3);
  });

  it('have the fix that a scan gives them: the next change of their wording makes no other', async () => {
    const before = await openOf('acme/shop');
    const reworded = [code(1, 'src/pay'), code(2, 'src/ledger')].map((one) => ({
      ...one,
      message: 'other words',
    }));
    await home.send(sarif(reworded));
    await home.send(trivy([{ ...weakness, fixed: ['1.4.9', '1.5.0'] }]));
    expect((await openOf('acme/shop')).map(({ id, fix_id }) => [id, fix_id])).toEqual(
      before.map(({ id, fix_id }) => [id, fix_id]),
    );
  });

  it('come back when the file says so, and their ticket of old opens again', async () => {
    await files('acme/shop', 'owner: payments\n');
    expect(await teamsOf('acme/shop')).toEqual(['payments']);
    const tickets = await ticketsOf('acme/shop');
    const [theirs, ours] = ['LED-', 'PAY-'].map(
      (queue) => tickets.find(({ key, title }) => key.startsWith(queue) && title.includes('src/ledger'))!,
    );
    expect(ours).toMatchObject({ state: 'open' });
    expect(theirs!.state).toBe('closed');
    expect(theirs!.told.at(-1)).toContain(`Moved to ${ours!.key}`);
  });

  it('stay as they are, without a row written, when a file says the same in another line', async () => {
    const before = await home.rows('select id, xmin::text from finding order by id');
    await files('acme/shop', '# who to ask\nowner: payments\n');
    expect(await home.rows('select id, xmin::text from finding order by id')).toEqual(before);
  });

  it('go on as one weakness where several tools tell of it, in one ticket of the new owner', async () => {
    await home.send(trivy([{ ...weakness, name: 'acme-two' }]), { repository: 'acme/two' });
    const advisory = { name: 'acme-two', ghsa: 'GHSA-1111-2222-3333', severity: 'high' as const };
    await home.send(npmAudit([advisory]), { repository: 'acme/two' });
    const leads = () =>
      home.rows(`select id, lead_id from finding where target_id = $1 order by id`, [target]);
    const target = await targetId('acme/two');
    const before = await leads();
    await files('acme/two', 'owner: ledger\n');
    expect(await leads()).toEqual(before);
    const open = await openOf('acme/two');
    expect(open.map(({ team }) => team)).toEqual(open.map(() => 'ledger'));
    const tickets = (await ticketsOf('acme/two')).filter(({ state }) => state === 'open');
    expect(tickets.every(({ key }) => key.startsWith('LED-'))).toBe(true);
    expect(tickets).toHaveLength(new Set(open.map(({ fix_id }) => fix_id)).size);
  });
});

describe('whatever changes the owner', () => {
  it('is found without being told: a team that is retired leaves its findings to the fallback queue', async () => {
    await watchOwnership(deps);
    await home.settle();
    expect(await watchOwnership(deps)).toBe(0);
    await home.rows(`update team set retired_at = $1 where key = 'ledger'`, [home.clock.now()]);
    expect(await watchOwnership(deps)).toBeNull();
    await home.settle();
    const [finding] = await openOf('acme/two');
    expect(finding).toMatchObject({ team: 'desk', unowned: true });
    expect((await historyOf(finding!.id)).at(-1)).toMatch(/^moved-owner: from ledger; now desk, because/);
    await home.rows(`update team set retired_at = null where key = 'ledger'`);
    await watchOwnership(deps);
    await home.settle();
    expect(await teamsOf('acme/two')).toEqual(['ledger']);
  });

  it('may be the registry: what a file calls its owner becomes a team by an import', async () => {
    await files('acme/two', 'owner: newcomers\n');
    expect(await teamsOf('acme/two')).toEqual(['desk']);
    await importIt('teams: [{ key: newcomers, unit: shop, queue: NEW }]');
    await watchOwnership(deps);
    await home.settle();
    expect(await teamsOf('acme/two')).toEqual(['newcomers']);
    expect((await openOf('acme/two')).every(({ unowned }) => !unowned)).toBe(true);
  });
});

describe('twenty thousand findings', () => {
  const MANY = 20_000;
  beforeAll(async () => {
    const results = Array.from({ length: MANY }, (_, n) => ({
      ...code(n, `src/part-${n % 40}`),
      line: n + 1,
    }));
    await home.upload(sarif(results), { repository: 'acme/big' });
    await home.settle(60_000);
    expect(await teamsOf('acme/big')).toEqual(['payments']);
  }, 90_000);

  /** The file alone: who resolves again is up to the test. */
  async function silently(owner: string) {
    const { database, ids, clock } = home.house;
    const content = `apiVersion: lanekeeper.dev/v1\nowner: ${owner}\n`;
    await database.db
      .transaction()
      .execute((tx) =>
        storeFilesOf(tx, { ids, now: clock.now() }, 'acme/big', [{ path: 'about.yaml', content }]),
      );
  }
  const countMoved = async () =>
    (
      await home.rows<{ n: number; findings: number }>(
        `select count(*)::int as n, count(distinct e.finding_id)::int as findings from finding_event e join finding f on f.id = e.finding_id
       where f.target_id = $1 and e.kind = 'moved-owner'`,
        [await targetId('acme/big')],
      )
    )[0]!;

  it('move in seconds, each told once, also when two do it at the same time', async () => {
    await silently('ledger');
    const target = await targetId('acme/big');
    const begun = performance.now();
    const moved = await Promise.all([reOwnTarget(deps, target), reOwnTarget(deps, target)]);
    const seconds = (performance.now() - begun) / 1000;
    expect(moved[0]! + moved[1]!).toBe(MANY);
    expect(await countMoved()).toEqual({ n: MANY, findings: MANY });
    expect(await teamsOf('acme/big')).toEqual(['ledger']);
    expect(seconds).toBeLessThan(60);
    await home.settle(60_000);
    const queues = new Set(
      (await ticketsOf('acme/big'))
        .filter(({ state }) => state === 'open')
        .map(({ key }) => key.split('-')[0]),
    );
    expect([...queues]).toEqual(['LED']);
  }, 120_000);

  it('all arrive when the work is cut off in the middle and done again', async () => {
    await silently('payments');
    const target = await targetId('acme/big');
    let told = 0;
    const failing: ReOwnDeps = {
      ...deps,
      publish: async (tx, event) => {
        if (++told === 3) throw new Error('cut off');
        await deps.publish(tx, event);
      },
    };
    await expect(reOwnTarget(failing, target)).rejects.toThrow('cut off');
    const half = (await openOf('acme/big')).filter(({ team }) => team === 'payments').length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(MANY);
    expect(await reOwnTarget(deps, target)).toBe(MANY - half);
    expect(await countMoved()).toEqual({ n: 2 * MANY, findings: MANY });
    expect(await reOwnTarget(deps, target)).toBe(0);
    await home.settle(60_000);
    const [wrong] = await home.rows(
      `select count(*) as n from fix x where x.target_id = $1 and x.open_findings <> (select count(*) from finding f
         where f.fix_id = x.id and f.state in ('open', 'reopened') and f.lead_id is null)`,
      [target],
    );
    expect(wrong).toEqual({ n: 0 });
  }, 120_000);

  it('wait for a scan that began with the old owner, so that what it stores moves, too', async () => {
    await silently('ledger');
    const target = await targetId('acme/big');
    const client = await home.pool.connect();
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtextextended('target:' || $1, 0))`, [target]);
    let done = false;
    const work = reOwnTarget(deps, target).then((moved) => {
      done = true;
      return moved;
    });
    await client.query(
      `insert into finding select x.* from finding f, jsonb_populate_record(null::finding,
         to_jsonb(f) || jsonb_build_object('id', gen_random_uuid())) x where f.target_id = $1 limit 1`,
      [target],
    );
    expect(done).toBe(false);
    await client.query('commit');
    client.release();
    expect(await work).toBe(MANY + 1);
    expect(await teamsOf('acme/big')).toEqual(['ledger']);
  }, 120_000);
});
