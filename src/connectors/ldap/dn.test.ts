import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalDn } from './dn.ts';

it('names of one entry are one, however they are written (RFC 4514)', () => {
  const same = (...names: string[]) => expect(new Set(names.map(normalDn)).size, names.join(' | ')).toBe(1);
  same(
    'cn=Cho Kim,ou=People,dc=acme',
    'CN=cho kim, OU=people , DC=Acme',
    'cn = Cho\\20Kim,ou=People;dc=acme',
  );
  same('cn=Lu\\C4\\8Di\\C4\\87', 'CN=Lučić');
  same('cn=a\\,b', 'cn=a\\2Cb', 'cn=a\\2cb');
  same('cn=a+uid=b', 'CN=a + UID=b');
});

it('names of different entries stay different', () => {
  const different = (a: string, b: string) => expect(normalDn(a)).not.toBe(normalDn(b));
  different('cn=a\\,ou=b', 'cn=a,ou=b');
  different('cn=a\\+uid=b', 'cn=a+uid=b');
  different('cn=a', 'cn=ab');
});

it('takes any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof normalDn(text) === 'string'));
});
