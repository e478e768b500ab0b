/** Commands of one comment that are run; who writes more is asked to write again. */
export const MOST_COMMANDS = 5;

/** Of a line, so much is looked at; more is no command that a person wrote. */
const LINE_LENGTH = 2000;

const COMMAND = /^ {0,3}\/lanekeeper(?= |$)/i;
const FENCE = /^ {0,3}(?:`{3,}|~{3,})/;
/** What opens a block of code or of somebody else's words in trackers' own mark-up, and what ends it. */
const BLOCKS: readonly { opens: RegExp; ends: RegExp }[] = [
  { opens: /\{code(?::[^}]*)?\}/i, ends: /\{code\}/i },
  { opens: /\{noformat(?::[^}]*)?\}/i, ends: /\{noformat\}/i },
  { opens: /\{quote\}/i, ends: /\{quote\}/i },
  { opens: /<pre\b/i, ends: /<\/pre>/i },
  { opens: /<code\b/i, ends: /<\/code>/i },
  { opens: /<blockquote\b/i, ends: /<\/blockquote>/i },
];
/** Quoted by a mark of its own in front, or set apart as code by its indent. */
const APART = /^(?: {0,3}>| {4}| {0,3}\t|bq\. )/;

/**
 * The commands that a comment gives: each begins a line and goes on until an empty line or the next one. What is quoted
 * or stands in a block of code is somebody else's, or an example. Pure.
 * @returns what follows `/lanekeeper`, in the order in which it stands there
 */
export function findCommands(text: string): string[] {
  const found: string[] = [];
  let going = false;
  let until: RegExp | null = null;
  for (const whole of text.split(/\r\n|\r|\n/)) {
    const line = whole.slice(0, LINE_LENGTH);
    if (until) {
      const end = until.exec(line);
      // Behind the end of one, another may begin.
      if (end) until = opened(line.slice(end.index + end[0].length));
      continue;
    }
    until = opened(line);
    if (until || APART.test(line) || line.trim() === '') {
      going = false;
      continue;
    }
    if (COMMAND.test(line)) {
      if (found.length > MOST_COMMANDS) break;
      found.push(line.replace(COMMAND, '').trim());
      going = true;
    } else if (going) found.push(`${found.pop() ?? ''} ${line.trim()}`.trim());
  }
  return found;
}

/** What ends the block that this line opens; null where it opens none, or ends it itself. */
function opened(line: string): RegExp | null {
  const fence = FENCE.exec(line)?.[0].trim();
  if (fence) return fence.startsWith('`') ? /^ {0,3}`{3,}\s*$/ : /^ {0,3}~{3,}\s*$/;
  for (const { opens, ends } of BLOCKS) {
    const start = opens.exec(line);
    if (start && !ends.test(line.slice(start.index + start[0].length))) return ends;
  }
  return null;
}
