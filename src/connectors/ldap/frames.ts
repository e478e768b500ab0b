import { AppError } from '../../kernel/errors.ts';

/** One entry with all its members is a few megabytes at most. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
/** An LDAP answer nests five levels deep (RFC 4511 §4.5.2). */
const MAX_DEPTH = 12;
const CONSTRUCTED = 0x20;
/** Every message is one (RFC 4511 §4.1.1). */
const SEQUENCE = 0x30;

/**
 * Cuts what a server sends into whole messages and looks that every length in them fits into the one around it:
 * the codec trusts lengths. Returns the messages that are complete after this piece.
 * @throws AppError LK-ANSWER
 */
export function messageFrames(): (piece: Buffer) => Buffer[] {
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted: number | null = null;
  return (piece) => {
    pieces.push(piece);
    held += piece.length;
    const whole: Buffer[] = [];
    // Joined only when there is enough, so that a large message in small pieces costs each byte once.
    while (held >= (wanted ?? 2)) {
      const buffer = Buffer.concat(pieces);
      if (buffer[0] !== SEQUENCE) throw strange('its answer is no LDAP');
      const header = headerAt(buffer, 0);
      wanted = header && header.start + header.length;
      if (wanted !== null && wanted > MAX_MESSAGE_BYTES)
        throw strange('it sends a message that is too large');
      pieces = [buffer];
      if (wanted === null || held < wanted) break;
      const message = buffer.subarray(0, wanted);
      checkNested(message, 0, message.length, 0);
      whole.push(message);
      pieces = [buffer.subarray(wanted)];
      held -= wanted;
      wanted = null;
    }
    return whole;
  };
}

/** Definite lengths of up to four bytes (RFC 4511 §5.1); null while more bytes are to come. */
function headerAt(buffer: Buffer, at: number): { start: number; length: number } | null {
  const first = buffer[at + 1];
  if (first === undefined) return null;
  if (first < 0x80) return { start: at + 2, length: first };
  const bytes = first & 0x7f;
  if (bytes === 0 || bytes > 4) throw strange('its answer is no LDAP');
  if (at + 2 + bytes > buffer.length) return null;
  return { start: at + 2 + bytes, length: buffer.readUIntBE(at + 2, bytes) };
}

function checkNested(buffer: Buffer, from: number, end: number, depth: number): void {
  if (depth > MAX_DEPTH) throw strange('its answer is nested too deeply');
  for (let at = from; at < end; ) {
    const header = headerAt(buffer, at);
    if (!header || header.start + header.length > end) throw strange('its answer is no LDAP');
    const inner = header.start + header.length;
    if ((buffer[at]! & CONSTRUCTED) !== 0) checkNested(buffer, header.start, inner, depth + 1);
    at = inner;
  }
}

const strange = (what: string): AppError =>
  new AppError('LK-ANSWER', `the directory answers strangely: ${what}`);
