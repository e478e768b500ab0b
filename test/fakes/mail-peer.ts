import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { selfSigned } from './self-signed.ts';

export interface TakenMail {
  from: string;
  to: string[];
  user: string | null;
  secure: boolean;
  /** As it came, headers and all. */
  text: string;
}

export interface MailPeer {
  port: number;
  /** That signs the server's own, which is called localhost. */
  certificate: string;
  mails: TakenMail[];
  /** Connections that were ever made. */
  connections(): number;
  /** Every mail from here on is answered so, such as `550 5.1.1 no such mailbox`; null: they are taken. */
  refuse(reply: string | null): void;
  /** Takes the next mails and breaks the connection instead of saying so. */
  hangUpAfterData(): void;
  close(): Promise<void>;
}

/** A real mail server on a port of its own: STARTTLS, sign-in as lanekeeper with the password secret. */
export async function mailPeer(): Promise<MailPeer> {
  const { cert, key } = selfSigned('localhost');
  const mails: TakenMail[] = [];
  let connected = 0;
  let refusal: string | null = null;
  let hangsUp = false;
  const server = new SMTPServer({
    cert,
    key,
    disableReverseLookup: true,
    onConnect(_session, done) {
      connected++;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === 'lanekeeper' && password === 'secret') done(null, { user: username });
      else done(new Error('Invalid username or password'));
    },
    onRcptTo(_address, _session, done) {
      done(refusal === null ? undefined : replied(refusal));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          user: session.user ?? null,
          secure: session.secure,
          text: Buffer.concat(parts).toString('utf8'),
        });
        if (hangsUp) for (const connection of server.connections) connection.close();
        else done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    port: (server.server.address() as AddressInfo).port,
    certificate: cert,
    mails,
    connections: () => connected,
    refuse: (reply) => {
      refusal = reply;
    },
    hangUpAfterData: () => {
      hangsUp = true;
    },
    close() {
      for (const connection of server.connections) connection.close();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

const replied = (reply: string): Error =>
  Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
