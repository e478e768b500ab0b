/** Makes UUIDs of version 7: they sort by time, so indexes on them stay dense. Passed in, never global. */
export interface IdSource {
  next(): string;
}

/** Prefixes that ids carry outside the database, so that a person sees what an id names. */
export const ID_PREFIX = {
  finding: 'fnd',
  fix: 'fix',
  scan: 'scn',
  ticket: 'tkt',
  team: 'tem',
  person: 'per',
  repository: 'rep',
  token: 'tok',
  lineTexts: 'txt',
  override: 'ovr',
  dispute: 'dsp',
  approval: 'apr',
  exception: 'exc',
  backtest: 'bkt',
  ask: 'ask',
  delivery: 'dlv',
  publication: 'pub',
  marker: 'mrk',
  grant: 'grt',
  service: 'svc',
  pipelineTrust: 'ppl',
  view: 'viw',
  bulk: 'blk',
} as const;
export type IdKind = keyof typeof ID_PREFIX;

const HEX32 = /^[0-9a-f]{32}$/;

/** `0192…-…` -> `fnd_0192…` (hex without dashes). */
export const toPublicId = (kind: IdKind, uuid: string): string =>
  `${ID_PREFIX[kind]}_${uuid.replaceAll('-', '')}`;

/** `fnd_0192…` -> the UUID, or null if it is not an id of that kind. A bare UUID is accepted too. */
export function fromPublicId(kind: IdKind, text: string): string | null {
  const prefix = `${ID_PREFIX[kind]}_`;
  const hex = (text.startsWith(prefix) ? text.slice(prefix.length) : text).replaceAll('-', '').toLowerCase();
  return HEX32.test(hex) ? formatUuid(hex) : null;
}

/** 32 hex digits -> the dashed form PostgreSQL prints. */
export const formatUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

/** When an id was made: UUIDs of version 7 begin with it. */
export const timeOfId = (uuid: string): Date =>
  new Date(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16));

/**
 * UUIDv7 (RFC 9562 §5.7) from a clock and random bytes; monotonic inside one millisecond by counting
 * in the 12 bits of `rand_a`, as RFC 9562 §6.2 method 1 allows.
 */
export function uuidV7Source(nowMs: () => number, randomBytes: (n: number) => Uint8Array): IdSource {
  let lastMs = 0;
  let counter = 0;
  return {
    next() {
      const ms = nowMs();
      if (ms > lastMs) {
        lastMs = ms;
        counter = 0;
      } else if (++counter > 0xfff) {
        lastMs++;
        counter = 0;
      }
      const random = randomBytes(8);
      let tail = '';
      for (let i = 0; i < 8; i++) {
        const byte = i === 0 ? (random[0]! & 0x3f) | 0x80 : random[i]!;
        tail += HEX[byte];
      }
      const time = lastMs.toString(16).padStart(12, '0');
      return formatUuid(`${time}7${counter.toString(16).padStart(3, '0')}${tail}`);
    },
  };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
