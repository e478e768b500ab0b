const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** Longer ones are no links of people, and fill a message by themselves. */
const MAX_CHARACTERS = 2000;

/** An address that a text may link to, written so that no mark-up is ended by it; null for any other. */
export function webLink(address: string): string | null {
  const url = URL.parse(address.trim());
  if (!url || !SCHEMES.has(url.protocol) || url.username || url.password) return null;
  const written = url.href.replace(/[\s"'<>[\]{}|\\^`*()]/g, (char) =>
    encodeURIComponent(char).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
  );
  return written.length > MAX_CHARACTERS ? null : written;
}
