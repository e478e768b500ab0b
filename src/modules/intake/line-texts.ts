import type { Diagnostic, Observation } from '../../kernel/observation.ts';

/** Source lines that the command line read in its checkout, by place. */
export interface LineTexts {
  /** The observation with the text of its line, if the report shows none; a secret's place never gets one. */
  attach(observation: Observation): Observation;
  /** What was odd about them; texts never make a scan fail. */
  diagnostics: Diagnostic[];
}

/** Equal to the longest text that tells lines apart; the command line sends no longer ones. */
const TEXT_LENGTH = 400;
/** As many as a report may have results. */
const MOST_TEXTS = 1_000_000;
/** A path and a text with every character escaped fit; longer lines are passed over without being held. */
const LONGEST_ENTRY_BYTES = 64 * 1024;
const NEW_LINE = 10;

type Fault = 'shape' | 'long' | 'repeated' | 'cleaned' | 'many';

const FAULTS: Record<Fault, string> = {
  shape: 'not of the form {path, line, text}: left out',
  long: `longer than ${LONGEST_ENTRY_BYTES} bytes: left out`,
  repeated: 'for a place that had another text before: left out',
  cleaned: 'with characters that no text holds: cleaned',
  many: `beyond ${MOST_TEXTS.toLocaleString('en')}: left out`,
};

/** Reads NDJSON of `{path, line, text}`. Content never makes it throw. */
export async function readLineTexts(chunks: AsyncIterable<Uint8Array>): Promise<LineTexts> {
  const texts = new Map<string, Map<number, string>>();
  const faults = new Map<Fault, number>();
  const count = (fault: Fault) => faults.set(fault, (faults.get(fault) ?? 0) + 1);
  let kept = 0;
  for await (const entry of entriesOf(chunks)) {
    if (kept >= MOST_TEXTS) {
      count('many');
      continue;
    }
    const told = entry === null ? 'long' : parse(entry);
    if (typeof told === 'string') {
      count(told);
      continue;
    }
    const text = cleaned(told.text);
    if (text === '') continue;
    if (told.text.includes('\0') || !told.text.isWellFormed()) count('cleaned');
    const lines = texts.get(told.path) ?? new Map<number, string>();
    texts.set(told.path, lines);
    const before = lines.get(told.line);
    if (before === undefined) {
      lines.set(told.line, text);
      kept++;
    } else if (before !== text) count('repeated');
  }
  return { attach: (observation) => attach(texts, observation), diagnostics: remarksOf(faults) };
}

function attach(texts: Map<string, Map<number, string>>, observation: Observation): Observation {
  const { kind, place } = observation;
  if (kind === 'secret' || place.path === undefined || place.startLine === undefined) return observation;
  if (place.snippet?.trim()) return observation;
  const snippet = texts.get(place.path)?.get(place.startLine);
  return snippet === undefined ? observation : { ...observation, place: { ...place, snippet } };
}

function parse(entry: Buffer): { path: string; line: number; text: string } | 'shape' {
  try {
    const { path, line, text } = JSON.parse(entry.toString('utf8')) as Record<string, unknown>;
    if (typeof path === 'string' && Number.isSafeInteger(line) && typeof text === 'string')
      return { path, line: line as number, text };
  } catch {
    // Told with the others of its kind.
  }
  return 'shape';
}

const cleaned = (text: string): string =>
  text
    .slice(0, 2 * TEXT_LENGTH)
    .replaceAll('\0', '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, TEXT_LENGTH)
    .toWellFormed();

/** Lines that are not blank; null for one that is too long to be an entry. */
async function* entriesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | null, void> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  const take = (): Buffer | null | undefined => {
    if (bytes === 0) return undefined;
    const entry = bytes > LONGEST_ENTRY_BYTES ? null : Buffer.concat(held, bytes);
    held = [];
    bytes = 0;
    return entry === null || entry.toString('latin1').trim() !== '' ? entry : undefined;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); ; end = chunk.indexOf(NEW_LINE, from)) {
      const piece = chunk.subarray(from, end < 0 ? chunk.length : end);
      bytes += piece.length;
      if (bytes > LONGEST_ENTRY_BYTES) held = [];
      else if (piece.length > 0) held.push(piece);
      if (end < 0) break;
      from = end + 1;
      const entry = take();
      if (entry !== undefined) yield entry;
    }
  }
  const last = take();
  if (last !== undefined) yield last;
}

const remarksOf = (faults: Map<Fault, number>): Diagnostic[] =>
  [...faults].map(([fault, times]) => ({
    level: 'warning',
    code: 'LK-LINE-TEXTS',
    message: `${times.toLocaleString('en')} line ${times === 1 ? 'text' : 'texts'} ${FAULTS[fault]}.`,
  }));
