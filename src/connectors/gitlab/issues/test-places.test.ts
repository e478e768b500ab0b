import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../../test/fakes/context.ts';
import { type FakeGitlab, fakeGitlab } from '../../../../test/fakes/fake-gitlab.ts';
import { connector } from '../index.ts';
import { gitlabSettings } from '../settings.ts';

let gitlab: FakeGitlab;
beforeEach(async () => {
  gitlab = await fakeGitlab();
  gitlab.add('acme/payments', { 'about.yaml': '' });
});
afterEach(() => gitlab.close());

const test = async (tickets: object, token = 'glpat-writer') => {
  const settings = gitlabSettings.parse({ url: gitlab.url, tickets });
  return connector.test(fakeContext(settings, { token }));
};
const home = () => [...gitlab.state.projects.values()][0]!;
const PAY = { queues: { PAY: 'acme/payments' } };

describe('testing where tickets are filed', () => {
  it('says how many projects take them', async () => {
    expect(await test(PAY)).toMatchObject({
      ok: true,
      says: expect.arrayContaining(['tickets can be filed in 1 of 1 projects']),
    });
  });

  it('names the scope, the project and what is wrong with it', async () => {
    const missing = async (words: string, tickets: object = PAY, token?: string) => {
      const { ok, says } = await test(tickets, token);
      expect({ ok, says: says[0] }).toEqual({ ok: false, says: expect.stringContaining(words) });
    };
    await missing('the scope "api"', PAY, 'glpat-fake');
    await missing('acme/nowhere (queue LED): the project is not visible', {
      queues: { LED: 'acme/nowhere' },
    });
    await missing('state a project', {});
    home().issues.access = 'disabled';
    await missing('acme/payments (queue PAY): issues are switched off');
    home().issues.access = 'enabled';
    home().archived = true;
    await missing('archived');
  });

  it('says that tickets of a public project are for everybody, unless they are confidential', async () => {
    home().visibility = 'public';
    const isTold = async (tickets: object) =>
      (await test(tickets)).says.some((one) => one.includes('public'));
    expect(await isTold(PAY)).toBe(false);
    expect(await isTold({ ...PAY, confidential: false })).toBe(true);
  });
});
