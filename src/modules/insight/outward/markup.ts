const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML and SVG, in elements and in quoted attributes; what XML cannot hold is left out. */
export const escaped = (text: string): string =>
  [...text.toWellFormed()]
    .filter((sign) => sign >= ' ' && sign !== '\ufffe' && sign !== '\uffff')
    .map((sign) => ESCAPES[sign] ?? sign)
    .join('');
