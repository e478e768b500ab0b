import type { HtmlCell, HtmlRow } from '../reader.ts';
import { readFailure } from './failure.ts';

/** One cell longer than this is refused: it is held whole. */
const MAX_CELL_LENGTH = 16 * 1024 * 1024;
/** Pages that nest tables deeper are made to harm. */
const MAX_TABLE_DEPTH = 200;

/** Most cells of most pages are never asked for what they say. */
class Cell implements HtmlCell {
  readonly header: boolean;
  words = '';
  marked = '';

  constructor(header: boolean) {
    this.header = header;
  }

  get text(): string {
    return folded(this.words);
  }

  get html(): string {
    return this.marked.trim();
  }
}

/** Puts rows together from tags, hands each over and forgets it. */
export class HtmlRows {
  readonly #take: (row: HtmlRow) => void;
  #depth = 0;
  #table = -1;
  #headers: string[] = [];
  #row: Cell[] | undefined;
  #cell: Cell | undefined;
  /** Inside of a script or style, whose text is none. */
  #mute = 0;

  constructor(take: (row: HtmlRow) => void) {
    this.#take = take;
  }

  get inTable(): boolean {
    return this.#depth > 0;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'script' || name === 'style') this.#mute++;
    if (name === 'table') this.#openTable();
    else if (this.#depth === 1 && name === 'tr') this.#row = [];
    else if (this.#depth === 1 && (name === 'td' || name === 'th')) {
      this.#cell = new Cell(name === 'th');
      return;
    }
    const address = name === 'a' ? attributes['href'] : undefined;
    this.#html(address === undefined ? `<${name}>` : `<a href="${address.replaceAll('"', '%22')}">`);
  }

  text(text: string): void {
    if (this.#cell === undefined || this.#mute > 0) return;
    this.#cell.words += text;
    this.#html(/[&<]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text);
  }

  close(name: string): void {
    if (name === 'script' || name === 'style') this.#mute--;
    if (name === 'table') this.#depth--;
    if (this.#depth > 1 || (name !== 'td' && name !== 'th' && name !== 'tr')) {
      this.#html(`</${name}>`);
      // Words on both sides of a tag stay apart.
      if (this.#cell !== undefined) this.#cell.words += ' ';
    } else if (name === 'tr') this.#endRow();
    else if (this.#cell !== undefined) {
      this.#row?.push(this.#cell);
      this.#cell = undefined;
    }
  }

  #openTable(): void {
    this.#depth++;
    if (this.#depth > MAX_TABLE_DEPTH)
      throw readFailure('LK-READ-TOO-DEEP', `Tables are nested more than ${MAX_TABLE_DEPTH} deep.`);
    if (this.#depth > 1) return;
    this.#table++;
    this.#headers = [];
    this.#row = undefined;
    this.#cell = undefined;
  }

  #html(html: string): void {
    if (this.#cell === undefined) return;
    this.#cell.marked += html;
    if (this.#cell.marked.length > MAX_CELL_LENGTH)
      throw readFailure('LK-READ-TOO-LARGE', 'One cell of the page is too large to hold.');
  }

  #endRow(): void {
    const row = this.#row ?? [];
    this.#row = undefined;
    if (row.length === 0) return;
    if (row.every(({ header }) => header)) {
      if (this.#headers.length === 0) this.#headers = row.map(({ text }) => text);
      return;
    }
    const cells: HtmlRow['cells'] = Object.create(null);
    this.#headers.forEach((header, at) => {
      const cell = row[at];
      if (cell !== undefined) cells[header] = cell;
    });
    this.#take({ table: this.#table, cells });
  }
}

/** Single blanks, which are nearly all, stay as they are. */
const folded = (text: string): string => text.replaceAll(/\s{2,}|[^\S ]/g, ' ').trim();
