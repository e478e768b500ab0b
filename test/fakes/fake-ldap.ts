import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { type Ber, decodeAll, inside, integer, number, octets, sequence } from './ber.ts';

export interface LdapEntry {
  dn: string;
  attributes: Record<string, (string | Buffer)[]>;
}

/** What happens instead of an answer. */
export type Misbehaviour = 'hang' | 'hang up' | 'garbage' | { result: number } | { bytes: Buffer };

export interface FakeLdap {
  /** `ldap://127.0.0.1:12345` */
  url: string;
  entries: LdapEntry[];
  /** Bind DN -> password. */
  accounts: Map<string, string>;
  /** `bind cn=reader`, `search ou=people,dc=acme`, … in the order in which they came. */
  seen: string[];
  /** Called for each operation, before it is answered. */
  before: (what: string) => Misbehaviour | undefined;
  /** Active Directory now and then gives out a page with nothing on it, and a cookie. */
  emptyPages: boolean;
  close(): Promise<void>;
}

interface FakeLdapOptions {
  /** Speaks TLS: from the start, or after StartTLS. */
  tls?: { cert: string; key: string; from: 'start' | 'StartTLS' };
}

/** A directory that speaks LDAP version 3: simple bind, search with filters, paged results, TLS. */
export async function fakeLdap({ tls }: FakeLdapOptions = {}): Promise<FakeLdap> {
  const sockets = new Set<Socket>();
  const listen = (socket: Socket) => {
    sockets.add(socket);
    let rest: Buffer = Buffer.alloc(0);
    const session: LdapConnection = { bound: false, startTls: null };
    if (tls?.from === 'StartTLS' && !(socket instanceof TLSSocket))
      session.startTls = () => {
        socket.removeAllListeners('data');
        listen(new TLSSocket(socket, { isServer: true, ...tls }));
      };
    socket.on('error', () => {});
    socket.on('data', (data) => {
      try {
        const decoded = decodeAll(Buffer.concat([rest, data]));
        rest = decoded.rest;
        for (const message of decoded.values) answer(fake, session, socket, message);
      } catch {
        // What speaks TLS to us is not understood.
        socket.destroy();
      }
    });
  };
  const server = tls?.from === 'start' ? createTlsServer(tls, listen) : createServer(listen);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const fake: FakeLdap = {
    url: `${tls?.from === 'start' ? 'ldaps' : 'ldap'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    entries: [],
    accounts: new Map([['cn=reader,dc=acme', 'secret']]),
    seen: [],
    before: () => undefined,
    emptyPages: false,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
  return fake;
}

interface LdapConnection {
  bound: boolean;
  startTls: (() => void) | null;
}

const BIND = 0x60;
const SEARCH = 0x63;
const EXTENDED = 0x77;
const PAGED = '1.2.840.113556.1.4.319';

function answer(fake: FakeLdap, session: LdapConnection, socket: Socket, message: Ber): void {
  const [id, operation, controls] = inside(message) as [Ber, Ber, Ber | undefined];
  const send = (parts: Buffer[]) => socket.write(sequence([integer(number(id)), ...parts]));
  const result = (tag: number, code: number, more: Buffer[] = []) =>
    send([sequence([integer(code, 0x0a), octets(''), octets('')], tag), ...more]);
  const fields = inside(operation);
  const what = `${{ [BIND]: 'bind', [SEARCH]: 'search', [EXTENDED]: 'extended' }[operation.tag] ?? 'unbind'} ${String((operation.tag === BIND ? fields[1] : fields[0])?.value ?? '')}`;
  fake.seen.push(what);
  const instead = fake.before(what);
  if (instead === 'hang') return;
  if (instead === 'hang up') return void socket.end();
  if (instead === 'garbage') return void socket.write('HTTP/1.1 400 Bad Request\r\n\r\nthis is no LDAP');
  if (instead && 'bytes' in instead) return void socket.write(instead.bytes);
  if (operation.tag === BIND) {
    const [, name, password] = fields;
    const isAnonymous = String(password!.value) === '';
    session.bound = !isAnonymous && fake.accounts.get(String(name!.value)) === String(password!.value);
    result(0x61, instead?.result ?? (session.bound || isAnonymous ? 0 : 49));
  } else if (operation.tag === SEARCH) search(fake, session, fields, controls, send, result, instead?.result);
  else if (operation.tag === EXTENDED) {
    result(0x78, instead?.result ?? (session.startTls ? 0 : 2));
    session.startTls?.();
  }
}

function search(
  fake: FakeLdap,
  session: LdapConnection,
  fields: Ber[],
  controls: Ber | undefined,
  send: (parts: Buffer[]) => unknown,
  result: (tag: number, code: number, more?: Buffer[]) => unknown,
  code: number | undefined,
): void {
  const base = String(fields[0]!.value).toLowerCase();
  // Who did not sign in sees nothing, and is told of no error.
  const below = session.bound ? fake.entries.filter(({ dn }) => dn.toLowerCase().endsWith(base)) : [];
  if (code !== undefined || (session.bound && below.length === 0)) return void result(0x65, code ?? 32);
  const found = below.filter((entry) => matches(entry, fields[6]!));
  const wanted = inside(fields[7]!).map(({ value }) => String(value).toLowerCase());
  const page = pageOf(controls);
  const from = page ? Number(String(page.cookie).split(':')[0] || 0) : 0;
  const isEmpty = fake.emptyPages && page !== null && !String(page.cookie).endsWith(':seen');
  const to = page ? Math.min(found.length, from + (isEmpty ? 0 : page.size)) : found.length;
  for (const entry of found.slice(from, to)) send([encodeEntry(entry, wanted)]);
  const cookie = to < found.length || isEmpty ? `${to}${isEmpty ? ':seen' : ':'}` : '';
  const control = sequence([octets(PAGED), octets(sequence([integer(0), octets(cookie)]))]);
  result(0x65, 0, page ? [sequence([control], 0xa0)] : []);
}

function pageOf(controls: Ber | undefined): { size: number; cookie: Buffer } | null {
  for (const control of controls ? inside(controls) : []) {
    const parts = inside(control);
    if (String(parts[0]!.value) !== PAGED) continue;
    const [size, cookie] = inside(inside(parts.at(-1)!)[0]!);
    return { size: number(size!), cookie: cookie!.value };
  }
  return null;
}

function encodeEntry({ dn, attributes }: LdapEntry, wanted: string[]): Buffer {
  const listed = Object.entries(attributes)
    .filter(([name]) => wanted.includes(name.toLowerCase().split(';')[0]!))
    .map(([name, values]) =>
      sequence([
        octets(name),
        sequence(
          values.map((value) => octets(value)),
          0x31,
        ),
      ]),
    );
  return sequence([octets(dn), sequence(listed)], 0x64);
}

/** RFC 4511 §4.5.1.7: and, or, not, equality, substrings, presence. */
function matches(entry: LdapEntry, filter: Ber): boolean {
  const values = (name: Buffer) =>
    Object.entries(entry.attributes)
      .filter(([key]) => key.toLowerCase() === String(name).toLowerCase())
      .flatMap(([, list]) => list.map((value) => String(value).toLowerCase()));
  switch (filter.tag) {
    case 0xa0:
      return inside(filter).every((one) => matches(entry, one));
    case 0xa1:
      return inside(filter).some((one) => matches(entry, one));
    case 0xa2:
      return !matches(entry, inside(filter)[0]!);
    case 0xa3: {
      const [name, value] = inside(filter);
      return values(name!.value).includes(String(value!.value).toLowerCase());
    }
    case 0xa4: {
      const [name, parts] = inside(filter);
      return values(name!.value).some((value) => hasParts(value, inside(parts!)));
    }
    case 0x87:
      return values(filter.value).length > 0;
    default:
      return false;
  }
}

const hasParts = (value: string, parts: Ber[]): boolean =>
  parts.every(({ tag, value: part }) => {
    const text = String(part).toLowerCase();
    return tag === 0x80 ? value.startsWith(text) : tag === 0x82 ? value.endsWith(text) : value.includes(text);
  });
