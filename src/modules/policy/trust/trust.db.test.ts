import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { sarif, semgrepSecrets } from '../../../../test/harness/reports.ts';
import type { LabelWord } from '../../../contract/trust.ts';
import { hearException } from './jobs.ts';
import { type JudgingDeps, judgeRules } from './judge-rules.ts';
import { keepLabels, type Label, takeBackLabels } from './labels.ts';
import { endOverrule, overruleRule } from './overrule.ts';

let home: TestHouse;
let deps: JudgingDeps;
/** A rule of its own for each test. */
let rule: string;
let rules = 0;
const TOOL = 'acmelint';

beforeAll(async () => {
  home = await openTestHouse();
  deps = { ...home.house, db: home.house.work.db, publishAll: home.house.events.publishAll };
});
afterAll(async () => home.close());
beforeEach(() => {
  rule = `rule-${++rules}`;
});

const code = (n: number, more = {}) => ({
  rule,
  path: `src/f${n}/a.ts`,
  line: n + 1,
  text: `use(${rule}, ${n})`,
  ...more,
});
const codes = (count: number, more = {}) => Array.from({ length: count }, (_, n) => code(n, more));
const where = () => ({ repository: `acme/${rule}` });
const send = (results: object[]) => home.send(sarif(results), where());

/** Findings of the rule of this test, in the order of their files. */
async function found(): Promise<string[]> {
  const rows = await home.rows<{ id: string }>(
    'select f.id from finding f join rule r on r.id = f.rule_id where r.key = $1 order by f.start_line',
    [rule],
  );
  return rows.map(({ id }) => id);
}

const labelled = (findingId: string, word: LabelWord, more: Partial<Label> = {}): Label => ({
  findingId,
  word,
  channel: 'page',
  actor: 'ada@acme.example',
  reason: null,
  ...more,
});

async function keep(...labels: Label[]): Promise<number> {
  const kept = await home.house.database.db
    .transaction()
    .execute((tx) => keepLabels(tx, { ids: home.house.ids, at: home.clock.now() }, labels));
  await home.settle();
  return kept;
}

async function say(ids: readonly string[], word: LabelWord, more: Partial<Label> = {}): Promise<void> {
  await keep(...ids.map((id) => labelled(id, word, more)));
}

const counted = async () =>
  (await home.rows('select not_useful, fixed, acknowledged from rule_measure where rule = $1', [rule]))[0];
const trusted = async () =>
  (await home.rows('select mode, demoted from rule_trust where rule = $1', [rule]))[0];
const changes = () =>
  home.rows('select actor, before, after from rule_trust_change where rule = $1 order by at, id', [rule]);

describe('what people say of findings', () => {
  it('counts once per finding and person, the newest word, and can be taken back', async () => {
    await send(codes(2));
    const [one, two] = await found();
    expect(await keep(labelled(one!, 'not-useful'), labelled(two!, 'acknowledged'))).toBe(2);
    expect(await counted()).toEqual({ not_useful: 1, fixed: 0, acknowledged: 1 });
    expect(await keep(labelled(one!, 'not-useful'))).toBe(0);

    await keep(labelled(one!, 'acknowledged', { channel: 'chat' }));
    expect(await counted()).toEqual({ not_useful: 0, fixed: 0, acknowledged: 2 });

    const taken = await home.house.database.db
      .transaction()
      .execute((tx) => takeBackLabels(tx, { at: home.clock.now() }, [labelled(one!, 'acknowledged')]));
    await home.settle();
    expect(taken).toBe(1);
    expect(await counted()).toEqual({ not_useful: 0, fixed: 0, acknowledged: 1 });
  });

  it('of one finding by several people is one word, the newest', async () => {
    await send(codes(1));
    const [one] = await found();
    for (const actor of ['a@acme.example', 'b@acme.example', 'c@acme.example'])
      await keep(labelled(one!, 'not-useful', { actor }));
    expect(await counted()).toEqual({ not_useful: 1, fixed: 0, acknowledged: 0 });
    home.clock.advance(1000);
    await keep(labelled(one!, 'acknowledged', { actor: 'd@acme.example' }));
    expect(await counted()).toEqual({ not_useful: 0, fixed: 0, acknowledged: 1 });
  });
});

describe('what scans proved fixed', () => {
  it('is taken by the hourly look, once; a change that removes many at once is one proof', async () => {
    const folder = (n: number) => ({ path: `src/all/f${n}.ts` });
    await send(Array.from({ length: 10 }, (_, n) => code(n, n < 7 ? folder(n) : {})));
    await send([code(9)]);
    await judgeRules(deps, null);
    // Seven in one folder, and two in folders of their own.
    expect(await counted()).toEqual({ not_useful: 0, fixed: 3, acknowledged: 0 });
    await judgeRules(deps, null);
    expect(await home.rows('select channel from trust_label where rule = $1', [rule])).toHaveLength(9);
  });

  it('never drowns a person’s word on the finding, and makes "we act on it" true', async () => {
    await send(codes(4));
    const [noise, acted] = await found();
    await keep(labelled(noise!, 'not-useful'), labelled(acted!, 'acknowledged'));
    await send([code(3)]);
    await judgeRules(deps, null);
    expect(await counted()).toEqual({ not_useful: 1, fixed: 2, acknowledged: 0 });
  });
});

it('a false positive that was granted is the word of whoever asked, until it is revoked or they say otherwise', async () => {
  await send(codes(2));
  const [one, two] = await found();
  const grant = (id: string) =>
    home.rows<{ id: string }>(
      `insert into exception (id, kind, scope, finding_id, reason, state, priority, asked_by, asked_at, decided_at,
        policy_version) values (gen_random_uuid(), 'false-positive', 'finding', $1, 'input is checked before',
        'granted', 2, 'ada@acme.example', $2, $2, 1) returning id`,
      [id, home.clock.now()],
    );
  await keep(labelled(one!, 'acknowledged'));
  home.clock.advance(1000);
  await grant(one!);
  await judgeRules(deps, null);
  const granted = await grant(two!);
  await hearException(deps, { exceptionId: granted[0]!.id });
  await home.settle();
  expect(await counted()).toEqual({ not_useful: 2, fixed: 0, acknowledged: 0 });

  home.clock.advance(1000);
  await keep(labelled(two!, 'acknowledged'));
  const [revoked] = await home.rows<{ id: string }>(
    `update exception set state = 'revoked' where finding_id = $1 returning id`,
    [one],
  );
  await hearException(deps, { exceptionId: revoked!.id });
  await home.settle();
  expect(await counted()).toEqual({ not_useful: 0, fixed: 0, acknowledged: 1 });
});

describe('how loud a rule is', () => {
  it('follows soon after the labels, with evidence, in the audit trail, and the event names the rule', async () => {
    await send(codes(40));
    const ids = await found();
    await say(ids.slice(0, 34), 'acknowledged');
    expect(await trusted()).toBeUndefined();
    await say(ids.slice(34, 35), 'acknowledged');
    expect(await trusted()).toEqual({ mode: 'comment', demoted: false });

    await say(ids.slice(0, 9), 'not-useful');
    expect(await trusted()).toEqual({ mode: 'observe', demoted: true });
    expect(await changes()).toEqual([
      { actor: 'Lanekeeper', before: 'observe', after: 'comment' },
      { actor: 'Lanekeeper', before: 'comment', after: 'demoted' },
    ]);
    const [last] = await home.rows<{ evidence: object; because: string[] }>(
      'select evidence, because from rule_trust_change where rule = $1 order by id desc limit 1',
      [rule],
    );
    expect(last).toMatchObject({ evidence: { notUseful: 9, acknowledged: 26 } });
    expect(last!.because[0]).toMatch(/^9 of 35 labels in 90 days say not useful: 25.7 %/);
    const audited = await home.rows('select actor, action from audit_entry where subject = $1 order by id', [
      `${TOOL} ${rule}`,
    ]);
    expect(audited).toEqual([
      { actor: 'system', action: 'trust.promote' },
      { actor: 'system', action: 'trust.demote' },
    ]);

    const told: object[] = [];
    const publishAll = async (_tx: unknown, events: readonly object[]) => void told.push(...events);
    home.clock.advance(91 * DAY);
    expect(await judgeRules({ ...deps, publishAll }, [{ tool: TOOL, rule }])).toBe(1);
    expect(told).toEqual([{ type: 'trust.changed', rules: [{ tool: TOOL, rule }] }]);
    expect(await trusted()).toEqual({ mode: 'observe', demoted: false });
    expect(await counted()).toEqual({ not_useful: 0, fixed: 0, acknowledged: 0 });
  });

  it('is asked by the line: what a demoted rule finds waits, and what cannot wait keeps its ticket', async () => {
    await send(codes(6, { level: 'warning' }));
    await say(await found(), 'not-useful');
    await send([...codes(6, { level: 'warning' }), code(50, { level: 'warning' })]);
    // Those that were there lost their tickets with the voice of their rule.
    const routes = await home.rows(
      'select distinct f.route from finding f join rule r on r.id = f.rule_id where r.key = $1',
      [rule],
    );
    expect(routes).toEqual([{ route: 'hold' }]);
    const [opened] = await home.rows<{ id: string; route: string; because: string[]; facts: object }>(
      `select f.id, f.route, d.because, d.facts from finding f join reason d on d.id = f.decision_reason_id
        join rule r on r.id = f.rule_id where r.key = $1 and f.start_line = 51`,
      [rule],
    );
    expect(opened).toMatchObject({ route: 'hold', facts: { trust: { mode: 'observe', demoted: true } } });
    expect(opened!.because.at(-1)).toBe(
      'held until its rule is trusted again: too many findings of this rule were not useful',
    );
  });

  it('takes no ticket from what cannot wait: a credential that works is told in the pull request as well', async () => {
    const secrets = (count: number) =>
      semgrepSecrets(
        Array.from({ length: count }, (_, n) => ({
          file: `${rule}-${n}.env`,
          line: n + 1,
          validation: 'CONFIRMED_VALID',
        })),
      );
    await home.send(secrets(6), where());
    const known = () =>
      home.rows<{ id: string; rule: string; route: string | null; facts: { trust: object } }>(
        `select f.id, u.key as rule, f.route, d.facts from finding f join rule u on u.id = f.rule_id
          join target t on t.id = f.target_id join reason d on d.id = f.decision_reason_id where t.key = $1
          order by f.id`,
        [where().repository],
      );
    const before = await known();
    rule = before[0]!.rule;
    await say(
      before.map(({ id }) => id),
      'not-useful',
    );
    expect(await trusted()).toEqual({ mode: 'observe', demoted: true });
    rule = `rule-${rules}`;
    await home.send(secrets(7), where());
    const opened = (await known()).at(-1)!;
    expect(opened).toMatchObject({ route: null, facts: { trust: { demoted: true } } });
  });
});

describe('the word of security', () => {
  const overrule = (mode: 'demoted' | 'comment' | 'block', days: number) =>
    overruleRule(
      deps,
      {
        tool: TOOL,
        rule,
        mode,
        reason: 'the vendor has mended it',
        until: new Date(home.clock.now().getTime() + days * DAY).toISOString(),
      },
      'sam@acme.example',
    );

  it('stands above the labels, which are counted on, and ends by itself', async () => {
    await send(codes(6));
    await say(await found(), 'not-useful');
    expect(await trusted()).toEqual({ mode: 'observe', demoted: true });
    await overrule('comment', 3);
    expect(await trusted()).toEqual({ mode: 'comment', demoted: false });
    expect(await judgeRules(deps, null)).toBe(0);
    expect(await trusted()).toEqual({ mode: 'comment', demoted: false });

    home.clock.advance(4 * DAY);
    expect(await judgeRules(deps, null)).toBeGreaterThanOrEqual(1);
    expect(await trusted()).toEqual({ mode: 'observe', demoted: true });
    expect(await changes()).toEqual([
      { actor: 'Lanekeeper', before: 'observe', after: 'demoted' },
      { actor: 'sam@acme.example', before: 'demoted', after: 'comment' },
      { actor: 'Lanekeeper', before: 'comment', after: 'demoted' },
    ]);
  });

  it('can be taken back: the labels decide at once', async () => {
    await send(codes(1));
    await overrule('block', 3);
    await endOverrule(deps, { tool: TOOL, rule }, 'sam@acme.example');
    await endOverrule(deps, { tool: TOOL, rule }, 'sam@acme.example');
    expect(await trusted()).toEqual({ mode: 'observe', demoted: false });
    const audited = await home.rows('select action from audit_entry where subject = $1 order by id', [
      `${TOOL} ${rule}`,
    ]);
    expect(audited).toEqual([{ action: 'trust.overrule' }, { action: 'trust.overrule-end' }]);
  });

  it('is refused for an end that is past or far away, and for a rule that nobody has met', async () => {
    await send(codes(1));
    await expect(overrule('comment', -1)).rejects.toThrow('this day is over');
    await expect(overrule('comment', 400)).rejects.toThrow('at most a year');
    rule = 'rule-of-nobody';
    await expect(overrule('comment', 1)).rejects.toThrow('no report has told of a rule');
    expect(await trusted()).toBeUndefined();
  });
});

it('what a rule asks of developers is counted by findings that got a ticket; what waits from the beginning asks nobody', async () => {
  const asked = async () => (await home.rows('select asked from rule_measure where rule = $1', [rule]))[0];
  await send(codes(4));
  await judgeRules(deps, null);
  expect(await asked()).toEqual({ asked: 4 });
  await send([...codes(4), { ...code(9), path: 'src/f0/a.ts' }]);
  await home.rows(
    `update finding f set route = 'hold' from rule r where r.id = f.rule_id and r.key = $1 and f.start_line = 10`,
    [rule],
  );
  await judgeRules(deps, null);
  expect(await asked()).toEqual({ asked: 4 });
  home.clock.advance(91 * DAY);
  await judgeRules(deps, null);
  expect(await asked()).toEqual({ asked: 0 });
});
