import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { type CodeResult, sarif, trivy } from '../../../test/harness/reports.ts';
import { importOrganisation } from '../organisation/public.ts';
import { ownershipChanged } from '../ownership/public.ts';
import { explainOwner, storeFilesOf } from '../ownership/service.ts';
import { loadFixes } from '../tickets/store.ts';

const organisation = (allowed: string) => `
teams:
  - { key: payments, queue: PAY, allowedQueues: [${allowed}] }
  - { key: ledger, queue: LED, allowedQueues: [LED-DB] }
`;

let home: TestHouse;
let repository = '';
let count = 0;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());
beforeEach(async () => {
  repository = `acme/queue-${++count}`;
  await importTeams('PAY-OPS, PAY-WEB');
});

const importTeams = (allowed: string) =>
  home.house.database.db
    .transaction()
    .execute((tx) => importOrganisation(tx, home.house.ids, organisation(allowed)));

/** The repository's one about.yaml, told to whatever listens. */
async function about(text: string): Promise<void> {
  const { database, ids, clock, events } = home.house;
  const content = `apiVersion: lanekeeper.dev/v1\n${text}\n`;
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

const code = (folder: string): CodeResult => ({ path: `${folder}/a.ts`, text: `query(${folder})` });
const scan = (...folders: string[]) => home.send(sarif(folders.map(code)), { repository });
const tickets = () =>
  home.rows<{ fix: string; queue: string; state: string; folder: string | null }>(
    `select x.id as fix, k.queue, k.state, x.folder from ticket k join fix x on x.id = k.fix_id
     join target t on t.id = x.target_id where t.key = $1 order by x.folder, k.queue`,
    [repository],
  );
const queues = async () => (await tickets()).map(({ queue }) => queue);
/** Every row version of what a scan may write: equal before and after = nothing was written. */
const written = () =>
  home.rows(
    `select 'finding' as t, id::text, xmin::text from finding union all
     select 'fix', id::text, xmin::text from fix union all
     select 'ticket', id::text, xmin::text from ticket order by 1, 2`,
  );

describe('a ticket stands in the queue', () => {
  it('that its about.yaml chooses among those of the team, for the file and for each path', async () => {
    await about(
      'owner: payments\njira: { project: pay-ops }\npaths:\n  - { match: "web/**", owner: payments, jira: { project: PAY-WEB } }',
    );
    await scan('src', 'web');
    expect((await tickets()).map(({ folder, queue }) => [folder, queue])).toEqual([
      ['src', 'PAY-OPS'],
      ['web', 'PAY-WEB'],
    ]);
  });

  it('of the team where the file chooses one that is not allowed, and the file’s people are told', async () => {
    await about('owner: payments\njira: { project: LED-DB }');
    await scan('src');
    expect(await queues()).toEqual(['PAY']);
    const { problems } = await explainOwner(home.house.database.db, repository, null, home.clock.now());
    expect(problems).toMatchObject([
      { file: 'about.yaml', level: 'warning', code: 'not-used', message: expect.stringContaining('LED-DB') },
    ]);
  });

  it('of the team once the registry no longer allows the other one', async () => {
    await about('owner: payments\njira: { project: PAY-OPS }');
    await scan('src');
    const [{ fix } = { fix: '' }] = await tickets();
    const asked = () =>
      home.house.database.db.transaction().execute(async (tx) => (await loadFixes(tx, [fix]))[0]?.ownerQueue);
    expect(await asked()).toBe('PAY-OPS');
    await importTeams('PAY-WEB');
    expect(await asked()).toBe('PAY');
  });

  it('that the file chose before there was something to do', async () => {
    const weakness = { cve: 'CVE-2024-1111', name: 'acme-router', version: '1.3.0' };
    const report = (...fixed: string[]) =>
      home.send(JSON.stringify(trivy([{ ...weakness, fixed }])).replace('"HIGH"', '"LOW"'), { repository });
    await about('owner: payments');
    await report();
    expect(await queues()).toEqual([]);
    await about('owner: payments\njira: { project: PAY-OPS }');
    await report('1.4.9');
    expect(await queues()).toEqual(['PAY-OPS']);
  });

  it('that the file of its new owner chooses, when it moves', async () => {
    await about('owner: payments\njira: { project: PAY-OPS }');
    await scan('src');
    await about('owner: ledger\njira: { project: LED-DB }');
    expect((await tickets()).map(({ queue, state }) => [queue, state])).toEqual([
      ['LED-DB', 'open'],
      ['PAY-OPS', 'closed'],
    ]);
  });
});

describe('a ticket that stands', () => {
  it('stays when the file chooses another queue; new ones go there', async () => {
    await about('owner: payments');
    await scan('src');
    const before = await written();
    await about('owner: payments\njira: { project: PAY-OPS }');
    expect(await written()).toEqual(before);
    await scan('src', 'web');
    expect(await queues()).toEqual(['PAY', 'PAY-OPS']);
  });

  it('costs no row when the report is unchanged', async () => {
    await about('owner: payments\njira: { project: PAY-OPS }');
    await scan('src', 'web');
    const before = await written();
    expect(await scan('src', 'web')).toMatchObject({ state: 'same' });
    // A part is compared one by one.
    const part = await home.send(sarif([code('web')]), { repository, partial: 'true' });
    expect(part).toMatchObject({ state: 'done', delta: { opened: 0, seen: 1 } });
    expect(await written()).toEqual(before);
  });
});
