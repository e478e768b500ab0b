import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { FAKE_TOKEN, type FakeSlack, fakeSlack } from '../../../test/fakes/fake-slack.ts';
import { faults } from '../../../test/fakes/faults.ts';
import type { Message } from '../connector.ts';
import { connector } from './index.ts';
import { slackSettings } from './settings.ts';

let slack: FakeSlack;
const PAYMENTS = 'C0PAYMENTS';

beforeEach(async () => {
  slack = await fakeSlack();
  slack.channel(PAYMENTS, 'payments');
  slack.person({ id: 'U0SAM', name: 'sam', email: 'sam@acme.example' });
});
afterEach(async () => {
  await slack.close();
});

const context = (channels: Record<string, string> = { '#payments': PAYMENTS }, token = FAKE_TOKEN) =>
  fakeContext(slackSettings.parse({ url: slack.url, channels }), { token });
const messages = (channels?: Record<string, string>) => connector.messages!.open(context(channels));
const message = (more: Partial<Message> = {}): Message => ({
  marker: 'm1',
  title: 'Two things are due',
  body: '**PAY-12** is due',
  buttons: [],
  unsubscribeUrl: null,
  ...more,
});
const BUTTON = { action: 'mine', label: 'Mine', value: 'tkt_1', url: 'https://lk.example/tickets/1' };

describe('a message in Slack', () => {
  it('is posted to the id of a channel, with our marker and buttons, as Slack documents it', async () => {
    const { id } = await messages().send('#payments', message({ buttons: [BUTTON] }));
    const [sent] = slack.messages(PAYMENTS);
    expect(sent).toMatchObject({
      ts: id,
      text: 'Two things are due',
      metadata: { event_type: 'lanekeeper_message', event_payload: { marker: 'm1' } },
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: '*PAY-12* is due' } },
        { type: 'actions', elements: [{ action_id: 'lanekeeper:mine:0', value: 'tkt_1' }] },
      ],
    });
    expect(slack.objections).toEqual([]);
  });

  it('is never sent to a name, and says how to give the channel its id', async () => {
    await expect(messages({}).send('#payments', message())).rejects.toMatchObject({
      code: 'LK-REFUSED',
      message: expect.stringContaining('the test of the connection tells it'),
    });
    await expect(messages({ '#payments': 'payments' }).send('#payments', message())).rejects.toThrow(/no id/);
    expect(slack.seen).toEqual([]);
  });

  it('calls nobody, whatever a title or a body says', async () => {
    await messages().send(
      '#payments',
      message({ title: '<!channel> & <@U0SAM>', body: '\\<!here> <!channel>' }),
    );
    const [sent] = slack.messages(PAYMENTS);
    expect(JSON.stringify(sent)).not.toMatch(/<[!@#]/);
  });

  it('stays within sections of 3000 characters and 50 blocks', async () => {
    const body = Array.from({ length: 80 }, (_, i) => `${i} ${'& '.repeat(450)}`).join('\n\n');
    const long = `${'x'.repeat(7000)}\n\n${body}`;
    await messages().send('#payments', message({ body: long, buttons: [BUTTON] }));
    const [sent] = slack.messages(PAYMENTS);
    expect(sent!.blocks).toHaveLength(50);
    expect(sent!.blocks.at(-2)!.text!.text).toContain('and more');
  });

  it('of unknown fate is found by its marker, on a later page, too', async () => {
    const to = messages();
    slack.trouble(faults({ seed: 1, rates: { cutAfter: 1 } }));
    await expect(to.send('#payments', message({ marker: 'lost' }))).rejects.toMatchObject({
      code: 'LK-NETWORK',
    });
    slack.trouble(null);
    for (let i = 0; i < 7; i++) await to.send('#payments', message({ marker: `later-${i}` }));
    const [lost] = slack.messages(PAYMENTS);
    expect(await to.find('#payments', 'lost')).toEqual({ id: lost!.ts });
    expect(await to.find('#payments', 'never')).toBeNull();
    expect(slack.messages(PAYMENTS)).toHaveLength(8);
    expect(slack.objections).toEqual([]);
  });

  it('that was not sent is not found, and posting is never tried again by itself', async () => {
    slack.trouble(faults({ seed: 1, rates: { error500: 1 } }));
    await expect(messages().send('#payments', message())).rejects.toMatchObject({ code: 'LK-NETWORK' });
    slack.trouble(null);
    expect(slack.seen).toHaveLength(1);
    expect(await messages().find('#payments', 'm1')).toBeNull();
  });

  it('takes the place of an earlier one', async () => {
    const to = messages();
    const { id } = await to.send('#payments', message());
    await to.replace!('#payments', id, message({ body: 'Sam has it' }));
    expect(slack.messages(PAYMENTS).map(({ blocks }) => blocks[0]!.text!.text)).toEqual(['Sam has it']);
    await expect(to.replace!('#payments', '1700000000.000001', message())).rejects.toMatchObject({
      code: 'LK-REFUSED',
      message: expect.stringContaining('deleted'),
    });
  });

  it('reaches a person by their address, and is found there, too', async () => {
    const to = messages();
    expect(await to.personOf!('nobody@acme.example')).toBeNull();
    expect(await to.personOf!('sam@acme.example')).toBe('U0SAM');
    expect(await to.mailOf!('U0SAM')).toBe('sam@acme.example');
    expect(await to.mailOf!('U0NOBODY')).toBeNull();
    const { id } = await to.send('person:U0SAM', message());
    expect(await to.find('person:U0SAM', 'm1')).toEqual({ id });
    await to.replace!('person:U0SAM', id, message({ body: 'Done' }));
    expect(slack.messages('U0SAM')).toHaveLength(1);
    expect(slack.objections).toEqual([]);
  });
});

describe('what Slack refuses', () => {
  it.each([
    ['not_in_channel', { isMember: false }, /invite it there/],
    ['is_archived', { isArchived: true }, /archived/],
  ])('about a channel (%s) says how to mend it', async (_error, state, words) => {
    slack.channel(PAYMENTS, 'payments', state);
    await expect(messages().send('#payments', message())).rejects.toMatchObject({
      code: 'LK-REFUSED',
      message: expect.stringMatching(words),
    });
  });

  it('about a channel that is gone is told by its id', async () => {
    await expect(messages().send('C0NOTTHERE', message())).rejects.toMatchObject({ code: 'LK-REFUSED' });
  });

  it.each(['invalid_auth', 'token_revoked', 'account_inactive', 'missing_scope'])(
    'about the app (%s) is for the whole connection',
    async (error) => {
      slack.intercept(() => ({ status: 200, body: { ok: false, error, needed: 'chat:write' } }));
      await expect(messages().send('#payments', message())).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    },
  );

  it('for now waits as long as Slack says', async () => {
    const now = Date.now();
    slack.intercept(() => ({
      status: 429,
      body: { ok: false, error: 'ratelimited' },
      headers: { 'retry-after': '90' },
    }));
    const refused = await messages()
      .send('#payments', message())
      .catch((error) => error);
    expect(refused.code).toBe('LK-RATE-LIMITED');
    expect(Date.parse(refused.detail.retryAt)).toBeGreaterThanOrEqual(now + 89_000);
    slack.intercept(() => ({ status: 200, body: { ok: false, error: 'ratelimited' } }));
    await expect(messages().send('#payments', message())).rejects.toMatchObject({ code: 'LK-RATE-LIMITED' });
  });
});

describe('the test of a connection to Slack', () => {
  it('says who it is and which channels it knows', async () => {
    expect(await connector.test(context())).toEqual({
      ok: true,
      says: [
        'signed in to Acme as lanekeeper',
        'without the secret "signingSecret" nobody can press buttons or use /lanekeeper',
        '#payments is #payments',
      ],
    });
    expect(slack.objections).toEqual([]);
  });

  it('tells the id of a channel that was stated by name, on a later page, too', async () => {
    for (let i = 0; i < 7; i++) slack.channel(`C0OTHER00${i}`, `other-${i}`);
    slack.channel('C0LEDGER00', 'ledger');
    const { ok, says } = await connector.test(context({ '#ledger': 'ledger', '#none': '#nowhere' }));
    expect(ok).toBe(false);
    expect(says.slice(0, 2)).toEqual([
      "the channel #ledger has the id C0LEDGER00: state it in place of the name, as '#ledger': C0LEDGER00",
      expect.stringContaining('there is no channel #nowhere'),
    ]);
    expect(slack.objections).toEqual([]);
  });

  it('names each channel that it cannot post in', async () => {
    slack.channel('C0ARCHIVED', 'old', { isArchived: true });
    slack.channel('C0PRIVATE0', 'private', { isMember: false });
    const { ok, says } = await connector.test(
      context({ '#old': 'C0ARCHIVED', '#private': 'C0PRIVATE0', '#gone': 'C0GONE0000' }),
    );
    expect(ok).toBe(false);
    expect(says.slice(0, 3)).toEqual([
      '#old: the channel C0ARCHIVED is archived',
      '#private: the app is not in it: type /invite there',
      '#gone: there is no channel C0GONE0000, or it is private and the app is not in it',
    ]);
  });

  it('says what is wrong with the token', async () => {
    const { ok, says } = await connector.test(context({}, 'xoxb-other'));
    expect({ ok, says }).toEqual({ ok: false, says: [expect.stringContaining('does not accept the token')] });
  });
});
