import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exceptionsHouse } from '../../../test/harness/exceptions.ts';
import { DAY } from '../../../test/harness/house.ts';
import {
  PAYMENTS_CHANNEL as CHANNEL,
  connectMessages,
  type Press,
  slackPresses,
} from '../../../test/harness/messages.ts';
import { policyWith } from '../../../test/harness/policy.ts';
import { sarif } from '../../../test/harness/reports.ts';

let home: Awaited<ReturnType<typeof exceptionsHouse>>;
let connected: Awaited<ReturnType<typeof connectMessages>>;
let hooks: Awaited<ReturnType<typeof slackPresses>>;

beforeAll(async () => {
  home = await exceptionsHouse({ workers: true, allowPrivate: true });
  connected = await connectMessages(home);
  hooks = await slackPresses(home);
  connected.slack.person({ id: 'U0DEV', name: 'dev', email: 'dev@acme.example' });
  connected.slack.person({ id: 'U0EVE', name: 'eve', email: 'eve@elsewhere.example' });
  await policyWith(home, `notify: [{ id: loud, when: 'finding.kind == "code"', how: at once }]`);
  await home.pool.query(`update team set channel = '#payments' where key = 'payments'`);
  await home.pool.query(
    `insert into team (id, key, name, kind, queue) values (gen_random_uuid(), 'product-security', 'Product security', 'security', 'SEC')`,
  );
}, 60_000);
afterAll(async () => {
  await hooks?.close();
  await home?.close();
  await connected?.close();
});

let count = 0;
/** A ticket that was just told of in the channel, and how somebody presses a button under it. */
async function told() {
  home.clock.advance(DAY);
  const path = `src/told-${++count}.ts`;
  const before = connected.slack.messages(CHANNEL).length;
  await home.send(sarif([{ rule: `rule-${count}`, path, text: path }], 'AcmeLint', `run-${count}`), {
    category: `rule-${count}`,
  });
  const { fix_id: fixId } = await home.finding(path);
  const [ticket] = await home.rows<{ id: string; key: string }>(
    `select id, queue || '-' || number as key from ticket where fix_id = $1`,
    [fixId],
  );
  const messages = connected.slack.messages(CHANNEL);
  expect(messages).toHaveLength(before + 1);
  const { ts, blocks } = messages.at(-1)!;
  const buttons = blocks.flatMap(({ elements }) => elements ?? []);
  return {
    ...ticket!,
    fixId,
    async press(action: string, more: Partial<Press> = {}) {
      const { value } = buttons.find(({ action_id }) => action_id.split(':')[1] === action)!;
      const press = { user: 'U0DEV', channel: CHANNEL, message: ts, action, value, ...more };
      expect((await hooks.press(press)).statusCode).toBe(200);
      await home.settle();
    },
    /** What stands under it, as Slack shows it. */
    shown: () =>
      connected.slack
        .messages(CHANNEL)
        .find((one) => one.ts === ts)!
        .blocks.map(({ text }) => text?.text ?? '')
        .join('\n'),
    assignee: async () =>
      (
        await home.rows<{ assignee: string | null }>('select assignee from ticket where id = $1', [
          ticket!.id,
        ])
      )[0]!.assignee,
  };
}
const times = (text: string, words: string | RegExp) => text.split(words).length - 1;
const counted = async (what: string) =>
  Number((await home.rows<{ n: string }>(`select count(*) as n from ${what}`))[0]!.n);

describe('a button under a message', () => {
  it('is the word of the person with the same address here, and is answered under it once', async () => {
    const ticket = await told();
    await ticket.press('mine');
    expect(await ticket.assignee()).toBe('Dev');
    expect(times(ticket.shown(), `${ticket.key} is yours, Dev`)).toBe(1);
    expect(await home.rows(`select remote_id, known_by from person_account`)).toEqual([
      { remote_id: 'U0DEV', known_by: 'mail' },
    ]);
    // The same request again, and pressed again.
    await ticket.press('mine');
    await ticket.press('mine', { at: '2' });
    expect(times(ticket.shown(), `${ticket.key} is yours, Dev`)).toBe(1);
    expect(connected.slack.messages('U0DEV')).toEqual([]);
    expect(connected.slack.objections).toEqual([]);
  });

  it('`Not useful` counts against the rule, beside what was said before', async () => {
    const ticket = await told();
    await ticket.press('mine');
    await ticket.press('not-useful');
    const labels = await home.rows(
      `select word, actor, channel from trust_label where fix_id = $1 and undone_at is null order by word`,
      [ticket.fixId],
    );
    expect(labels).toContainEqual({ word: 'not-useful', actor: 'dev@acme.example', channel: 'chat' });
    expect(ticket.shown()).toMatch(/is yours, Dev[\s\S]*Noted for the finding/);
  });

  it('`We need help` makes one ask of security, however often it is pressed', async () => {
    const ticket = await told();
    await ticket.press('need-help');
    await ticket.press('need-help', { at: '2' });
    const asks = await home.rows(
      `select t.key as "to", a.asked_by_name as by from ask a join team t on t.id = a.to_team_id where a.fix_id = $1`,
      [ticket.fixId],
    );
    expect(asks).toEqual([{ to: 'product-security', by: 'Dev' }]);
    expect(times(ticket.shown(), 'SEC-')).toBe(1);
  });

  it('of somebody unknown does nothing, and says how they link their account', async () => {
    const ticket = await told();
    await ticket.press('mine', { user: 'U0EVE' });
    expect(await ticket.assignee()).toBeNull();
    expect(ticket.shown()).toMatch(/I do not know who you are.*U0EVE.*Your accounts elsewhere.*notify/s);
    expect(await counted(`person_account where remote_id = 'U0EVE'`)).toBe(0);
  });

  it('that needs words says which, with an example to copy', async () => {
    const ticket = await told();
    await ticket.press('accept-risk');
    expect(ticket.shown()).toContain(`/lanekeeper accept-risk ${ticket.key} 30d`);
    expect(await counted('exception')).toBe(0);
  });
});
