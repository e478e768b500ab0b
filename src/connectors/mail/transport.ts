import { createHash } from 'node:crypto';
import { connect, isIP, type Socket } from 'node:net';
import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import { AppError } from '../../kernel/errors.ts';
import { addressGuard, systemResolve } from '../../platform/client/address-guard.ts';
import type { ConnectorContext } from '../connector.ts';
import { isThisMachine, type MailSettings, portOf } from './settings.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;
/** A digest of five hundred teams goes over a few connections; then they are given back. */
const IDLE_MS = 10_000;
const CONNECTIONS = 4;
/** More than any house has mail servers: what was stated before a change is forgotten. */
const MAX_POOLS = 20;

export type MailTransport = Transporter<SMTPPool.SentMessageInfo>;

const pools = new Map<string, MailTransport>();

/**
 * The connections to a mail server, kept between messages. Private addresses are refused unless the settings say
 * that one is meant.
 * @throws AppError LK-CONNECTION when a user is stated and no password
 */
export function transportOf({ settings, secrets }: ConnectorContext<MailSettings>): MailTransport {
  const password = secrets['password'] ?? null;
  if (settings.user !== null && !password)
    throw new AppError('LK-CONNECTION', `the secret "password" is missing: ${settings.user} cannot sign in`);
  const key = createHash('sha256')
    .update(JSON.stringify([settings, password]))
    .digest('hex');
  const known = pools.get(key);
  if (known) return known;
  const made = createTransport(optionsOf(settings, password));
  // Each message tells of its own failure.
  made.on('error', () => {});
  pools.set(key, made);
  for (const [oldest, pool] of pools) {
    if (pools.size <= MAX_POOLS) break;
    pools.delete(oldest);
    pool.close();
  }
  return made;
}

function optionsOf(settings: MailSettings, password: string | null): SMTPPool.Options {
  const host = settings.host.replace(/^\[|\]$/g, '');
  const { user, security, ca } = settings;
  return {
    pool: true,
    host,
    port: portOf(settings),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user !== null && { auth: { user, pass: password ?? '' } }),
    tls: {
      minVersion: 'TLSv1.2',
      ...(isIP(host) === 0 && { servername: host }),
      ...(ca !== null && { ca }),
    },
    maxConnections: CONNECTIONS,
    idleTimeout: IDLE_MS,
    // A message whose connection broke may have been taken: whoever sends it decides whether to do so again.
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    // Nothing of a message is read from files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_options, callback) => {
      guardedSocket(settings, host).then(
        (connection) => callback(null, { connection }),
        (error: Error) => callback(error, {}),
      );
    },
  } as SMTPPool.Options;
}

/** The address is looked at when it is connected to: a name that answers otherwise a second time gains nothing. */
function guardedSocket(settings: MailSettings, host: string): Promise<Socket> {
  const allowPrivate = settings.privateAddress || isThisMachine(settings.host);
  const guard = addressGuard({ resolve: systemResolve, allowPrivate });
  return new Promise((resolve, reject) => {
    guard.check(host);
    const socket = connect({ host, port: portOf(settings), lookup: guard.lookup });
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(
      () => fail(new Error(`no answer in ${CONNECT_TIMEOUT_MS} ms`)),
      CONNECT_TIMEOUT_MS,
    );
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}
