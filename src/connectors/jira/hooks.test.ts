import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jiraHooks } from './hooks.ts';

const RECORDED = join(import.meta.dirname, '../../../../shared/fixtures/jira-webhooks');
const bytes = (body: unknown) => Buffer.from(JSON.stringify(body));
const read = (body: unknown) => jiraHooks.read({ headers: {}, body: bytes(body) }).event;

describe('a webhook of Jira', () => {
  const body = bytes({ webhookEvent: 'jira:issue_updated', issue: { id: '10', key: 'PAY-1' } });
  const sign = (secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const authentic = (signature: string | undefined, of: Uint8Array = body) =>
    jiraHooks.authentic({ headers: { 'x-hub-signature': signature }, body: of }, ['new', 'old', '']);

  it('is authentic by a signature over these very bytes, with the new or the old secret', () => {
    expect(authentic(sign('new'))).toBe(true);
    expect(authentic(sign('old'))).toBe(true);
    expect(authentic(sign('other'))).toBe(false);
    expect(authentic(sign(''))).toBe(false);
    expect(authentic(undefined)).toBe(false);
    expect(authentic(sign('new'), bytes({}))).toBe(false);
    expect(authentic(sign('new').replace('sha256', 'sha1'))).toBe(false);
  });

  it('is known again by the name that Jira keeps when it tries again', () => {
    const headers = { 'x-atlassian-webhook-identifier': 'w-1' };
    expect(jiraHooks.read({ headers, body }).delivery).toBe('w-1');
    expect(jiraHooks.read({ headers: {}, body }).delivery).toMatch(/^sha256:/);
  });

  it('about a ticket or a comment names the ticket; another one is none of ours', () => {
    expect(read({ webhookEvent: 'jira:issue_deleted', issue: { id: 10, key: 'PAY-1' } })).toEqual({
      type: 'ticket',
      id: '10',
      key: 'PAY-1',
    });
    const self = 'https://jira.example/rest/api/2/issue/10013/comment/5';
    expect(read({ webhookEvent: 'comment_created', comment: { self } })).toEqual({
      type: 'ticket',
      id: '10013',
      key: null,
    });
    expect(read({ webhookEvent: 'sprint_started', issue: { id: '1' } })).toBeNull();
    expect(read({ webhookEvent: 'comment_created', comment: { self: 'nowhere' } })).toBeNull();
  });

  it('that is not what Jira sends is refused by its code', () => {
    const refused = expect.objectContaining({ code: 'LK-VALIDATION' });
    expect(() => jiraHooks.read({ headers: {}, body: Buffer.from('{') })).toThrow(refused);
    for (const wrong of [null, [], { issue: {} }, { issue: { id: {} } }])
      expect(() => read(wrong)).toThrow(refused);
  });
});

it.skipIf(!existsSync(RECORDED))(
  'all 55 that were recorded are hints at a ticket (skipped without ../shared)',
  () => {
    const files = readdirSync(RECORDED).filter((name) => name.endsWith('.json'));
    expect(files).toHaveLength(55);
    const others = files.filter((name) => {
      const { event } = jiraHooks.read({ headers: {}, body: readFileSync(join(RECORDED, name)) });
      return event?.type !== 'ticket' || !/^\d+$/.test(event.id);
    });
    expect(others).toEqual([]);
  },
);
