import fc from 'fast-check';

/** How to spoil a report; places are shares (0-1) of its length, so that one recipe fits every file. */
export type Mutation =
  | { how: 'cut'; at: number }
  | { how: 'flip'; at: number; bits: number }
  | { how: 'delete'; at: number; length: number }
  | { how: 'repeat'; at: number; length: number; times: number }
  | { how: 'insert'; at: number; what: number }
  | { how: 'value'; at: number; what: number }
  | { how: 'key'; at: number; what: number };

/** Evenly spread; doubles would crowd near zero. */
const share = fc.integer({ min: 0, max: 1_000_000 }).map((millionth) => millionth / 1_000_000);

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.oneof(
    fc.record({ how: fc.constant('cut' as const), at: share }),
    fc.record({ how: fc.constant('flip' as const), at: share, bits: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ how: fc.constant('delete' as const), at: share, length: fc.integer({ min: 1, max: 300 }) }),
    fc.record({
      how: fc.constant('repeat' as const),
      at: share,
      length: fc.integer({ min: 1, max: 300 }),
      times: fc.integer({ min: 1, max: 200 }),
    }),
    fc.record({ how: fc.constant('insert' as const), at: share, what: fc.nat() }),
    { weight: 5, arbitrary: fc.record({ how: fc.constant('value' as const), at: share, what: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ how: fc.constant('key' as const), at: share, what: fc.nat() }) },
  ),
  { minLength: 1, maxLength: 4 },
);

const LONG = 'x'.repeat(100_000);
const HOSTILE_STRINGS = [
  '',
  ' ',
  '\0a\0',
  '\ud800',
  'a\udfff',
  '__proto__',
  'constructor',
  'toString',
  LONG,
  '0000-00-00T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '../../../etc/passwd',
  'C:\\a\\..\\..\\b',
  'javascript:alert(1)',
  'pkg:',
  'pkg:npm/%E0%A4%A',
  'urn:cdx:#%',
  '%',
  'CWE-99999999999999999999',
  '-1',
  '1e400',
  'NaN',
  '<script>',
  '\u202e',
  '(((((((((((((((((((((((((((((a+)+)+)+',
];
const HOSTILE_VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  [{}],
  { length: 5 },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  ...HOSTILE_STRINGS,
];
const HOSTILE_BYTES = [
  '\0',
  '\ufeff',
  ']',
  '}',
  '"',
  '<',
  '&',
  '<!--',
  ']]>',
  '<![CDATA[',
  '\\u0000',
  '\\',
  '{"__proto__":',
  '-',
  '\n',
];
const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  '',
  'hasOwnProperty',
  'length',
  '0',
  '\ud800',
  LONG,
];

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!;

export const spoil = (bytes: Buffer, recipe: readonly Mutation[]): Buffer => recipe.reduce(apply, bytes);

function apply(bytes: Buffer, mutation: Mutation): Buffer {
  const at = Math.min(Math.floor(mutation.at * bytes.length), Math.max(bytes.length - 1, 0));
  switch (mutation.how) {
    case 'cut':
      return bytes.subarray(0, at);
    case 'flip': {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at]! ^= mutation.bits;
      return copy;
    }
    case 'delete':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + mutation.length)]);
    case 'repeat': {
      const piece = bytes.subarray(at, at + mutation.length);
      return Buffer.concat([
        bytes.subarray(0, at),
        ...Array<Buffer>(mutation.times).fill(piece),
        bytes.subarray(at),
      ]);
    }
    case 'insert':
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(pick(HOSTILE_BYTES, mutation.what)),
        bytes.subarray(at),
      ]);
    case 'value':
      return (
        inDocument(bytes, mutation.at, (holder, key) =>
          set(holder, key, pick(HOSTILE_VALUES, mutation.what)),
        ) ?? inMarkup(bytes, mutation.at, pick(HOSTILE_STRINGS, mutation.what))
      );
    case 'key':
      return (
        inDocument(bytes, mutation.at, (holder, key) =>
          set(
            holder,
            Array.isArray(holder) ? key : pick(HOSTILE_KEYS, mutation.what),
            Reflect.get(holder, key),
          ),
        ) ?? inMarkup(bytes, mutation.at, '<a><b/></a>')
      );
  }
}

/** Own properties only, so that `__proto__` becomes a key of the text. */
const set = (holder: object, key: string, value: unknown) =>
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });

/** Changes one member somewhere in a JSON document; undefined when it is none (any more). */
function inDocument(
  bytes: Buffer,
  at: number,
  change: (holder: object, key: string) => void,
): Buffer | undefined {
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  const members: [object, string][] = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      members.push([value, key]);
      walk(Reflect.get(value, key));
    }
  };
  walk(document);
  if (members.length === 0) return bytes;
  change(...members[Math.floor(at * (members.length - 1))]!);
  return Buffer.from(JSON.stringify(document));
}

/** Changes one text or attribute somewhere in XML. */
function inMarkup(bytes: Buffer, at: number, text: string): Buffer {
  const xml = bytes.toString('utf8');
  const places = [...xml.matchAll(/>([^<>]+)<|="([^"<>]*)"/g)];
  const place = places[Math.floor(at * (places.length - 1))];
  if (!place) return bytes;
  const start = place.index + (place[1] === undefined ? 2 : 1);
  const length = (place[1] ?? place[2] ?? '').length;
  return Buffer.from(xml.slice(0, start) + text + xml.slice(start + length));
}
