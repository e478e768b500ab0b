import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type MailPeer, mailPeer } from '../../../test/fakes/mail-peer.ts';
import type { Message } from '../connector.ts';
import { connector } from './index.ts';
import { type MailSettings, mailSettings } from './settings.ts';

let peer: MailPeer;
beforeEach(async () => {
  peer = await mailPeer();
});
afterEach(async () => {
  await peer.close();
});

const context = (more: Partial<Record<keyof MailSettings, unknown>> = {}, password = 'secret') =>
  fakeContext(
    mailSettings.parse({
      host: 'localhost',
      port: peer.port,
      ca: peer.certificate,
      user: 'lanekeeper',
      from: 'lanekeeper@acme.example',
      ...more,
    }),
    { password },
  );
const send = (message: Partial<Message> = {}, to = 'sam@acme.example', settings = {}) =>
  connector.messages!.open(context(settings)).send(to, {
    marker: 'm1',
    title: 'Two things are due',
    body: '**PAY-12** is due: [look](https://lk.example/t/1)',
    buttons: [],
    unsubscribeUrl: null,
    ...message,
  });

describe('a mail', () => {
  it('goes over TLS, signed in, as text and as HTML', async () => {
    await send();
    const [mail] = peer.mails;
    expect(mail).toMatchObject({
      from: 'lanekeeper@acme.example',
      to: ['sam@acme.example'],
      user: 'lanekeeper',
      secure: true,
    });
    expect(mail!.text).toMatch(/^Content-Type: multipart\/alternative/m);
    expect(mail!.text).toMatch(/^From: Lanekeeper <lanekeeper@acme\.example>/m);
    expect(mail!.text).toMatch(/^Subject: Two things are due/m);
    expect(mail!.text).toContain('<strong>PAY-12</strong> is due');
    expect(mail!.text).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(mail!.text).not.toMatch(/^List-Unsubscribe/m);
  });

  it('is known by the same Message-ID when it is sent again, and by another when it is another', async () => {
    const first = await send();
    const again = await send();
    const other = await send({ marker: 'm2' });
    expect(again.id).toBe(first.id);
    expect(other.id).not.toBe(first.id);
    expect(first.id).toMatch(/^<[0-9a-f]{40}@acme\.example>$/);
    expect(peer.mails[0]!.text).toContain(`Message-ID: ${first.id}`);
    expect(await connector.messages!.open(context()).find('sam@acme.example', 'm1')).toBeNull();
  });

  it('can be left by one click, as RFC 8058 asks', async () => {
    const unsubscribeUrl = 'https://lk.example/api/v1/notify/leave?token=abc';
    await send({ unsubscribeUrl });
    const unfolded = peer.mails[0]!.text.replace(/\r\n[ \t]+/g, ' ');
    expect(unfolded).toMatch(
      /^List-Unsubscribe: <https:\/\/lk\.example\/api\/v1\/notify\/leave\?token=abc>/m,
    );
    expect(unfolded).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
  });

  it('lets no title, address or link begin a header of its own', async () => {
    await send({
      title: 'a\r\nBcc: eve@evil.example\r\n\r\nbody\u2028x',
      unsubscribeUrl: 'https://x/>\r\nBcc: eve@evil.example',
    });
    const [mail] = peer.mails;
    expect(mail!.to).toEqual(['sam@acme.example']);
    expect(mail!.text.split('\r\n\r\n')[0]).not.toMatch(/^Bcc/im);
    for (const to of [
      'sam@acme.example\r\nBcc: eve@evil.example',
      'Sam <sam@acme.example>',
      'a@b.example, c@d.example',
      '',
    ])
      await expect(send({}, to)).rejects.toMatchObject({ code: 'LK-REFUSED' });
    expect(peer.mails).toHaveLength(1);
  });

  it('goes over few connections, however many there are', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, i) => send({ marker: `m${i}` })));
    expect(peer.mails).toHaveLength(30);
    expect(peer.connections()).toBeLessThanOrEqual(4);
  });
});

describe('what a mail server refuses', () => {
  it.each([
    ['550 5.1.1 no such mailbox', 'LK-REFUSED'],
    ['450 4.2.0 greylisted, come again', 'LK-NETWORK'],
    ['421 4.3.2 too busy', 'LK-NETWORK'],
    ['530 5.7.0 sign in first', 'LK-CONNECTION'],
  ])('with %s is %s, in its own words', async (reply, code) => {
    peer.refuse(reply);
    await expect(send()).rejects.toMatchObject({ code, message: expect.stringContaining(reply.slice(10)) });
  });

  it('is for the connection where the sign-in or the certificate is wrong', async () => {
    const wrong = connector.messages!.open(context({}, 'wrong'));
    const message = { marker: 'm', title: 't', body: 'b', buttons: [], unsubscribeUrl: null };
    await expect(wrong.send('sam@acme.example', message)).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    await expect(send({}, undefined, { ca: null })).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('certificate'),
    });
    expect(peer.mails).toEqual([]);
  });

  it('is never done again by itself when the connection broke after the mail was taken', async () => {
    peer.hangUpAfterData();
    await expect(send()).rejects.toMatchObject({ code: 'LK-NETWORK' });
    expect(peer.mails).toHaveLength(1);
  });

  it('is a server that is not there', async () => {
    await expect(send({}, undefined, { port: 1 })).rejects.toMatchObject({ code: 'LK-NETWORK' });
  });
});

describe('the settings of mail', () => {
  it('go to no private address unless that is meant', async () => {
    await expect(send({}, undefined, { host: '10.0.0.1' })).rejects.toMatchObject({
      code: 'LK-ADDRESS-REFUSED',
    });
    await expect(send({}, undefined, { host: '[::ffff:169.254.169.254]' })).rejects.toMatchObject({
      code: 'LK-ADDRESS-REFUSED',
    });
  });

  it('send nothing in clear over a network, and name no sender with a line break', () => {
    const base = { host: 'smtp.acme.example', from: 'lk@acme.example' };
    expect(mailSettings.safeParse({ ...base, security: 'none' }).success).toBe(false);
    expect(mailSettings.safeParse({ ...base, host: 'localhost', security: 'none' }).success).toBe(true);
    for (const wrong of [
      { fromName: 'a\r\nBcc: x' },
      { from: 'a@b\r\nBcc: x' },
      { host: 'a b' },
      { replyTo: 'x' },
    ])
      expect(mailSettings.safeParse({ ...base, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  });

  it('are tested by signing in', async () => {
    expect(await connector.test(context())).toEqual({
      ok: true,
      says: ['localhost takes mail from lanekeeper; it will say that it is from lanekeeper@acme.example'],
    });
    const wrong = await connector.test(context({}, 'wrong'));
    expect(wrong).toEqual({ ok: false, says: [expect.stringContaining('does not accept the sign-in')] });
  });
});
