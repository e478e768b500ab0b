export const DAY_MS = 24 * 60 * 60 * 1000;
/** The moments that a date of four-digit years can name. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
export const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Milliseconds of an ISO 8601 text; null for what is unknown, cannot be read or lies outside four-digit years. */
export function parseMoment(text: string | null): number | null {
  if (text === null) return null;
  if (text === lastText) return lastMs;
  const ms = Date.parse(text);
  lastText = text;
  lastMs = ms >= FIRST_MS && ms <= LAST_MS ? ms : null;
  return lastMs;
}

// All findings of a scan are asked about at the same moment: the last one read is kept.
let lastText = '';
let lastMs: number | null = null;

const SLOTS = 1024;
const slotMs = new Float64Array(SLOTS).fill(Number.NaN);
const slotText: string[] = new Array<string>(SLOTS).fill('');

/** ISO 8601 in UTC. Findings of a scan share their dates: a text made before is used again. */
export function isoOf(ms: number): string {
  const slot = Math.abs(Math.trunc(ms / 1000)) % SLOTS;
  if (slotMs[slot] === ms) return slotText[slot]!;
  const text = new Date(ms).toISOString();
  slotMs[slot] = ms;
  slotText[slot] = text;
  return text;
}
