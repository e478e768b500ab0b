import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeReport, fakeHackerone } from '../../../test/fakes/fake-hackerone.ts';
import { readBytes } from '../../../test/harness/fixtures.ts';
import type { AlertSource } from '../connector.ts';
import { connector } from './index.ts';

const SECRETS = { identifier: 'id', token: 'secret' };
const programs: Record<string, FakeReport[]> = { acme: [] };
let fake: Awaited<ReturnType<typeof fakeHackerone>>;
beforeAll(async () => {
  fake = await fakeHackerone(programs);
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.limited = false;
  fake.asked = [];
  programs['acme'] = [
    { id: '11', title: 'Redirect', state: 'new' },
    { id: '12', title: 'Cart of others', state: 'triaged', asset: 'shop.acme.example' },
    { id: '13', title: 'Old one', state: 'resolved', asset: 'shop.acme.example' },
  ];
});

const contextOf = (more: object = {}, secrets: Record<string, string> = SECRETS) =>
  fakeContext(
    connector.settings.parse({
      url: fake.url,
      programs: [
        {
          handle: 'acme',
          target: 'url:https://acme.example',
          assets: { 'shop.acme.example': 'repository:acme/shop' },
        },
      ],
      ...more,
    }),
    secrets,
  );

async function pulled(source: AlertSource, context = contextOf()) {
  const read = await connector.alerts!.open(context).read(source, null);
  if (typeof read === 'string') return read;
  const pieces: Uint8Array[] = [];
  for await (const piece of read.pieces) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('reports of HackerOne', () => {
  it('are one source for each target of a programme, by the asset that they name', async () => {
    const sources = await Array.fromAsync(connector.alerts!.open(contextOf()).sources());
    expect(sources.map(({ target }) => target)).toEqual([
      { kind: 'url', key: 'https://acme.example' },
      { kind: 'repository', key: 'acme/shop' },
    ]);
  });

  it('come as a document that the reader of such reports reads, closed ones with their state and no date made up', async () => {
    const [site, shop] = await Array.fromAsync(connector.alerts!.open(contextOf()).sources());
    const ofSite = JSON.parse(String(await pulled(site!)));
    expect(ofSite.data.map(({ id }: { id: string }) => id)).toEqual(['11']);
    const { summary, observations } = await readBytes((await pulled(shop!)) as Buffer);
    expect(summary.reader).toBe('hackerone');
    expect(observations.map(({ title, told }) => [title, told?.state])).toEqual([
      ['Cart of others', undefined],
      ['Old one', 'fixed'],
    ]);
  });

  it('are read page by page, to the last one', async () => {
    programs['acme'] = Array.from({ length: 201 }, (_, n) => ({ id: `${n}`, title: `r${n}`, state: 'new' }));
    const [site] = await Array.fromAsync(connector.alerts!.open(contextOf()).sources());
    expect(JSON.parse(String(await pulled(site!))).data).toHaveLength(201);
    expect(fake.asked).toHaveLength(3);
  });

  it('that nobody asks for any more are gone, not empty', async () => {
    const source: AlertSource = {
      kind: 'reports',
      tool: 'hackerone',
      target: { kind: 'url', key: 'https://elsewhere.example' },
      repositoryId: null,
    };
    expect(await pulled(source)).toBe('gone');
  });

  it('that cannot be read are an error, never an empty document', async () => {
    const [site] = await Array.fromAsync(connector.alerts!.open(contextOf()).sources());
    await expect(pulled(site!, contextOf({}, { identifier: 'id', token: 'wrong' }))).rejects.toMatchObject({
      code: 'LK-CONNECTION',
    });
    fake.limited = true;
    await expect(pulled(site!)).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: expect.any(String) },
    });
  });
});

describe('the test of a connection', () => {
  it('names the secret or the programme that is missing', async () => {
    expect(await connector.test(contextOf())).toEqual({ ok: true, says: ['Reports of acme can be read.'] });
    expect(await connector.test(contextOf({}, { identifier: 'id' }))).toEqual({
      ok: false,
      says: ['The secret token is not set.'],
    });
    const other = contextOf({ programs: [{ handle: 'nobody', target: 'url:https://x.example' }] });
    expect(await connector.test(other)).toMatchObject({
      ok: false,
      says: [expect.stringContaining('nobody')],
    });
  });

  it('refuses a target of no kind', () => {
    const read = connector.settings.safeParse({ programs: [{ handle: 'acme', target: 'shop' }] });
    expect(read.error?.issues[0]?.message).toContain('KIND:KEY');
  });
});

describe('a webhook', () => {
  const body = Buffer.from('{"data":{"activity":{"type":"activity-bug-filed"}}}');
  const signed = (secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

  it('counts with the right signature over its bytes only, also during a rotation', () => {
    const request = (signature?: string) => ({ headers: { 'x-h1-signature': signature }, body });
    expect(connector.hooks!.authentic(request(signed('old')), ['new', 'old'])).toBe(true);
    expect(connector.hooks!.authentic(request(signed('guess')), ['new', 'old'])).toBe(false);
    expect(connector.hooks!.authentic(request(undefined), ['new'])).toBe(false);
  });

  it('says that reports are to be pulled again, and is known when it comes twice', () => {
    const told = connector.hooks!.read({ headers: { 'x-h1-delivery': 'd1' }, body });
    expect(told).toEqual({ delivery: 'd1', event: { type: 'alerts', kind: 'reports', key: null } });
    expect(() => connector.hooks!.read({ headers: {}, body: Buffer.from('no') })).toThrow();
  });
});
