/** Writers differ in case, spaces and escapes; the same entry has the same normal name (RFC 4514). */
export function normalDn(dn: string): string {
  let normal = '';
  let part = '';
  const end = (separator: string) => {
    normal += trimmed(part).replaceAll('\\ ', ' ').toLowerCase() + separator;
    part = '';
  };
  for (let at = 0; at < dn.length; at++) {
    const letter = dn[at]!;
    if (letter === '\\') {
      const { text, length } = unescaped(dn, at + 1);
      part += text;
      at += length;
    } else if (letter === ',' || letter === ';') end(',');
    else if (letter === '+') end('+');
    else part += letter;
  }
  end('');
  return normal;
}

/** Spaces around a part and around its first = mean nothing, unless they are escaped. */
function trimmed(part: string): string {
  const text = part.trim();
  const kept = text.endsWith('\\') && part.trimStart() !== text ? `${text} ` : text;
  const equals = kept.indexOf('=');
  if (equals < 0) return kept;
  return `${kept.slice(0, equals).trimEnd()}=${kept.slice(equals + 1).trimStart()}`;
}

/** One escape may stand for several bytes of UTF-8; special letters stay escaped, so that they separate nothing. */
function unescaped(dn: string, at: number): { text: string; length: number } {
  const hex = /^[\da-f]{2}(?:\\[\da-f]{2})*/i.exec(dn.slice(at, at + 600))?.[0];
  if (hex === undefined) return { text: escaped(dn[at] ?? ''), length: 1 };
  const bytes = Buffer.from(hex.replaceAll('\\', ''), 'hex').toString('utf8');
  return { text: [...bytes].map(escaped).join(''), length: hex.length };
}

const escaped = (letter: string): string => (/[,;+\\" ]/.test(letter) ? `\\${letter}` : letter);
