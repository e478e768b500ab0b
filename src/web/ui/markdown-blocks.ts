import { type Inline, parseInline } from './markdown-inline.ts';

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { type: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { type: 'rule' };

/** Lists in lists in quotes: nobody reads deeper than this. */
const MAX_DEPTH = 4;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const HEADING = /^ {0,3}(#{1,6}) +(.*?)(?: +#+)? *$/;

interface Lines {
  lines: string[];
  at: number;
}

function takeWhile(from: Lines, holds: (line: string) => boolean): string[] {
  const taken: string[] = [];
  while (from.at < from.lines.length && holds(from.lines[from.at]!)) taken.push(from.lines[from.at++]!);
  return taken;
}

function codeBlock(from: Lines, fence: string): Block {
  from.at++;
  const text = takeWhile(from, (line) => !line.trimStart().startsWith(fence)).join('\n');
  from.at++;
  return { type: 'code', text };
}

function listBlock(from: Lines, depth: number): Block {
  const marker = ITEM.exec(from.lines[from.at]!)![2]!;
  const ordered = /\d/.test(marker);
  const items: Block[][] = [];
  while (from.at < from.lines.length) {
    const start = ITEM.exec(from.lines[from.at]!);
    if (!start || /\d/.test(start[2]!) !== ordered) break;
    const first = from.lines[from.at++]!.slice(start[0].length);
    const indent = Math.max(2, start[0].length);
    const rest = takeWhile(
      from,
      (line) => /^\s{2,}\S/.test(line) || (line.trim() !== '' && !ITEM.test(line) && !startsBlock(line)),
    );
    const dedented = rest.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)));
    items.push(parseLines([first, ...dedented], depth + 1));
    // One empty line between items does not end the list.
    if (from.lines[from.at]?.trim() === '' && ITEM.test(from.lines[from.at + 1] ?? '')) from.at++;
  }
  return { type: 'list', ordered, start: ordered ? Number.parseInt(marker, 10) : 1, items };
}

const cellsOf = (line: string): Inline[][] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => parseInline(cell.trim().replaceAll('\\|', '|')));

const isTableDivider = (line: string | undefined) =>
  line?.includes('-') === true && line.includes('|') && /^[\s|:-]+$/.test(line);

function tableBlock(from: Lines): Block {
  const head = cellsOf(from.lines[from.at]!);
  from.at += 2;
  const rows = takeWhile(from, (line) => line.includes('|') && line.trim() !== '').map(cellsOf);
  return { type: 'table', head, rows };
}

const startsBlock = (line: string) =>
  FENCE.test(line) || HEADING.test(line) || RULE.test(line) || line.startsWith('>');

function nextBlock(from: Lines, depth: number): Block {
  const line = from.lines[from.at]!;
  const fence = FENCE.exec(line);
  if (fence) return codeBlock(from, fence[1]!);
  const heading = HEADING.exec(line);
  if (heading) {
    from.at++;
    return { type: 'heading', level: heading[1]!.length, children: parseInline(heading[2]!) };
  }
  if (RULE.test(line)) {
    from.at++;
    return { type: 'rule' };
  }
  if (depth < MAX_DEPTH && line.startsWith('>')) {
    const quoted = takeWhile(from, (each) => each.startsWith('>')).map((each) => each.replace(/^> ?/, ''));
    return { type: 'quote', blocks: parseLines(quoted, depth + 1) };
  }
  if (depth < MAX_DEPTH && ITEM.test(line)) return listBlock(from, depth);
  if (line.includes('|') && isTableDivider(from.lines[from.at + 1])) return tableBlock(from);
  from.at++;
  const more = takeWhile(from, (each) => each.trim() !== '' && !startsBlock(each) && !ITEM.test(each));
  return { type: 'paragraph', children: parseInline([line, ...more].join('\n').trim()) };
}

function parseLines(lines: string[], depth: number): Block[] {
  const blocks: Block[] = [];
  const from: Lines = { lines, at: 0 };
  while (from.at < lines.length) {
    if (lines[from.at]!.trim() === '') from.at++;
    else blocks.push(nextBlock(from, depth));
  }
  return blocks;
}

/** The page has its own h1 and h2: the highest heading of a text becomes an h3, the others follow it. */
function belowThePage(blocks: Block[]): Block[] {
  const highest = Math.min(...blocks.map((block) => (block.type === 'heading' ? block.level : 6)));
  return blocks.map((block) => {
    if (block.type === 'quote') return { ...block, blocks: belowThePage(block.blocks) };
    return block.type === 'heading' ? { ...block, level: Math.min(6, 3 + block.level - highest) } : block;
  });
}

/**
 * Reads the Markdown that reports and people write: paragraphs, headings, lists, code, quotes, tables,
 * emphasis, links. Raw HTML is text. Never throws.
 */
export function parseMarkdown(text: string): Block[] {
  return belowThePage(parseLines(text.replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n'), 0));
}
