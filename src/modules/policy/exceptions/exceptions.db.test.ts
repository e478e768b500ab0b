import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exceptionsHouse } from '../../../../test/harness/exceptions.ts';
import { DAY } from '../../../../test/harness/house.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import { exceptionsDue } from './due.ts';

let home: Awaited<ReturnType<typeof exceptionsHouse>>;
beforeAll(async () => {
  home = await exceptionsHouse();
}, 30_000);
afterAll(() => home.close());

let count = 0;
interface Place {
  folder: string;
  rule: string;
  paths: string[];
}
const send = (places: readonly Place[], level: 'error' | 'warning' = 'error') =>
  home.send(
    sarif(
      places.flatMap(({ rule, paths }) =>
        paths.map((path, at) => ({ rule, path, line: at + 1, text: `${rule} ${path}`, level })),
      ),
      'AcmeLint',
      `run-${places[0]!.folder}`,
    ),
    { category: places[0]!.folder },
  );
/** A place of its own for each test. */
async function place(files = ['a.ts'], folder = `src/p${++count}`): Promise<Place> {
  const one = { folder, rule: `rule-${count}`, paths: files.map((name) => `${folder}/${name}`) };
  await send([one]);
  return one;
}
const findingOf = async ({ paths }: Place, at = 0) => home.finding(paths[at]!);
const statesIn = ({ folder }: Place) => home.states(`starts_with(path, '${folder}/')`);
const until = (days: number) => new Date(home.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);

async function askFor(where: Place, asked: object = {}, who: Parameters<typeof home.ask>[0] = 'dev') {
  const finding = (await findingOf(where)).public;
  return home.ask(who, { scope: { of: 'finding', finding }, ...asked });
}
const risk = (days = 30) => ({ kind: 'accepted-risk', until: until(days) }) as const;
const due = async () => {
  const done = await exceptionsDue(home.deps);
  await home.settle();
  return done;
};

describe('a finding', () => {
  it('that a champion calls a false positive is nobody’s work any more, and its ticket says whose word it was', async () => {
    const where = await place();
    const asked = await askFor(where, { reason: 'the input is a constant' });
    expect(asked).toMatchObject({
      status: 201,
      body: { state: 'asked', findings: 1, you: { withdraw: true } },
    });
    const { id } = asked.body;
    expect(await home.say('dev', id, 'grant')).toMatchObject({
      status: 403,
      body: { detail: 'The champion of Payments or security grants it.' },
    });
    expect(await home.say('cho', id, 'grant')).toMatchObject({
      status: 200,
      body: {
        state: 'granted',
        covered: 1,
        applying: false,
        words: [{ name: 'Cho', role: 'champion' }],
      },
    });
    expect(await findingOf(where)).toMatchObject({ state: 'excepted' });
    expect((await home.comments()).at(-1)).toMatch(
      /^Closed: a false positive, says .*\. The evidence is on the finding/,
    );
    expect(
      await home.rows(`select kind, note from finding_event order by at desc, id desc limit 1`),
    ).toMatchObject([{ kind: 'excepted', note: expect.stringContaining('a false positive, says') }]);
  });

  it('whose risk is accepted needs two people, and its ticket names both and the day', async () => {
    const where = await place();
    const { id } = (await askFor(where, { ...risk(), grant: true }, 'max')).body;
    expect(await home.list('max', `state=asked`)).toMatchObject({
      body: { items: [{ id, awaits: ['security'], words: [{ word: 'granted', role: 'manager' }] }] },
    });
    expect(await findingOf(where)).toMatchObject({ state: 'open' });
    // Said twice it is said once, and never both.
    expect(await home.say('max', id, 'grant')).toMatchObject({ status: 200, body: { state: 'asked' } });
    expect(await home.say('mia', id, 'grant')).toMatchObject({ status: 403 });
    expect(await home.say('sec', id, 'grant')).toMatchObject({ body: { state: 'granted' } });
    expect((await home.comments()).at(-1)).toBe(
      `Closed: risk accepted by Max and sec@acme.example until ${until(30)}. The evidence is on the finding. Thank you.`,
    );
  });

  it('of P1 is for the leader to accept, not for the manager', async () => {
    const where = await place();
    await home.rows('update finding set priority = 1 where id = $1', [(await findingOf(where)).id]);
    const { id } = (await askFor(where, risk())).body;
    const refused = await home.say('max', id, 'grant');
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      'The leader above Payments grants it; security countersigns, which is another person.',
    ]);
    expect(await home.say('lea', id, 'grant')).toMatchObject({ body: { awaits: ['security'] } });
  });

  it('is open again with its first clock when the exception expires, and its ticket says why', async () => {
    const where = await place();
    const before = await findingOf(where);
    const { id } = (
      await askFor(
        where,
        {
          kind: 'mitigated',
          until: until(10),
          justification: 'inline_mitigations_already_exist',
          grant: true,
        },
        'cho',
      )
    ).body;
    expect(await findingOf(where)).toMatchObject({ state: 'excepted' });
    home.clock.advance(11 * DAY);
    expect(await due()).toMatchObject({ ended: 1 });
    const after = await findingOf(where);
    expect(after).toMatchObject({ state: 'open', exception_id: null });
    expect([after.opened_at, after.fix_id]).toEqual([before.opened_at, before.fix_id]);
    expect((await home.comments()).at(-1)).toMatch(/^It is back: the exception that .* granted ended on/);
    expect(await home.call('dev', 'GET', `/${id}`)).toMatchObject({ body: { state: 'expired', covered: 0 } });
    expect(await due()).toEqual({ ended: 0, reminded: 0 });
  });

  it('comes back exactly as it was when the exception is revoked, by whoever asked for it too', async () => {
    const where = await place(['a.ts', 'b.ts', 'c.ts']);
    const other = await findingOf(where, 1);
    await home.ask('cho', { scope: { of: 'finding', finding: other.public }, grant: true });
    const fix = (await home.rows<{ id: string }>('select id from fix where id = $1', [other.fix_id]))[0]!;
    const { id } = (await home.ask('dev', { scope: { of: 'fix', fix: `fix_${fix.id.replaceAll('-', '')}` } }))
      .body;
    await home.say('cho', id, 'grant');
    expect(await statesIn(where)).toEqual(where.paths.map((path) => `${path} excepted`));
    expect(await home.say('dev', id, 'revoke')).toMatchObject({
      status: 200,
      body: { state: 'revoked', covered: 0 },
    });
    expect(await statesIn(where)).toEqual([
      `${where.paths[0]} open`,
      `${where.paths[1]} excepted`,
      `${where.paths[2]} open`,
    ]);
    expect(await home.say('dev', id, 'revoke')).toMatchObject({ status: 200 });
    expect(await home.say('mia', id, 'revoke')).toMatchObject({ status: 403 });
  });

  it('that repeats another is let off as long as the other one is not fixed', async () => {
    const [where, original] = [await place(), await place()];
    const of = await findingOf(original);
    expect(await askFor(where, { kind: 'duplicate' })).toMatchObject({ status: 400 });
    await askFor(where, { kind: 'duplicate', duplicateOf: of.public, grant: true }, 'cho');
    expect((await home.comments()).at(-1)).toContain(`a duplicate of ${of.public}`);
    await send([{ ...original, paths: [] }]);
    expect(await findingOf(original)).toMatchObject({ state: 'fixed' });
    expect(await due()).toMatchObject({ ended: 1 });
    expect(await findingOf(where)).toMatchObject({ state: 'open' });
  });
});

describe('asking', () => {
  it('names what it covers before anybody is asked', async () => {
    const where = await place(['a.ts', 'b.ts']);
    const finding = (await findingOf(where)).public;
    const scope = { of: 'rule', finding, path: where.folder };
    expect(await home.preview('dev', { kind: 'false-positive', scope })).toMatchObject({
      status: 200,
      body: {
        sentence: 'Covers 2 open findings of Payments, and what is found later.',
        findings: 2,
        you: { may: false },
      },
    });
  });

  it('needs a date for a risk, one that is still to come, within what the policy lets', async () => {
    const where = await place();
    for (const [wrong, words] of [
      [{ kind: 'accepted-risk' }, 'say until when'],
      [{ kind: 'accepted-risk', until: '2020-01-01' }, 'has passed already'],
      [{ kind: 'accepted-risk', until: 'for ever' }, 'is no day'],
      [{ kind: 'accepted-risk', until: until(181) }, 'too far away'],
      [{ kind: 'mitigated', until: until(5) }, 'justification'],
    ] as const)
      expect(await askFor(where, wrong)).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining(words) },
      });
    expect(await askFor(where, { reason: '  ' })).toMatchObject({ status: 400 });
  });

  it('twice for the same is one request; somebody else is told of it', async () => {
    const where = await place();
    const first = await askFor(where);
    expect((await askFor(where)).body.id).toBe(first.body.id);
    expect(await askFor(where, {}, 'cho')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(first.body.id) },
    });
    expect(await home.say('cho', first.body.id, 'withdraw')).toMatchObject({ status: 403 });
    expect(await home.say('dev', first.body.id, 'withdraw')).toMatchObject({ body: { state: 'withdrawn' } });
    expect(await home.say('dev', first.body.id, 'withdraw')).toMatchObject({ status: 200 });
    expect(await home.say('cho', first.body.id, 'grant')).toMatchObject({ status: 409 });
  });

  it('for a place that does not hold the finding, or of a fixed one, is refused', async () => {
    const where = await place();
    const finding = (await findingOf(where)).public;
    expect(await home.ask('dev', { scope: { of: 'rule', finding, path: 'elsewhere' } })).toMatchObject({
      status: 400,
    });
    expect(await home.ask('dev', { scope: { of: 'package', finding } })).toMatchObject({ status: 400 });
    await send([{ ...where, paths: [] }]);
    expect(await askFor(where)).toMatchObject({ status: 409 });
    expect(await home.ask('dev', { scope: { of: 'finding', finding: 'fnd_nothing' } })).toMatchObject({
      status: 404,
    });
  });
});

describe('a rule in a folder', () => {
  it('covers what is found later there, and only there', async () => {
    const where = await place(['old/a.ts', 'old.ts']);
    const finding = (await findingOf(where)).public;
    await home.ask('cho', { scope: { of: 'rule', finding, path: `${where.folder}/old` }, grant: true });
    const later = {
      ...where,
      paths: [...where.paths, `${where.folder}/old/b.ts`, `${where.folder}/older/c.ts`],
    };
    await send([later]);
    expect(await statesIn(where)).toEqual([
      `${where.folder}/old.ts open`,
      `${where.folder}/old/a.ts excepted`,
      `${where.folder}/old/b.ts excepted`,
      `${where.folder}/older/c.ts open`,
    ]);
    // Seen otherwise it stays let off; moved out of the folder it does not.
    await send([later], 'warning');
    expect(await findingOf(where)).toMatchObject({ state: 'excepted' });
  });

  it('that other teams own parts of needs security, and without them covers the own part only', async () => {
    const rule = 'shared-rule';
    const shared: Place = { folder: 'shared', rule, paths: ['shared/a.ts', 'ledger/a.ts'] };
    await send([shared]);
    const finding = (await findingOf(shared)).public;
    const scope = { of: 'rule', finding, path: '' } as const;
    const all = await home.ask('cho', { scope, grant: true });
    expect(all.body).toMatchObject({ state: 'asked', teams: 2, allTeams: true, awaits: ['security'] });
    await home.say('cho', all.body.id, 'withdraw');
    const own = await home.ask('cho', { scope: { ...scope, ownTeamOnly: true }, grant: true });
    expect(own.body).toMatchObject({ state: 'granted', covered: 1 });
    expect(await home.states(`path = 'ledger/a.ts'`)).toEqual(['ledger/a.ts open']);
  });
});

describe('the queue', () => {
  it('shows each what waits for them, and others with why not', async () => {
    const where = await place();
    const { id } = (await askFor(where, risk())).body;
    const ids = async (who: 'max' | 'dev' | 'mia', query: string) =>
      (await home.list(who, query)).body.items.map((one) => one.id);
    expect(await ids('max', 'mine=true')).toContain(id);
    expect(await ids('mia', 'mine=true')).not.toContain(id);
    expect(await ids('mia', 'mine=false')).toContain(id);
    const waiting = await home.call<{ waiting: number }>('max', 'GET', '/waiting');
    expect(waiting.body.waiting).toBe((await ids('max', 'mine=true&limit=200')).length);
    const one = (await home.list('dev', `finding=${(await findingOf(where)).public}`)).body.items[0]!;
    expect(one.you.grant).toMatchObject({
      may: false,
      because: expect.stringContaining('The manager of Payments'),
    });
  });

  it('goes page by page', async () => {
    const first = await home.list('dev', 'limit=2');
    const second = await home.list('dev', `limit=2&cursor=${first.body.next}`);
    const ids = [...first.body.items, ...second.body.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(await home.list('dev', 'cursor=x')).toMatchObject({ status: 400 });
  });

  it('exports what is granted, as cells that no spreadsheet runs', async () => {
    const where = await place();
    await askFor(where, { reason: '=cmd|"x"', grant: true }, 'cho');
    const { headers } = home;
    const answer = await home.server.app.inject({
      method: 'GET',
      url: '/api/v1/exceptions/granted.csv',
      headers: headers.dev,
    });
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.body).toContain(`"'=cmd|""x"""`);
  });
});

describe('two at once', () => {
  it('who say yes both count once: the second completes what the first began', async () => {
    const where = await place();
    const { id } = (await askFor(where, risk())).body;
    const answers = await Promise.all(
      (['max', 'sec', 'sue'] as const).map((who) => home.call(who, 'POST', `/${id}/grant`, { note: null })),
    );
    await home.settle();
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
    const words = await home.rows<{ word: string; actor: string }>(
      `select word, actor from exception_word w where w.exception_id = (select id from exception where 'exc_' || replace(id::text, '-', '') = $1)`,
      [id],
    );
    expect(words.map(({ word }) => word).sort()).toEqual(['countersigned', 'granted']);
    expect(new Set(words.map(({ actor }) => actor)).size).toBe(2);
    expect(words.map(({ actor }) => actor)).toContain('max@acme.example');
  });
});

describe('before its end', () => {
  it('people are reminded once, in its words and on the ticket; extended it goes on without a gap', async () => {
    const where = await place();
    const { id } = (
      await askFor(
        where,
        { kind: 'mitigated', until: until(10), justification: 'component_not_present', grant: true },
        'cho',
      )
    ).body;
    expect(await due()).toMatchObject({ reminded: 1 });
    expect(await due()).toMatchObject({ reminded: 0 });
    expect((await home.comments()).at(-1)).toContain('It can be extended');
    const longer = await home.say('cho', id, 'extend', { until: until(60), reason: 'the gateway stays' });
    expect(longer.body).toMatchObject({ state: 'granted', covered: 1 });
    expect(await home.call('dev', 'GET', `/${id}`)).toMatchObject({ body: { state: 'revoked', covered: 0 } });
    expect(await findingOf(where)).toMatchObject({ state: 'excepted' });
  });
});
