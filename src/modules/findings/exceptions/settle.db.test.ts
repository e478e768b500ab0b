import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exceptionsHouse } from '../../../../test/harness/exceptions.ts';
import { DAY } from '../../../../test/harness/house.ts';
import { grype, sarif, trivy } from '../../../../test/harness/reports.ts';
import { settleException } from './settle.ts';

let home: Awaited<ReturnType<typeof exceptionsHouse>>;
beforeAll(async () => {
  home = await exceptionsHouse();
}, 30_000);
afterAll(() => home.close());

const LEFT = { name: 'left', version: '1.0.0', fixed: ['2.0.0'] };
const until = (days: number) => new Date(home.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);
const states = (repository: string) =>
  home
    .rows<{ state: string; n: number }>(
      `select f.state, count(*)::int as n from finding f join target t on t.id = f.target_id where t.key = $1
       group by f.state order by f.state`,
      [repository],
    )
    .then((rows) => Object.fromEntries(rows.map(({ state, n }) => [state, n])));
const firstIn = async (repository: string) => {
  const [row] = await home.rows<{ id: string; fix: string | null; priority: number }>(
    `select 'fnd_' || replace(f.id::text, '-', '') as id, f.fix_id as fix, f.priority from finding f
     join target t on t.id = f.target_id where t.key = $1 order by f.priority, f.id`,
    [repository],
  );
  return row!;
};
const uuid = (publicId: string) =>
  publicId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** An exception of P2 accepted risk, both words given. */
async function acceptRisk(finding: string, scope: object = { of: 'finding', finding }) {
  const asked = await home.ask('sec', { kind: 'accepted-risk', until: until(60), scope: scope as never });
  const { id } = asked.body;
  await home.say('sue', id, 'grant');
  return { id, asked };
}

describe('a package everywhere', () => {
  it('is let off in every repository, also in those that tell of it later and by another name, until it is revoked', async () => {
    for (const repository of ['acme/one', 'acme/two'])
      await home.send(
        trivy([
          { cve: 'CVE-2099-1001', ...LEFT },
          { cve: 'CVE-2099-1002', ...LEFT },
        ]),
        { repository },
      );
    const { id: finding } = await firstIn('acme/one');
    const scope = { of: 'package', finding, vulnerability: 'CVE-2099-1001' } as const;
    const { id, ...asked } = (await home.ask('cho', { scope, grant: true })).body;
    expect(asked).toMatchObject({ state: 'asked', findings: 2, allTeams: true });
    await home.say('sec', id, 'grant');
    expect([await states('acme/one'), await states('acme/two')]).toEqual([
      { excepted: 1, open: 1 },
      { excepted: 1, open: 1 },
    ]);
    await home.rows(
      `insert into vulnerability_alias values ('CVE-2099-1001', 'CVE-2099-1001', 'test'), ('GHSA-1001', 'CVE-2099-1001', 'test')`,
    );
    await home.send(trivy([{ cve: 'GHSA-1001', ...LEFT }]), { repository: 'acme/three' });
    expect(await states('acme/three')).toEqual({ excepted: 1 });
    await home.say('sec', id, 'revoke');
    expect([await states('acme/one'), await states('acme/three')]).toEqual([{ open: 2 }, { open: 1 }]);
  });
});

describe('the line', () => {
  it('lets nothing open again that a person let off, whatever the scan tells of it, until it is fixed', async () => {
    const repository = 'acme/line';
    const one = { rule: 'r1', path: 'a.ts', line: 3, text: 'q(a)' };
    await home.send(sarif([one]), { repository });
    const { id: finding } = await firstIn(repository);
    await home.ask('sec', { scope: { of: 'finding', finding }, grant: true });
    for (const next of [
      { ...one, line: 9 },
      { ...one, line: 9, level: 'warning' as const },
      { ...one, message: 'other words' },
    ]) {
      await home.send(sarif([next]), { repository });
      expect(await states(repository)).toEqual({ excepted: 1 });
    }
    await home.send(sarif([]), { repository });
    expect(await states(repository)).toEqual({ fixed: 1 });
    // Told again, it is what was let off.
    await home.send(sarif([one]), { repository });
    expect(await states(repository)).toEqual({ excepted: 1 });
  });

  it('keeps what the tool itself suppresses apart: the end of an exception does not open it', async () => {
    const repository = 'acme/told';
    const one = { rule: 'r1', path: 'a.ts', line: 3, text: 'q(a)' };
    await home.send(sarif([one]), { repository });
    const { id: finding } = await firstIn(repository);
    const { id } = (await home.ask('sec', { scope: { of: 'finding', finding }, grant: true })).body;
    await home.send(sarif([{ ...one, suppressed: 'tested' }]), { repository });
    await home.say('sec', id, 'revoke');
    expect(await states(repository)).toEqual({ excepted: 1 });
    await home.send(sarif([one]), { repository });
    expect(await states(repository)).toEqual({ open: 1 });
  });
});

describe('what grows more urgent than was accepted', () => {
  const repository = 'acme/urgent';

  it('opens again by itself, with the reason, while the exception goes on for the rest', async () => {
    await home.send(
      trivy([
        { cve: 'CVE-2099-2001', ...LEFT, severity: 'MEDIUM' },
        { cve: 'CVE-2099-2002', ...LEFT, severity: 'MEDIUM' },
      ] as never),
      { repository },
    );
    const { id: finding, fix } = await firstIn(repository);
    await home.rows('update finding set priority = 2 where fix_id = $1', [fix]);
    const { id, asked } = await acceptRisk(finding, { of: 'fix', fix: `fix_${fix!.replaceAll('-', '')}` });
    expect(asked.body).toMatchObject({ priority: 'P2' });
    // The manager's word is missing: nobody of this team is one.
    expect(await states(repository)).toEqual({ open: 2 });
    await home.rows(`update exception set state = 'granted', ceiling = 2, decided_at = now() where id = $1`, [
      uuid(id),
    ]);
    await settleException(home.deps, uuid(id));
    expect(await states(repository)).toEqual({ excepted: 2 });
    await home.rows('update finding set priority = 0 where id = $1', [uuid(finding)]);
    await home.house.database.db
      .transaction()
      .execute((tx) => home.deps.publish(tx, { type: 'fixes.changed', fixIds: [fix] }));
    await home.settle();
    expect(await states(repository)).toEqual({ excepted: 1, open: 1 });
    const [last] = await home.rows<{ note: string }>(
      `select note from finding_event where finding_id = $1 and kind = 'exception-ended'`,
      [uuid(finding)],
    );
    expect(last?.note).toBe('it is P0 now: more urgent than what was accepted, so it has to be decided anew');
  });
});

describe('one weakness that two tools tell', () => {
  it('is let off and comes back as one', async () => {
    const repository = 'acme/both';
    await home.send(trivy([{ cve: 'CVE-2099-3001', ...LEFT }]), { repository });
    await home.send(grype([{ cve: 'CVE-2099-3001', ...LEFT }]), { repository });
    const { id: finding } = await firstIn(repository);
    const { id } = (await home.ask('sec', { scope: { of: 'finding', finding }, grant: true })).body;
    expect(await states(repository)).toEqual({ excepted: 2 });
    await home.send(trivy([{ cve: 'CVE-2099-3001', ...LEFT, fixed: ['3.0.0'] }]), { repository });
    expect(await states(repository)).toEqual({ excepted: 2 });
    await home.say('sec', id, 'revoke');
    expect(await states(repository)).toEqual({ open: 2 });
    const fixes = await home.rows(
      `select open_findings from fix x join target t on t.id = x.target_id where t.key = $1 and x.state = 'open'`,
      [repository],
    );
    expect(fixes).toEqual([{ open_findings: 1 }]);
  });
});

describe('a tool that comes later', () => {
  it('and tells what was let off opens nothing and makes no ticket', async () => {
    const repository = 'acme/later';
    await home.send(trivy([{ cve: 'CVE-2099-3101', ...LEFT }]), { repository });
    const { id: finding } = await firstIn(repository);
    await home.ask('sec', { scope: { of: 'finding', finding }, grant: true });
    await home.send(grype([{ cve: 'CVE-2099-3101', ...LEFT }]), { repository });
    expect(await states(repository)).toEqual({ excepted: 2 });
    const open = await home.rows(
      `select from ticket k join fix x on x.id = k.fix_id join target t on t.id = x.target_id
       where t.key = $1 and k.state <> 'closed'`,
      [repository],
    );
    expect(open).toEqual([]);
  });
});

describe('cut off', () => {
  it('between two batches, applying and ending are simply done again, and nothing is told twice', async () => {
    const repositories = ['acme/cut-1', 'acme/cut-2', 'acme/cut-3'];
    for (const repository of repositories)
      await home.send(trivy([{ cve: 'CVE-2099-4001', ...LEFT }]), { repository });
    const all = () => Promise.all(repositories.map(states));
    const { id: finding } = await firstIn(repositories[0]!);
    const { id } = (await home.ask('dev', { scope: { of: 'package', finding } })).body;
    await home.rows(`update exception set state = 'granted', decided_at = now() where id = $1`, [uuid(id)]);
    let batches = 0;
    const dying = {
      ...home.deps,
      publish: async (...args: Parameters<typeof home.deps.publish>) => {
        if (++batches === 2) throw new Error('killed');
        return home.deps.publish(...args);
      },
    };
    await expect(settleException(dying, uuid(id))).rejects.toThrow('killed');
    expect((await all()).filter((one) => one['excepted'] === 1)).toHaveLength(1);
    await settleException(home.deps, uuid(id));
    expect(await all()).toEqual([{ excepted: 1 }, { excepted: 1 }, { excepted: 1 }]);
    expect(await settleException(home.deps, uuid(id))).toBe(0);
    await home.settle();
    batches = 0;
    await home.rows(`update exception set state = 'revoked', ended_at = now() where id = $1`, [uuid(id)]);
    await expect(settleException(dying, uuid(id))).rejects.toThrow('killed');
    await settleException(home.deps, uuid(id));
    expect(await all()).toEqual([{ open: 1 }, { open: 1 }, { open: 1 }]);
    const told = await home.rows<{ kind: string; n: number }>(
      `select e.kind, count(*)::int as n from finding_event e join finding f on f.id = e.finding_id
       where 'CVE-2099-4001' = any(f.vulnerabilities) and e.kind like 'exce%' group by e.kind order by e.kind`,
    );
    expect(told).toEqual([
      { kind: 'excepted', n: 3 },
      { kind: 'exception-ended', n: 3 },
    ]);
  });

  it('granted while a scan is at work, it covers what that scan writes afterwards', async () => {
    const repository = 'acme/race';
    await home.send(sarif([{ rule: 'r1', path: 'a.ts', line: 1, text: 'q(a)' }]), { repository });
    const { id: finding } = await firstIn(repository);
    const { pool } = home.house.database;
    const scan = await pool.connect();
    try {
      await scan.query('begin');
      await scan.query('select pg_current_xact_id()');
      const scope = { of: 'rule', finding, path: '' } as const;
      const { id } = (
        await home.call<{ id: string }>('sec', 'POST', '', {
          kind: 'false-positive',
          reason: 'x',
          scope,
          grant: true,
        })
      ).body;
      await scan.query(
        `insert into finding select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'state', 'open', 'exception_id', null, 'path', 'b.ts'))).*
         from finding f where id = $1`,
        [uuid(finding)],
      );
      await scan.query('commit');
      await home.settle();
      expect(await states(repository)).toEqual({ excepted: 2 });
      expect(await home.call('dev', 'GET', `/${id}`)).toMatchObject({
        body: { applying: false, covered: 2 },
      });
    } finally {
      scan.release();
    }
  });
});
