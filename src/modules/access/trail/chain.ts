import { hash } from 'node:crypto';

/** An entry as it is sealed: every column as PostgreSQL writes it as text, times in UTC with microseconds. */
export interface Sealable {
  id: string;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: string;
}

export interface Seal {
  seq: number;
  entryId: string;
  hash: Buffer;
}

/** What the first seal follows. */
export const BEFORE_ALL: Buffer = Buffer.alloc(32);

/** The seal of an entry: sha256 of the seal before, its own number, and the entry as a JSON list of texts. Pure. */
export const sealOf = (
  before: Buffer,
  seq: number,
  { id, at, actor, action, subject, detail }: Sealable,
): Buffer =>
  hash(
    'sha256',
    Buffer.concat([before, Buffer.from(JSON.stringify([seq, id, at, actor, action, subject, detail]))]),
    'buffer',
  );

/** How a seal is written down elsewhere: `1042:9f86d0…`. */
export const headWords = ({ seq, hash: sealed }: Pick<Seal, 'seq' | 'hash'>): string =>
  `${seq}:${sealed.toString('hex')}`;

const HEAD = /^([1-9]\d{0,17}|0):([0-9a-f]{64})$/;

/** @returns null when it is not of that form */
export function readHead(text: string): { seq: number; hash: string } | null {
  const [, seq, hex] = HEAD.exec(text.trim().toLowerCase()) ?? [];
  return seq === undefined || hex === undefined ? null : { seq: Number(seq), hash: hex };
}
