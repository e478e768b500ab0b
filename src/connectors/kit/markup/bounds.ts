/** Longest text that is read; a ticket with ten findings has 3,000. */
const MAX_CHARACTERS = 100_000;
/** Containers that begin on one line. The parser's time grows with the square of them. */
const MAX_CONTAINERS = 12;
/** Characters that may open something. The parser's time grows with the square of those in one paragraph. */
const MAX_OPENERS = 6_000;

/** The text, bounded so that reading it takes a time in proportion to its length: what is too much becomes literal. */
export function bounded(text: string): string {
  const cut = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS).toWellFormed()} …` : text;
  return fewOpeners(cut.split('\n').map(fewContainers).join('\n'));
}

/** `> > - 1. >`: the marks after the twelfth are escaped. */
function fewContainers(line: string): string {
  const marks = /[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))/y;
  for (let count = 0; marks.test(line); count++) {
    if (count < MAX_CONTAINERS) continue;
    const at = marks.lastIndex - 1;
    return `${line.slice(0, at)}\\${line.slice(at)}`;
  }
  return line;
}

function fewOpeners(text: string): string {
  let count = 0;
  return text.replace(/\\.|[[\]*_~`<]/g, (found) =>
    found.length > 1 || ++count <= MAX_OPENERS ? found : `\\${found}`,
  );
}
