/** Longer texts are cut before conversion; the sink would cut the result anyway. */
const MAX_HTML = 64 * 1024;

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const CODE_POINT_LIMIT = 0x110000;

/**
 * Markdown of the simple HTML that tools put in descriptions: paragraphs, breaks, lists, links, code and
 * emphasis. Every other tag goes, as do scripts and styles with all they hold; plain text comes back
 * unchanged. The result is still untrusted text: whoever shows it escapes raw HTML.
 */
export function markdownOfHtml(html: string): string {
  const text = html.slice(0, MAX_HTML);
  if (!/[<&]/.test(text)) return text.trim();
  const bare = UNREAD.test(text) ? withoutUnread(text) : text;
  const marked = bare.replace(/<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/gi, (_, slash, name, attributes) =>
    markOf(String(name).toLowerCase(), slash === '/', String(attributes)),
  );
  return tidy(decodeEntities(withLinks(marked)));
}

/** Comments, scripts and styles. */
const UNREAD = /<(?:!--|script\b|style\b)/i;

const withoutUnread = (text: string): string =>
  without(
    without(without(text, /<!--/g, /-->/g), /<script\b/gi, /<\/script\s*>/gi),
    /<style\b/gi,
    /<\/style\s*>/gi,
  );

/** Cuts out what stands between, also when it never ends; in one pass, as texts may be hostile. */
function without(text: string, opening: RegExp, closing: RegExp): string {
  let kept = '';
  let from = 0;
  for (let start = opening.exec(text); start !== null; start = opening.exec(text)) {
    kept += text.slice(from, start.index);
    closing.lastIndex = opening.lastIndex;
    if (closing.exec(text) === null) return kept;
    from = closing.lastIndex;
    opening.lastIndex = from;
  }
  return kept + text.slice(from);
}

const BREAK = ['\n\n', '\n\n'] as const;
const HEADING = ['\n\n**', '**\n\n'] as const;
/** What stands for a tag, opening and closing. */
const MARKS = new Map<string, readonly [string, string]>([
  ...['p', 'div', 'ul', 'ol', 'table', 'tr', 'blockquote', 'section'].map((name) => [name, BREAK] as const),
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, HEADING] as const),
  ['br', ['\n', '\n']],
  ['li', ['\n- ', '']],
  ['b', ['**', '**']],
  ['strong', ['**', '**']],
  ['i', ['*', '*']],
  ['em', ['*', '*']],
  ['code', ['`', '`']],
  ['tt', ['`', '`']],
  ['pre', ['\n```\n', '\n```\n']],
]);
/** Stand for a link's parts until all tags are gone; private-use characters, absent from real texts. */
const [LINK, MIDDLE, END] = ['\ue000', '\ue001', '\ue002'] as const;

function markOf(name: string, closing: boolean, attributes: string): string {
  if (name === 'a') return closing ? END : `${LINK}${hrefOf(attributes)}${MIDDLE}`;
  return MARKS.get(name)?.[closing ? 1 : 0] ?? '';
}

/** Only addresses a reader may follow; anything else leaves the bare text. */
const hrefOf = (attributes: string): string =>
  /\bhref\s*=\s*["']?(https?:\/\/[^\s"'<>()]+)/i.exec(attributes)?.[1] ?? '';

const LINK_PATTERN = new RegExp(`${LINK}([^${MIDDLE}]*)${MIDDLE}([^${LINK}${END}]*)${END}?`, 'g');

const withLinks = (text: string): string =>
  !text.includes(LINK) && !text.includes(END)
    ? text
    : text
        .replace(LINK_PATTERN, (_, href: string, label: string) => {
          if (href === '') return label;
          return label.trim() === '' || label.trim() === href ? href : `[${label.trim()}](${href})`;
        })
        .replaceAll(END, '');

/** Once, so that `&amp;lt;` stays the text `&lt;`. */
const decodeEntities = (text: string): string =>
  !text.includes('&')
    ? text
    : text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
        if (!name.startsWith('#'))
          return Object.hasOwn(NAMED, name.toLowerCase()) ? NAMED[name.toLowerCase()]! : whole;
        const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
        return code > 0 && code < CODE_POINT_LIMIT ? String.fromCodePoint(code) : whole;
      });

/** Each step in linear time: runs of blanks are cut by line, runs of empty lines before list items are looked for. */
const tidy = (text: string): string =>
  text
    .split(text.includes('\r') ? /\r\n|\r|\n/ : '\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replaceAll('\n\n- ', '\n- ')
    .trim();
