/** A piece of running text. Raw HTML is never a token: it stays text. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'break' }
  | { type: 'strong' | 'emphasis'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] };

/** Deeper emphasis than this is somebody playing. */
const MAX_DEPTH = 5;

/**
 * The address when a browser may follow it without harm, else null: http and https only, absolute, and
 * without a user name in front of the host (`https://bank.example@evil.example`).
 */
export function safeHref(address: string): string | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url.href : null;
}

interface Found {
  token: Inline;
  end: number;
}

/** Markers whose closing partner was looked for in vain; not looking again keeps the work linear. */
type Unclosed = Set<string>;

function indexAfter(text: string, marker: string, from: number, unclosed: Unclosed): number {
  if (unclosed.has(marker)) return -1;
  const index = text.indexOf(marker, from);
  if (index < 0) unclosed.add(marker);
  return index;
}

function codeAt(text: string, at: number, unclosed: Unclosed): Found | null {
  let fence = '`';
  while (fence.length < 8 && text[at + fence.length] === '`') fence += '`';
  const close = indexAfter(text, fence, at + fence.length, unclosed);
  if (close < 0) return null;
  const inside = text.slice(at + fence.length, close);
  const padded = inside.length > 2 && inside.startsWith(' ') && inside.endsWith(' ');
  return { token: { type: 'code', text: padded ? inside.slice(1, -1) : inside }, end: close + fence.length };
}

function emphasisAt(text: string, at: number, depth: number, unclosed: Unclosed): Found | null {
  const double = text[at + 1] === text[at];
  const marker = text.slice(at, at + (double ? 2 : 1));
  const from = at + marker.length;
  // snake_case_names and 2 * 3 are no emphasis.
  if (marker[0] === '_' && /\w/.test(text[at - 1] ?? '')) return null;
  if (/\s/.test(text[from] ?? ' ')) return null;
  const close = indexAfter(text, marker, from + 1, unclosed);
  if (close < 0 || /\s/.test(text[close - 1] ?? ' ')) return null;
  if (marker[0] === '_' && /\w/.test(text[close + marker.length] ?? '')) return null;
  const children = parseInline(text.slice(from, close), depth + 1);
  return { token: { type: double ? 'strong' : 'emphasis', children }, end: close + marker.length };
}

/** `[words](address "title")`; of an image `![words](address)` only the link is kept, nothing is loaded. */
function linkAt(text: string, at: number, depth: number, unclosed: Unclosed): Found | null {
  const open = text[at] === '!' ? at + 1 : at;
  if (text[open] !== '[') return null;
  const middle = indexAfter(text, '](', open, unclosed);
  if (middle < 0 || text.slice(open + 1, middle).includes('[')) return null;
  const close = indexAfter(text, ')', middle, unclosed);
  if (close < 0) return null;
  const label = text.slice(open + 1, middle);
  const address = text
    .slice(middle + 2, close)
    .trim()
    .split(/\s/, 1)[0]!
    .replace(/^<(.*)>$/, '$1');
  const href = safeHref(address);
  const children = parseInline(label || address, depth + 1);
  // An address that must not be followed leaves its words standing.
  return href
    ? { token: { type: 'link', href, children }, end: close + 1 }
    : { token: { type: 'text', text: label || address }, end: close + 1 };
}

function bareAddressAt(text: string, at: number): Found | null {
  const bracketed = text[at] === '<';
  const match = /^https?:\/\/[^\s<>"'`\])]{1,2000}/i.exec(text.slice(at + (bracketed ? 1 : 0), at + 2002));
  if (!match) return null;
  const address = match[0].replace(/[.,;:!?*_]+$/, '');
  const href = safeHref(address);
  if (!href) return null;
  const end = at + address.length + (bracketed ? 1 : 0);
  const closed = bracketed && text[end] === '>';
  return {
    token: { type: 'link', href, children: [{ type: 'text', text: address }] },
    end: closed ? end + 1 : end,
  };
}

function tokenAt(text: string, at: number, depth: number, unclosed: Unclosed): Found | null {
  switch (text[at]) {
    case '\\': {
      const next = text[at + 1];
      if (next === '\n') return { token: { type: 'break' }, end: at + 2 };
      return next && /[!-/:-@[-`{-~]/.test(next)
        ? { token: { type: 'text', text: next }, end: at + 2 }
        : null;
    }
    case '`':
      return codeAt(text, at, unclosed);
    case '*':
    case '_':
      return depth < MAX_DEPTH ? emphasisAt(text, at, depth, unclosed) : null;
    case '!':
    case '[':
      return depth < MAX_DEPTH ? linkAt(text, at, depth, unclosed) : null;
    case '<':
    case 'h':
    case 'H':
      return bareAddressAt(text, at);
    case ' ':
      return text.startsWith('  \n', at) ? { token: { type: 'break' }, end: at + 3 } : null;
    default:
      return null;
  }
}

/** Reads running text in time linear to its length. */
export function parseInline(text: string, depth = 0): Inline[] {
  const tokens: Inline[] = [];
  const unclosed: Unclosed = new Set();
  let plain = '';
  const push = (token: Inline) => {
    if (plain) tokens.push({ type: 'text', text: plain });
    plain = '';
    tokens.push(token);
  };
  for (let at = 0; at < text.length; ) {
    const found = tokenAt(text, at, depth, unclosed);
    if (!found) {
      plain += text[at];
      at++;
    } else {
      if (found.token.type === 'text') plain += found.token.text;
      else push(found.token);
      at = found.end;
    }
  }
  if (plain) tokens.push({ type: 'text', text: plain });
  return tokens;
}
