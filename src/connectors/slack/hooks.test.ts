import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slackHooks } from './hooks.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const hooks = slackHooks(() => NOW);
const SECRET = 'current';

const sign = (body: string, secret: string, at: string) =>
  `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;

function signed(body: string, options: { secret?: string; at?: number; type?: string } = {}) {
  const { secret = SECRET, at = NOW / 1000, type = 'application/x-www-form-urlencoded' } = options;
  const headers = {
    'content-type': type,
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': sign(body, secret, String(at)),
  };
  return { headers, body: Buffer.from(body) };
}
const pressed = (payload: unknown) =>
  signed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());

const PRESS = {
  type: 'block_actions',
  user: { id: 'U0SAM', username: 'sam', name: 'sam' },
  channel: { id: 'C0PAYMENTS', name: 'payments' },
  message: { ts: '1700000000.000100' },
  actions: [{ action_id: 'lanekeeper:mine:0', value: 'tkt_1' }],
};
const COMMAND =
  'command=%2Flanekeeper&text=+not-useful+PAY-12+test+code+&user_id=U0SAM&user_name=sam&channel_id=C0PAYMENTS';

describe('a signed request of Slack', () => {
  it('counts with the current and with the former secret, over the bytes as they came', () => {
    const request = signed(COMMAND);
    expect(hooks.authentic(request, [SECRET])).toBe(true);
    expect(hooks.authentic(request, ['new', SECRET])).toBe(true);
    expect(hooks.authentic(request, ['new'])).toBe(false);
    expect(hooks.authentic({ ...request, body: Buffer.from(`${COMMAND}&x=1`) }, [SECRET])).toBe(false);
  });

  it('does not count without a signature, nor when it is older than five minutes or from the future', () => {
    expect(hooks.authentic({ headers: {}, body: Buffer.from(COMMAND) }, [SECRET])).toBe(false);
    expect(hooks.authentic(signed(COMMAND, { at: NOW / 1000 - 300 }), [SECRET])).toBe(true);
    expect(hooks.authentic(signed(COMMAND, { at: NOW / 1000 - 301 }), [SECRET])).toBe(false);
    expect(hooks.authentic(signed(COMMAND, { at: NOW / 1000 + 301 }), [SECRET])).toBe(false);
    const request = signed(COMMAND);
    const headers = { ...request.headers, 'x-slack-request-timestamp': 'NaN' };
    expect(hooks.authentic({ ...request, headers }, [SECRET])).toBe(false);
  });

  it('of a button says which, by whom and under which message', () => {
    expect(hooks.read(pressed(PRESS)).event).toEqual({
      type: 'button',
      action: 'mine',
      value: 'tkt_1',
      person: { id: 'U0SAM', name: 'sam', email: null },
      channel: 'C0PAYMENTS',
      message: '1700000000.000100',
    });
    expect(hooks.answer!(pressed(PRESS))).toEqual({ type: 'text/plain; charset=utf-8', body: '' });
  });

  it('of another app’s button, or of none, is none of ours', () => {
    const other = { ...PRESS, actions: [{ action_id: 'approve', value: '1' }] };
    expect(hooks.read(pressed(other)).event).toBeNull();
    expect(hooks.read(pressed({ ...PRESS, message: undefined })).event).toBeNull();
    expect(hooks.read(pressed({ type: 'view_submission' })).event).toBeNull();
  });

  it('of the command has its text, and is answered at once', () => {
    expect(hooks.read(signed(COMMAND)).event).toEqual({
      type: 'command',
      text: 'not-useful PAY-12 test code',
      person: { id: 'U0SAM', name: 'sam', email: null },
      channel: 'C0PAYMENTS',
    });
    expect(hooks.answer!(signed(COMMAND))!.body).toContain('ephemeral');
    expect(hooks.read(signed(COMMAND.replace('%2Flanekeeper', '%2Fweather'))).event).toBeNull();
  });

  it('is the same delivery when it is sent again, and another when pressed again', () => {
    const again = { ...PRESS, actions: [{ ...PRESS.actions[0], action_ts: '2' }] };
    expect(hooks.read(pressed(PRESS)).delivery).toBe(hooks.read(pressed(PRESS)).delivery);
    expect(hooks.read(pressed(again)).delivery).not.toBe(hooks.read(pressed(PRESS)).delivery);
  });

  it('that asks whether the address is ours gets its challenge back', () => {
    const request = signed('{"type":"url_verification","challenge":"c1"}', { type: 'application/json' });
    expect(hooks.answer!(request)).toEqual({ type: 'text/plain; charset=utf-8', body: 'c1' });
    expect(hooks.read(request).event).toBeNull();
  });

  it('that is no JSON, or a press without a person, is refused', () => {
    expect(() => hooks.read(signed('{', { type: 'application/json' }))).toThrow(/no JSON/);
    expect(() => hooks.read(pressed({ ...PRESS, user: {} }))).toThrow(/user\.id/);
    expect(() => hooks.read(signed('command=%2Flanekeeper&text=help'))).toThrow(/no person/);
  });
});

const FIXTURES = '../shared/fixtures/slack';

describe.skipIf(!existsSync(FIXTURES))(
  'recorded requests of Slack (skipped where they are not at hand)',
  () => {
    const fixtures = existsSync(FIXTURES)
      ? readdirSync(FIXTURES).filter((name) => /^(app-backend|events)_.*\.json$/.test(name))
      : [];

    it.each(fixtures)('%s is read, or is none of ours', (name) => {
      const text = readFileSync(join(FIXTURES, name), 'utf8');
      const json = JSON.parse(text) as Record<string, string>;
      const isCommand = name.includes('slash-commands');
      const request = isCommand
        ? signed(new URLSearchParams(json).toString())
        : name.startsWith('events_')
          ? signed(text, { type: 'application/json' })
          : pressed(json);
      expect(hooks.authentic(request, [SECRET])).toBe(true);
      // The samples are blank: the command is another's, and no button carries our name.
      expect(hooks.read(request).event).toBeNull();
    });

    it('holds the command and the press as we read them, once they are filled in', () => {
      const read = (name: string) => JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'));
      const command = read('app-backend_slash-commands_SlashCommandPayload');
      const filled = {
        ...command,
        command: '/lanekeeper',
        text: 'help',
        user_id: 'U0SAM',
        channel_id: 'C0PAYMENTS',
      };
      expect(hooks.read(signed(new URLSearchParams(filled).toString())).event).toMatchObject({
        text: 'help',
      });
      const press = read('app-backend_interactive-components_BlockActionPayload');
      const mine = {
        ...press,
        actions: [{ ...press.actions[0], action_id: 'lanekeeper:mine:0', value: 'tkt_1' }],
      };
      const event = hooks.read(
        pressed({
          ...mine,
          channel: { id: 'C1' },
          container: { ...press.container, message_ts: '1.2' },
          message: { ...press.message, ts: '1.2' },
        }),
      ).event;
      expect(event).toMatchObject({ type: 'button', action: 'mine', message: '1.2' });
    });
  },
);
