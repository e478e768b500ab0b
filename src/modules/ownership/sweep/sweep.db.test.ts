import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MemoryRepository, memoryHost } from '../../../../test/fakes/memory-host.ts';
import { connectionsDeps } from '../../../../test/harness/connections.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { movableClock } from '../../../../test/harness/server.ts';
import { AppError } from '../../../kernel/errors.ts';
import { systemIds } from '../../../platform/clock.ts';
import { createLog } from '../../../platform/log.ts';
import type { HappenedEvent } from '../../../platform/outbox/events.ts';
import { openConnection, putConnection } from '../../connections/public.ts';
import { ensureRepository, ensureTriageTeam } from '../../organisation/public.ts';
import type { SweepDeps } from './deps.ts';
import { sweep } from './sweep.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let host: ReturnType<typeof memoryHost>;
let deps: SweepDeps;
let connectionId: string;
let told: HappenedEvent[];
const clock = movableClock('2026-03-02T09:00:00Z');

const ABOUT = 'apiVersion: lanekeeper.dev/v1\nowner: payments-core\n';
const repository = (id: string, more: Partial<MemoryRepository> = {}): MemoryRepository => ({
  id,
  key: `acme/r${id}`,
  pushes: 1,
  files: { 'about.yaml': ABOUT, 'src/main.ts': 'x' },
  ...more,
});
const many = (count: number) => Array.from({ length: count }, (_, n) => repository(String(n + 1)));

/** A connection to a code host of its own, with these deps. */
async function connect(options: Parameters<typeof memoryHost>[0] = {}, key = 'code') {
  host = memoryHost({ pageSize: 10, ...options });
  const base = connectionsDeps(database, clock, host.connector);
  const publishAll = async (_tx: unknown, events: readonly HappenedEvent[]) => void told.push(...events);
  deps = { ...base, pool: database.pool, publishAll, log: createLog('silent') };
  const settings = { organisation: 'acme' };
  await putConnection(deps, key, { system: 'memory', settings, secrets: {}, enabled: true }, 'test');
  connectionId = (await openConnection(deps, { key })).id;
}

beforeAll(async () => {
  database = await testDatabase();
  await ensureTriageTeam(database.db, systemIds());
});
afterAll(async () => {
  await deps?.client.close();
  await database?.drop();
});
beforeEach(async () => {
  told = [];
  await database.pool.query('delete from repository; delete from connection');
  await connect();
});

const rows = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await database.pool.query(text, values)).rows as Row[];
const repositories = () =>
  rows<{ id: string; key: string; host_id: string; archived: boolean; former_names: string[] }>(
    'select id, key, host_id, archived, former_names from repository order by key',
  );
const look = (options = {}) => sweep(deps, connectionId, options);
const counts = async (options = {}) => {
  const end = await look(options);
  if (end.state === 'busy') throw new Error('busy');
  return { state: end.state, ...end.counts };
};

/** Every row of every table of ours that a sweep could touch, by its writing transaction. */
async function versions() {
  const tables = await rows<{ name: string }>(
    `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  );
  const all: Record<string, string> = {};
  for (const { name } of tables) {
    const [found] = await rows<{ v: string }>(
      `select concat(count(*), ' ', sum(xmin::text::bigint), ' ', sum(xmax::text::bigint)) as v from ${name}`,
    );
    all[name] = found!.v;
  }
  return all;
}

describe('a sweep', () => {
  it('registers every repository and keeps its ownership files, and nothing else of it', async () => {
    host.repositories = many(25);
    expect(await counts()).toMatchObject({
      state: 'done',
      pages: 3,
      added: 25,
      read: 25,
      changed: 25,
      problems: 0,
    });
    expect(await repositories()).toHaveLength(25);
    const files = await rows('select path, content from ownership_file group by 1, 2');
    expect(files).toEqual([{ path: 'about.yaml', content: ABOUT }]);
    expect(told.filter(({ type }) => type === 'ownership.changed')).toHaveLength(25);
  });

  it('that finds nothing changed costs one conditional request for each page, and writes no row', async () => {
    host.repositories = many(25);
    await look();
    host.forget();
    told = [];
    const before = await versions();
    expect(await counts()).toMatchObject({ state: 'done', pages: 3, unchangedPages: 3, read: 0 });
    expect(host.asked).toEqual({ pages: 3, unchangedPages: 3, files: 0, unchangedFiles: 0 });
    expect(await versions()).toEqual(before);
    expect(told).toEqual([]);
  });

  it('reads only what was pushed to, and tells only what it changed', async () => {
    host.repositories = many(25);
    await look();
    host.forget();
    told = [];
    host.push('7', { 'about.yaml': ABOUT.replace('payments-core', 'ledger') });
    host.push('8', { 'src/main.ts': 'y' });
    expect(await counts()).toMatchObject({ pages: 3, unchangedPages: 2, read: 2, changed: 1 });
    const [seven] = await rows<{ id: string }>(`select id from repository where key = 'acme/r7'`);
    expect(told.filter(({ type }) => type === 'ownership.changed')).toEqual([
      { type: 'ownership.changed', repositoryId: seven!.id },
    ]);
  });

  it('asks every repository for its newest commit where the list tells of no pushes', async () => {
    await connect({ listTellsVersion: false }, 'silent');
    host.repositories = many(25);
    await look();
    host.forget();
    const before = await versions();
    await look();
    expect(host.asked).toMatchObject({ unchangedPages: 3, files: 25, unchangedFiles: 25 });
    expect(await versions()).toEqual(before);
  });

  it('keeps the identity of what is renamed, and its former name', async () => {
    host.repositories = many(3);
    await look();
    const [before] = await repositories();
    host.repositories[0]!.key = 'acme/renamed';
    expect(await counts()).toMatchObject({ renamed: 1, added: 0, read: 0 });
    const after = (await repositories()).find(({ id }) => id === before!.id);
    expect(after).toMatchObject({ key: 'acme/renamed', former_names: ['acme/r1'], archived: false });
    // And back again: the name it has is no former one.
    host.repositories[0]!.key = 'acme/r1';
    await look();
    expect(await repositories()).toContainEqual(
      expect.objectContaining({ id: before!.id, key: 'acme/r1', former_names: ['acme/renamed'] }),
    );
  });

  it.each([
    ['of one page', 0, 1],
    ['of two pages', 0, 12],
  ])('follows two repositories %s that swap their names', async (_where, a, b) => {
    host.repositories = many(25);
    await look();
    const before = new Map((await repositories()).map(({ host_id, id }) => [host_id, id]));
    const [one, other] = [host.repositories[a]!, host.repositories[b]!];
    [one.key, other.key] = [other.key, one.key];
    await look();
    await look();
    const after = new Map((await repositories()).map(({ key, id }) => [key, id]));
    expect(after.get(one.key)).toBe(before.get(one.id));
    expect(after.get(other.key)).toBe(before.get(other.id));
    expect(after.size).toBe(25);
  });

  it('goes on with the same row when a repository is deleted and made anew under its name', async () => {
    host.repositories = many(12);
    await look();
    const before = (await repositories()).find(({ key }) => key === 'acme/r3');
    host.repositories.splice(2, 1);
    host.repositories.push(repository('99', { key: 'acme/r3' }));
    expect(await counts()).toMatchObject({ state: 'done', added: 0 });
    const after = (await repositories()).find(({ key }) => key === 'acme/r3');
    expect(after).toMatchObject({ id: before!.id, host_id: '99', archived: false });
  });

  it('takes up a repository that a report named before', async () => {
    const seen = await database.db.transaction().execute((tx) => ensureRepository(tx, deps.ids, 'acme/r1'));
    host.repositories = many(1);
    await look();
    expect(await repositories()).toMatchObject([{ id: seen.id, host_id: '1' }]);
  });

  it('archives what vanished from a complete list and comes back with it; nothing is deleted', async () => {
    host.repositories = many(25);
    await look();
    const [removed] = host.repositories.splice(4, 1);
    expect(await counts()).toMatchObject({ archived: 1, state: 'done' });
    expect((await repositories()).filter(({ archived }) => archived)).toMatchObject([{ key: 'acme/r5' }]);
    expect(
      await rows(`select from ownership_file f join repository r on r.id = f.repository_id
      where r.key = 'acme/r5'`),
    ).toHaveLength(1);
    const before = await versions();
    await look();
    expect(await versions()).toEqual(before);
    host.repositories.push(removed!);
    await look();
    expect((await repositories()).filter(({ archived }) => archived)).toEqual([]);
  });

  it('archives nothing that only moved between two pages while the list was read', async () => {
    host.repositories = many(25);
    await look();
    let first = true;
    host.before = (what, page) => {
      // Something of the first page goes: what begins the second one moves to the first.
      if (what === 'page' && page.endsWith('=2') && first) {
        first = false;
        host.repositories.splice(0, 1);
      }
    };
    await look();
    expect((await repositories()).filter(({ archived }) => archived)).toEqual([]);
    host.before = () => {};
    await look();
    expect((await repositories()).filter(({ archived }) => archived)).toMatchObject([{ key: 'acme/r1' }]);
  });

  it.each([
    ['an empty list', 25, 0],
    ['a list of much less than half', 50, 10],
  ])('archives nothing for %s until a person accepts it', async (_why, count, left) => {
    host.repositories = many(count);
    await look();
    host.repositories = host.repositories.slice(0, left);
    expect(await counts()).toMatchObject({ state: 'incomplete', archived: 0, problems: 1 });
    expect((await repositories()).filter(({ archived }) => archived)).toEqual([]);
    expect(await counts({ acceptVanished: true })).toMatchObject({ archived: count - left });
  });

  it('that may not look any more deletes and archives nothing, and says so', async () => {
    host.repositories = many(25);
    await look();
    host.before = () => {
      throw new AppError('LK-CONNECTION', 'the token is revoked');
    };
    await expect(look()).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    expect((await repositories()).filter(({ archived }) => archived)).toEqual([]);
    const [row] = await rows<{ last_error: { says: string[] } }>('select last_error from connection');
    expect(row!.last_error.says[0]).toContain('the token is revoked');
    expect(await rows('select state from sweep')).toEqual([{ state: 'failed' }]);
  });

  it('goes on where it was when it was cut off: pages and files that are stored are not asked for again', async () => {
    host.repositories = many(250);
    let asked = 0;
    host.before = (what) => {
      if (what === 'files' && ++asked > 130) throw new Error('killed');
    };
    await expect(look()).rejects.toThrow('killed');
    const [{ n: stored }] = (await rows<{ n: number }>(
      'select count(*)::int as n from repository where files_commit is not null',
    )) as [{ n: number }];
    expect(stored).toBe(130);
    host.forget();
    host.before = () => {};
    expect(await counts()).toMatchObject({ state: 'done', pages: 25, unchangedPages: 25, read: 120 });
    expect(host.asked.files).toBe(120);
  });

  it('leaves a repository that cannot be read for the next time and reads the others', async () => {
    host.repositories = many(25);
    host.before = (_what, key) => {
      if (key === 'acme/r9') throw new AppError('LK-NETWORK', 'no answer for acme/r9');
    };
    expect(await counts()).toMatchObject({ state: 'incomplete', read: 24, problems: 1 });
    host.before = () => {};
    expect(await counts()).toMatchObject({ state: 'done', read: 1, unchangedPages: 3 });
  });

  it('stops when the network is gone, and says since when', async () => {
    host.repositories = many(100);
    host.before = (what) => {
      if (what === 'files') throw new AppError('LK-NETWORK', 'memory cannot be reached');
    };
    await expect(look()).rejects.toMatchObject({ code: 'LK-NETWORK' });
    expect(await rows('select state from sweep')).toEqual([{ state: 'failed' }]);
  });

  it('is put off until the code host says when it asks for patience', async () => {
    host.repositories = many(25);
    const retryAt = '2026-03-02T09:47:00.000Z';
    host.before = (_what, name) => {
      if (name.endsWith('=3')) throw new AppError('LK-RATE-LIMITED', 'too many', { detail: { retryAt } });
    };
    expect(await look()).toMatchObject({ state: 'waiting', continuesAt: new Date(retryAt) });
    expect(await rows('select state, continues_at from sweep')).toEqual([
      { state: 'waiting', continues_at: new Date(retryAt) },
    ]);
    host.before = () => {};
    expect(await counts()).toMatchObject({ state: 'done', unchangedPages: 2, added: 5 });
  });

  it('stops between two requests when the process is to stop, and is continued', async () => {
    host.repositories = many(25);
    const stopping = new AbortController();
    host.before = (_what, name) => {
      if (name.endsWith('=2')) stopping.abort();
    };
    expect(await look({ signal: stopping.signal })).toMatchObject({ state: 'waiting' });
    expect(host.asked.pages).toBe(2);
    expect(await counts()).toMatchObject({ state: 'done', unchangedPages: 2, added: 5 });
  });

  it('of one connection is under way once at a time', async () => {
    host.repositories = many(25);
    const [one, other] = await Promise.all([look(), look()]);
    expect([one.state, other.state].sort()).toEqual(['busy', 'done']);
    expect(host.asked.pages).toBe(3);
  });

  it.each([
    ['whose pages lead back to an earlier one', () => 1],
    ['that never ends', (page: number) => page + 1],
  ])('of a list %s comes to an end, and archives nothing', async (_why, nextOf) => {
    host.repositories = many(25);
    await look();
    host.repositories = host.repositories.slice(0, 12);
    host.nextOf = nextOf;
    if (nextOf(7) === 8) endless(host);
    expect(await counts()).toMatchObject({ state: 'incomplete', archived: 0 });
    expect(host.asked.pages).toBeLessThan(40);
  });

  it('keeps a file that became invalid in force as it was, and calls for its people', async () => {
    host.repositories = many(1);
    await look();
    told = [];
    const broken = 'apiVersion: lanekeeper.dev/v1\nowner: [';
    host.push('1', { 'about.yaml': broken });
    await look();
    expect(await rows('select content, valid_content from ownership_file')).toEqual([
      { content: broken, valid_content: ABOUT },
    ]);
    expect(told.map(({ type }) => type)).toContain('ownership.problems');
  });

  it('keeps no 5 MB CODEOWNERS, and tells its people', async () => {
    host.repositories = [repository('1', { files: { CODEOWNERS: '* @acme/payments\n'.repeat(320_000) } })];
    await look();
    expect(
      await rows("select length(content) as n, problems->0->>'code' as code from ownership_file"),
    ).toEqual([{ n: 0, code: 'too-large' }]);
    expect(told.map(({ type }) => type)).toContain('ownership.problems');
  });

  it('tells what the code host could not give, and keeps the last good version of it', async () => {
    host.repositories = many(1);
    await look();
    host.push('1', {});
    host.repositories[0]!.files = {};
    host.repositories[0]!.problems = [{ path: 'about.yaml', message: 'it is a link out of the repository' }];
    await look();
    expect(await rows(`select valid_content, problems->0->>'code' as code from ownership_file`)).toEqual([
      { valid_content: ABOUT, code: 'unreadable' },
    ]);
  });

  it('takes no hostile name or path into the database', async () => {
    host.repositories = [
      repository('1', { key: 'acme/a\0b' }),
      repository('2', { key: 'x'.repeat(600) }),
      repository('3', {
        facts: { topics: ['a\0b', '\ud800'] },
        files: { '../about.yaml': ABOUT, 'a\0/about.yaml': ABOUT, 'ok/about.yaml': `${ABOUT}name: "a\0b"\n` },
      }),
    ];
    await look();
    expect(await repositories()).toMatchObject([{ key: 'acme/r3' }]);
    expect(await rows('select path from ownership_file')).toEqual([{ path: 'ok/about.yaml' }]);
  });

  it('leaves a repository to the connection that named it first, until that one is removed', async () => {
    host.repositories = many(12);
    await look();
    const owner = connectionId;
    await connect({}, 'second');
    host.repositories = [...many(2), repository('77')];
    expect(await counts()).toMatchObject({ state: 'incomplete', added: 1, problems: 2 });
    expect(await rows('select count(*)::int as n from repository where connection_id = $1', [owner])).toEqual(
      [{ n: 12 }],
    );
    await database.pool.query('delete from connection where id = $1', [owner]);
    expect(await counts()).toMatchObject({ state: 'done', problems: 0 });
    expect(
      await rows('select count(*)::int as n from repository where connection_id = $1', [connectionId]),
    ).toEqual([{ n: 3 }]);
  });

  it('reads a repository that is renamed in the middle, by what the list said or the next time', async () => {
    host.repositories = many(25);
    host.before = (what, key) => {
      if (what === 'files' && key === 'acme/r20') host.repositories[19]!.key = 'acme/later';
    };
    await look();
    host.before = () => {};
    expect(await counts()).toMatchObject({ renamed: 1, read: 0 });
    expect(await rows('select count(*)::int as n from ownership_file')).toEqual([{ n: 25 }]);
  });

  it('does not write older files over those that a push brought meanwhile', async () => {
    host.repositories = many(1);
    host.before = async (what) => {
      if (what === 'files')
        await database.pool.query(`update repository set files_commit = 'newer' where key = 'acme/r1'`);
    };
    await look();
    expect(await rows('select from ownership_file')).toEqual([]);
  });
});

/** A host whose every page says there is another one, with nothing new on it. */
function endless(of: typeof host): void {
  const { codeHost } = of.connector;
  const connector = of.connector as { codeHost?: typeof codeHost };
  connector.codeHost = (context) => {
    const real = codeHost!(context);
    return {
      ...real,
      async repositories(page, etag) {
        const answer = await real.repositories(page, etag);
        const next = page.replace(/\d+$/, (n) => String(Number(n) + 1));
        return answer === 'unchanged' ? answer : { ...answer, next };
      },
    };
  };
}
