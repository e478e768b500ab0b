/** A value of ASN.1 in the encoding that LDAP uses (ITU-T X.690, RFC 4511 §5.1), written without the product's codec. */
export interface Ber {
  tag: number;
  value: Buffer;
}

const CONSTRUCTED = 0x20;

/** The values in a buffer, one after the other; a last one that is not whole yet is left in `rest`. */
export function decodeAll(buffer: Buffer): { values: Ber[]; rest: Buffer } {
  const values: Ber[] = [];
  let at = 0;
  while (at + 2 <= buffer.length) {
    const first = buffer[at + 1]!;
    const extra = first < 0x80 ? 0 : first & 0x7f;
    if (extra > 4) throw new Error('that is no LDAP');
    if (at + 2 + extra > buffer.length) break;
    const length = extra === 0 ? first : buffer.readUIntBE(at + 2, extra);
    const start = at + 2 + extra;
    if (start + length > buffer.length) break;
    values.push({ tag: buffer[at]!, value: buffer.subarray(start, start + length) });
    at = start + length;
  }
  return { values, rest: buffer.subarray(at) };
}

export const inside = ({ value }: Ber): Ber[] => decodeAll(value).values;

export const number = ({ value }: Ber): number => (value.length === 0 ? 0 : value.readIntBE(0, value.length));

export function encode(tag: number, content: Buffer | Buffer[]): Buffer {
  const value = Array.isArray(content) ? Buffer.concat(content) : content;
  return Buffer.concat([Buffer.from([tag, ...lengthOf(value.length)]), value]);
}

/** As short as it can be (X.690 §10.1). */
function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

export const octets = (value: string | Buffer, tag = 0x04): Buffer =>
  encode(tag, typeof value === 'string' ? Buffer.from(value) : value);

export function integer(value: number, tag = 0x02): Buffer {
  if (value >= 0 && value < 0x80) return encode(tag, Buffer.from([value]));
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return encode(tag, bytes);
}

export const sequence = (content: Buffer[], tag = 0x10 | CONSTRUCTED): Buffer => encode(tag, content);
