import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeStream, detectEncoding } from './bytes.ts';

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function decoded(bytes: Uint8Array, size = 3): Promise<string> {
  const { encoding } = detectEncoding(bytes, true);
  const parts: Uint8Array[] = [];
  for await (const part of decodeStream(inPieces(bytes, size), encoding)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const TEXT = '{"name":"Zoë 漢字 😀"}';

test.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
  '%s with a mark comes out as UTF-8 without it',
  async (name) => {
    const bytes = iconv.encode(TEXT, name, { addBOM: true });
    for (const size of [1, 2, 3, 5, 1000]) expect(await decoded(bytes, size)).toBe(TEXT);
  },
);

test.each(['utf-16le', 'utf-16be'])('%s without a mark is recognised by its zeros', async (name) => {
  expect(await decoded(iconv.encode(TEXT, name, { addBOM: false }))).toBe(TEXT);
});

test('an encoding that the XML declares is used', async () => {
  const xml = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>';
  expect(await decoded(iconv.encode(xml, 'latin1'))).toBe(xml);
  expect(detectEncoding(iconv.encode(xml, 'latin1')).remark).toBeUndefined();
});

test('a declared encoding that does not exist gives way to what the bytes are, and says so', () => {
  const found = detectEncoding(Buffer.from('<?xml version="1.0" encoding="klingon"?><a>Zoë</a>'));
  expect(found.encoding).toBe('utf-8');
  expect(found.remark).toContain('declared');
});

test('bytes that are not UTF-8 are read as windows-1252, and the guess is told', async () => {
  const bytes = iconv.encode('{"name":"Zoë – “x”"}', 'windows-1252');
  expect(detectEncoding(bytes).remark).toContain('windows-1252');
  expect(await decoded(bytes)).toBe('{"name":"Zoë – “x”"}');
});

test('a character cut off at the end of the head is no reason to doubt UTF-8', () => {
  const bytes = Buffer.from('{"a":"漢');
  expect(detectEncoding(bytes.subarray(0, bytes.length - 1)).encoding).toBe('utf-8');
  expect(detectEncoding(bytes.subarray(0, bytes.length - 1), true).encoding).toBe('windows-1252');
});

test('what is no text at all is refused with its own code', () => {
  const noise = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919 + 131) % 256);
  expect(() => detectEncoding(noise)).toThrow(expect.objectContaining({ code: 'LK-READ-ENCODING' }));
});

test('UTF-8 passes through without a copy', async () => {
  const chunk = Buffer.from('abcdef');
  const out: Uint8Array[] = [];
  for await (const part of decodeStream(inPieces(chunk, 6), 'utf-8')) out.push(part);
  expect(out[0]?.buffer).toBe(chunk.buffer);
});
