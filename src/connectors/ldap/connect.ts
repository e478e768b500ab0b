import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { AppError } from '../../kernel/errors.ts';
import { addressGuard, systemResolve } from '../../platform/client/address-guard.ts';
import { type Codec, openSession, type Session, unreachable } from './session.ts';
import { type LdapSettings, serverOf } from './settings.ts';

const CONNECT_TIMEOUT_SECONDS = 10;
/** RFC 4511 §4.14.1 */
const START_TLS = '1.3.6.1.4.1.1466.20037';

/**
 * Signs in. Private addresses are refused unless the settings say that one is meant.
 * @throws AppError LK-ADDRESS-REFUSED, LK-NETWORK, LK-CONNECTION (certificate, name, password)
 */
export async function signIn(codec: Codec, settings: LdapSettings, password: string): Promise<Session> {
  // An empty password makes a bind anonymous, and it succeeds (RFC 4513 §5.1.2).
  if (password === '') throw new AppError('LK-CONNECTION', 'the secret "password" is missing');
  const session = await encrypted(codec, settings);
  try {
    const { bindDn } = settings;
    await session.ask(
      `to sign in ${bindDn}`,
      (messageId) => new codec.BindRequest({ messageId, dn: bindDn, password }),
    );
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

async function encrypted(codec: Codec, settings: LdapSettings): Promise<Session> {
  const { timeoutSeconds, startTls } = settings;
  const { host, port, isSecure } = serverOf(settings.url)!;
  const guard = addressGuard({ resolve: systemResolve, allowPrivate: settings.privateAddress });
  guard.check(host);
  if (!isSecure && !startTls && !isThisMachine(host))
    throw new AppError(
      'LK-CONNECTION',
      'the password would go over the wire in clear: use ldaps://, or set "startTls" to true',
    );
  const place = { host, port, lookup: guard.lookup };
  const tls: ConnectionOptions = {
    minVersion: 'TLSv1.2',
    ...(isIP(host) ? {} : { servername: host }),
    ...(settings.ca !== null && { ca: settings.ca }),
  };
  const timeoutMs = timeoutSeconds * 1000;
  const openMs = Math.min(CONNECT_TIMEOUT_SECONDS, timeoutSeconds) * 1000;
  if (isSecure)
    return openSession(
      codec,
      await opened(connectTls({ ...place, ...tls }), 'secureConnect', openMs),
      timeoutMs,
    );
  const plain = await opened(connectPlain(place), 'connect', openMs);
  const session = openSession(codec, plain, timeoutMs);
  if (!startTls) return session;
  try {
    await session.ask(
      'to encrypt the connection',
      (messageId) => new codec.ExtendedRequest({ messageId, oid: START_TLS }),
    );
    session.release();
    // TLS tells of what happens to the socket below it.
    plain.on('error', () => {});
    const secure = await opened(connectTls({ socket: plain, host, ...tls }), 'secureConnect', openMs);
    return openSession(codec, secure, timeoutMs);
  } catch (error) {
    plain.destroy();
    throw error;
  }
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.[\d.]+$/.test(host);

function opened<Kind extends Socket>(
  socket: Kind,
  event: 'connect' | 'secureConnect',
  timeoutMs: number,
): Promise<Kind> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    const failed = (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      socket.destroy();
      reject(whyNot(cause));
    };
    const closed = () => failed(new Error('it hung up'));
    socket.once('error', failed).once('close', closed);
    socket.once(event, () => {
      clearTimeout(timer);
      socket.off('error', failed).off('close', closed);
      resolve(socket);
    });
  });
}

/** Codes of OpenSSL and of Node's check of the name (node:tls, "X509 certificate error codes"). */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|TLS_CERT_ALTNAME/;

function whyNot(cause: NodeJS.ErrnoException): AppError {
  if (cause instanceof AppError) return cause;
  if (CERTIFICATE.test(cause.code ?? ''))
    return new AppError(
      'LK-CONNECTION',
      `the certificate of the directory is not accepted (${cause.message}): state who signed it in "ca", or the host as the certificate names it`,
      { cause },
    );
  return unreachable(cause.message, cause);
}
