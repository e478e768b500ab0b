import type { Step } from './json-path.ts';
import { malformed, STRUCTURE, tooDeep, truncated } from './json-whole.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const isSpace = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9;

const leadsOn = (step: Step, c: number): boolean =>
  (c === OPEN_ARRAY && step.items !== null) ||
  (c === OPEN_OBJECT && (step.keys.size > 0 || step.values !== null));

/** What the cursor expects next outside of skipped values. */
type Expect =
  | 'value'
  | 'value-or-close'
  | 'key-or-close'
  | 'key'
  | 'in-key'
  | 'colon'
  | 'comma-or-close'
  | 'nothing';

interface Frame {
  isArray: boolean;
  step: Step;
  /** Elements begun so far, less one. */
  index: number;
  key: string;
  /** Pattern whose elements this container holds. */
  each: string | null;
}

/**
 * Walks JSON bytes chunk by chunk along the steps that lead to results and skips everything else at the
 * speed of a byte loop, counting brackets only. It builds nothing: listeners hear where containers of
 * results and their elements begin and end. A value is skipped with its depth checked, never parsed.
 */
export class JsonCursor {
  /** Bytes before the current chunk. */
  offset = 0;
  /** A container of results opens (`at` is behind its bracket), closes (`at` is its closing bracket). */
  onEnter: (bytes: Uint8Array, at: number, offset: number) => void = () => {};
  onLeave: (at: number) => void = () => {};
  /** An element begins, ends (`end` is behind its last byte; the element may have begun in an earlier chunk). */
  onStart: (at: number) => void = () => {};
  onElement: (bytes: Uint8Array, end: number, offset: number, path: string) => void = () => {};

  readonly #root: Step;
  readonly #maxDepth: number;
  readonly #frames: Frame[] = [];
  #top: Frame | null = null;
  #expect: Expect = 'value';
  #keyBytes: number[] = [];
  #keyEscape = false;
  /** In a skipped value: its kind, and for containers how deep, and whether inside a string. */
  #skip: 'no' | 'container' | 'string' | 'scalar' = 'no';
  #skipDepth = 0;
  #inString = false;
  #escape = false;

  constructor(root: Step, maxDepth: number) {
    this.#root = root;
    this.#maxDepth = maxDepth;
  }

  /** Positions of the arrays (keys of the objects) passed on the way to the current element. */
  position(): (number | string)[] {
    const at: (number | string)[] = [];
    for (const frame of this.#frames) {
      if (frame.isArray) at.push(frame.index);
      else if (frame.step.values !== null && !frame.step.keys.has(frame.key)) at.push(frame.key);
    }
    return at;
  }

  push(bytes: Uint8Array): void {
    const n = bytes.length;
    let i = 0;
    while (i < n) {
      if (this.#skip !== 'no') i = this.#skipOn(bytes, i);
      else if (this.#expect === 'in-key') i = this.#keyOn(bytes, i);
      else i = this.#structure(bytes, i);
    }
    this.offset += n;
  }

  /** @throws AppError LK-READ-TRUNCATED when the document is not complete. */
  end(): void {
    if (this.#skip === 'scalar' && this.#frames.length === 0) return;
    if (this.#expect !== 'nothing' || this.#skip !== 'no') throw truncated(this.offset);
  }

  #structure(bytes: Uint8Array, i: number): number {
    const c = bytes[i] as number;
    if (isSpace(c)) return i + 1;
    const expect = this.#expect;
    if (c === CLOSE_ARRAY || c === CLOSE_OBJECT) {
      const may = expect === 'comma-or-close' || expect === 'value-or-close' || expect === 'key-or-close';
      if (!may || this.#top?.isArray !== (c === CLOSE_ARRAY)) throw malformed(this.offset + i);
      this.#leave(i);
    } else if (expect === 'value' || expect === 'value-or-close') {
      this.#value(bytes, i, c);
    } else if (expect === 'comma-or-close' && c === COMMA) {
      this.#expect = this.#top?.isArray ? 'value' : 'key';
    } else if ((expect === 'key' || expect === 'key-or-close') && c === QUOTE) {
      this.#expect = 'in-key';
      this.#keyBytes = [];
    } else if (expect === 'colon' && c === COLON) {
      this.#expect = 'value';
    } else {
      throw malformed(this.offset + i);
    }
    return i + 1;
  }

  #value(bytes: Uint8Array, i: number, c: number): void {
    const top = this.#top;
    if (top?.isArray) top.index++;
    const step = top === null ? this.#root : this.#stepBelow(top);
    this.#expect = this.#top === null ? 'nothing' : 'comma-or-close';
    if (top !== null && top.each !== null) {
      this.onStart(i);
    } else if (step !== null && leadsOn(step, c)) {
      this.#enter(bytes, i, step, c === OPEN_ARRAY);
      return;
    }
    if (c === OPEN_ARRAY || c === OPEN_OBJECT) {
      this.#skip = 'container';
      this.#skipDepth = 1;
      if (this.#frames.length + 1 > this.#maxDepth) throw tooDeep(this.#maxDepth, this.offset + i);
    } else if (c === QUOTE) {
      this.#skip = 'string';
      this.#inString = true;
    } else {
      if (c === COMMA || c === COLON) throw malformed(this.offset + i);
      this.#skip = 'scalar';
    }
  }

  #stepBelow(top: Frame): Step | null {
    return top.isArray ? top.step.items : (top.step.keys.get(top.key) ?? top.step.values);
  }

  #enter(bytes: Uint8Array, i: number, step: Step, isArray: boolean): void {
    const each = (isArray ? step.items : step.values)?.each ?? null;
    this.#top = { isArray, step, index: -1, key: '', each };
    this.#frames.push(this.#top);
    if (this.#frames.length > this.#maxDepth) throw tooDeep(this.#maxDepth, this.offset + i);
    this.#expect = isArray ? 'value-or-close' : 'key-or-close';
    if (each !== null) this.onEnter(bytes, i + 1, this.offset);
  }

  #leave(i: number): void {
    const left = this.#frames.pop();
    if (left !== undefined && left.each !== null) this.onLeave(i);
    this.#top = this.#frames.at(-1) ?? null;
    this.#expect = this.#top === null ? 'nothing' : 'comma-or-close';
  }

  #keyOn(bytes: Uint8Array, i: number): number {
    for (; i < bytes.length; i++) {
      const c = bytes[i] as number;
      if (this.#keyEscape) this.#keyEscape = false;
      else if (c === BACKSLASH) this.#keyEscape = true;
      else if (c === QUOTE) {
        if (this.#top !== null) this.#top.key = this.#keyText(i);
        this.#expect = 'colon';
        return i + 1;
      }
      this.#keyBytes.push(c);
    }
    return i;
  }

  #keyText(i: number): string {
    const raw = Buffer.from(this.#keyBytes).toString('utf8');
    if (!raw.includes('\\')) return raw;
    try {
      return String(JSON.parse(`"${raw}"`));
    } catch (error) {
      throw malformed(this.offset + i, error);
    }
  }

  #skipOn(bytes: Uint8Array, i: number): number {
    if (this.#skip === 'scalar') return this.#scalarOn(bytes, i);
    const n = bytes.length;
    const deepest = this.#maxDepth - this.#frames.length;
    let depth = this.#skipDepth;
    let inString = this.#inString;
    if (this.#escape && i < n) {
      this.#escape = false;
      i++;
    }
    while (i < n) {
      if (inString) {
        let c = 0;
        while (i < n) {
          c = bytes[i++] as number;
          if (c === QUOTE || c === BACKSLASH) break;
        }
        if (c === QUOTE) {
          inString = false;
          if (depth === 0) return this.#skipped(bytes, i);
        } else if (c === BACKSLASH) {
          if (i < n) i++;
          else this.#escape = true;
        }
        continue;
      }
      const kind = STRUCTURE[bytes[i++] as number];
      if (kind === 0) continue;
      if (kind === 3) inString = true;
      else if (kind === 1) {
        if (++depth > deepest) throw tooDeep(this.#maxDepth, this.offset + i - 1);
      } else if (--depth === 0) return this.#skipped(bytes, i);
    }
    this.#skipDepth = depth;
    this.#inString = inString;
    return i;
  }

  #scalarOn(bytes: Uint8Array, i: number): number {
    for (; i < bytes.length; i++) {
      const c = bytes[i] as number;
      if (c === COMMA || STRUCTURE[c] === 2 || isSpace(c)) return this.#skipped(bytes, i);
    }
    return i;
  }

  #skipped(bytes: Uint8Array, end: number): number {
    this.#skip = 'no';
    this.#skipDepth = 0;
    this.#inString = false;
    const each = this.#top?.each ?? null;
    if (each !== null) this.onElement(bytes, end, this.offset, each);
    return end;
  }
}
