import { describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { isPublicAddress } from './address-guard.ts';
import { createHttpClient } from './client.ts';

describe('addresses that may be connected to', () => {
  it.each(['93.184.215.14', '8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    'include %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.8.9.1'],
    ['loopback', '::1'],
    ['unspecified', '0.0.0.0'],
    ['unspecified', '::'],
    ['private', '10.0.0.1'],
    ['private', '172.16.5.4'],
    ['private', '192.168.1.1'],
    ['link-local, cloud metadata', '169.254.169.254'],
    ['link-local', 'fe80::1'],
    ['shared (carrier-grade NAT)', '100.64.0.1'],
    ['metadata in the shared range', '100.100.100.200'],
    ['metadata in a public range', '168.63.129.16'],
    ['unique-local', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped loopback in hex', '::ffff:7f00:1'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['NAT64 of a private address', '64:ff9b::10.0.0.1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['no address', 'localhost'],
  ])('exclude %s %s', (_, address) => expect(isPublicAddress(address)).toBe(false));
});

describe('the guard at connecting', () => {
  const client = (answers: string[][]) => {
    const asked: string[] = [];
    return {
      asked,
      ...createHttpClient({
        allowPrivate: false,
        log: createLog('silent'),
        sleep: async () => {},
        resolve: async (name) => {
          asked.push(name);
          return (answers.shift() ?? []).map((address) => ({
            address,
            family: address.includes(':') ? 6 : 4,
          }));
        },
      }),
    };
  };

  it.each([
    'http://127.0.0.1:8080/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]:8080/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data/',
  ])('refuses the address in %s before any connection', async (url) => {
    const { request, fetch } = client([]);
    await expect(request(url)).rejects.toMatchObject({ code: 'LK-ADDRESS-REFUSED' });
    await expect(fetch(url)).rejects.toMatchObject({ code: 'LK-ADDRESS-REFUSED' });
  });

  it('refuses a name that resolves to a private address, also among public ones', async () => {
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['::1']]) {
      const request = client([addresses]).request('http://internal.example/');
      await expect(request).rejects.toMatchObject({ code: 'LK-ADDRESS-REFUSED' });
    }
  });

  it('uses the very addresses it looked at: the name is resolved once per connection', async () => {
    const guarded = client([['127.0.0.1'], ['8.8.8.8']]);
    await expect(guarded.request('http://rebinding.example/')).rejects.toMatchObject({
      code: 'LK-ADDRESS-REFUSED',
    });
    expect(guarded.asked).toEqual(['rebinding.example']);
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'http://user:pw@example.com/', 'not an address'])(
    'refuses %s',
    async (url) => {
      const error = await client([])
        .request(url)
        .catch((e) => e);
      expect(error.code).toBe('LK-ADDRESS-REFUSED');
      expect(error.message).not.toContain('pw');
    },
  );
});
