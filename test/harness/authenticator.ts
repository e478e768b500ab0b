import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A passkey in software, as a browser and its authenticator make and use one (WebAuthn Level 3, ECDSA P-256). */
export interface SoftPasskey {
  id: Buffer;
  counter: number;
  key: KeyObject;
  userHandle: string;
}

interface Signing {
  origin: string;
  host: string;
  /** The person was asked for their finger or PIN. */
  verified?: boolean;
  challenge: string;
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();
const text = (bytes: Buffer) => bytes.toString('base64url');

// CBOR, as much of it as is needed (RFC 8949): small maps, byte strings, texts and integers.
const head = (major: number, n: number): Buffer => {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  return n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
};
const int = (n: number) => (n < 0 ? head(1, -1 - n) : head(0, n));
const bytes = (value: Buffer) => Buffer.concat([head(2, value.length), value]);
const string = (value: string) => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const map = (...pairs: [Buffer, Buffer][]) => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);

const PRESENT = 1;
const VERIFIED = 4;
const ATTESTED = 64;

const clientData = (type: string, { challenge, origin }: Signing) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

function authenticatorData(flags: number, counter: number, host: string, rest = Buffer.alloc(0)): Buffer {
  const counted = Buffer.alloc(4);
  counted.writeUInt32BE(counter);
  return Buffer.concat([sha256(host), Buffer.from([flags]), counted, rest]);
}

/** Makes a passkey for what a server asked (`…/passkeys/options`). */
export function makePasskey(
  options: { challenge: string; user: { id: string } },
  at: Omit<Signing, 'challenge'>,
): { passkey: SoftPasskey; response: object } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const cose = map(
    [int(1), int(2)],
    [int(3), int(-7)],
    [int(-1), int(1)],
    [int(-2), bytes(Buffer.from(x!, 'base64url'))],
    [int(-3), bytes(Buffer.from(y!, 'base64url'))],
  );
  const id = randomBytes(32);
  const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
  const flags = PRESENT | ATTESTED | ((at.verified ?? true) ? VERIFIED : 0);
  const attestation = map(
    [string('fmt'), string('none')],
    [string('attStmt'), map()],
    [string('authData'), bytes(authenticatorData(flags, 0, at.host, credential))],
  );
  const response = {
    id: text(id),
    rawId: text(id),
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: text(clientData('webauthn.create', { ...at, challenge: options.challenge })),
      attestationObject: text(attestation),
      transports: ['internal'],
    },
  };
  return { passkey: { id, counter: 0, key: privateKey, userHandle: options.user.id }, response };
}

/** Signs what a server asked (`sign-in/passkey/options`); the counter goes up by `step`. */
export function signByPasskey(passkey: SoftPasskey, at: Signing, step = 1): object {
  passkey.counter += step;
  const data = authenticatorData(PRESENT | ((at.verified ?? true) ? VERIFIED : 0), passkey.counter, at.host);
  const client = clientData('webauthn.get', at);
  return {
    id: text(passkey.id),
    rawId: text(passkey.id),
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: text(client),
      authenticatorData: text(data),
      signature: text(sign('sha256', Buffer.concat([data, sha256(client)]), passkey.key)),
      userHandle: passkey.userHandle,
    },
  };
}
