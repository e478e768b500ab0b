import { generateKeyPairSync, sign } from 'node:crypto';
import { encode, integer, octets, sequence } from './ber.ts';

const SET = 0x31;
const oid = (hex: string): Buffer => encode(0x06, Buffer.from(hex, 'hex'));
const COMMON_NAME = oid('550403');
const SUBJECT_ALT_NAME = oid('551d11');
const ECDSA_WITH_SHA256 = sequence([oid('2a8648ce3d040302')]);

/** A certificate of today that signs itself (RFC 5280), for a server called so, and its key. */
export function selfSigned(name: string): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const who = sequence([sequence([sequence([COMMON_NAME, octets(name, 0x0c)])], SET)]);
  const day = 86_400_000;
  const time = (ms: number) => octets(new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, ''), 0x18);
  const names = sequence([octets(name, 0x82)]);
  const body = sequence([
    sequence([integer(2)], 0xa0),
    integer(1),
    ECDSA_WITH_SHA256,
    who,
    sequence([time(Date.now() - day), time(Date.now() + day)]),
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
    sequence([sequence([sequence([SUBJECT_ALT_NAME, octets(names)])])], 0xa3),
  ]);
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]);
  const whole = sequence([body, ECDSA_WITH_SHA256, encode(0x03, signature)]).toString('base64');
  const lines = whole.match(/.{1,64}/g)!.join('\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}
