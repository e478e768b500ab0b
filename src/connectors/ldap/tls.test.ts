import { afterEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeLdap, fakeLdap } from '../../../test/fakes/fake-ldap.ts';
import { collected } from '../../../test/fakes/read-directory.ts';
import { selfSigned } from '../../../test/fakes/self-signed.ts';
import { connector } from './index.ts';
import { ldapSettings } from './settings.ts';

let ldap: FakeLdap | null = null;
afterEach(() => ldap?.close());

const OURS = selfSigned('localhost');

async function read(options: { from: 'start' | 'StartTLS'; certificate?: typeof OURS; ca?: string | null }) {
  const { from, certificate = OURS, ca = OURS.cert } = options;
  ldap = await fakeLdap({ tls: { ...certificate, from } });
  ldap.entries.push({ dn: 'uid=cho,dc=acme', attributes: { objectClass: ['inetOrgPerson'], uid: ['cho'] } });
  const settings = ldapSettings.parse({
    url: ldap.url.replace('127.0.0.1', 'localhost'),
    ca,
    privateAddress: true,
    bindDn: 'cn=reader,dc=acme',
    people: { base: 'dc=acme' },
    teams: { base: 'dc=acme' },
    timeoutSeconds: 2,
  });
  return collected(connector.directory!(fakeContext(settings, { password: 'secret' }))!);
}
const bound = () => ldap!.seen.some((one) => one.startsWith('bind'));

describe.each(['start', 'StartTLS'] as const)('encrypted from %s', (from) => {
  it('is read when the certificate is signed by whom the settings name', async () => {
    expect((await read({ from })).people).toMatchObject([{ userName: 'cho' }]);
    expect(ldap!.seen[0]).toContain(from === 'start' ? 'bind' : 'extended');
  });

  it('gets no password when nobody we know signed the certificate, or it is another server’s', async () => {
    await expect(read({ from, ca: null })).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('certificate'),
    });
    expect(bound()).toBe(false);
    await ldap!.close();
    const other = selfSigned('other.example');
    await expect(read({ from, certificate: other, ca: other.cert })).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('certificate'),
    });
    expect(bound()).toBe(false);
  });
});
