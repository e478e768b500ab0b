import { PRIORITIES } from '../../../kernel/decision.ts';
import { escaped } from './markup.ts';
import type { TicketCounts } from './wall-of.ts';

/** Looks at the counts again; a page that frames it needs no script for that. */
const AGAIN_SECONDS = 300;

/** A small page for others' pages: counts only, no script, one style sheet of ours. */
export function frameHtml(title: string, counts: TicketCounts): string {
  const number = (name: string, value: number, tone = '') =>
    `<div class="number ${tone}"><dt>${name}</dt><dd>${value.toLocaleString('en')}</dd></div>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="${AGAIN_SECONDS}">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="/frame.css">
</head>
<body>
<h1>${escaped(title)}</h1>
<dl class="main">
${number('Open', counts.open)}
${number('Due in 7 days', counts.dueSoon, counts.dueSoon > 0 ? 'soon' : '')}
${number('Overdue', counts.overdue, counts.overdue > 0 ? 'overdue' : '')}
</dl>
<dl class="priorities">
${PRIORITIES.map((priority) => number(priority, counts.openByPriority[priority])).join('\n')}
</dl>
</body>
</html>
`;
}

export const FRAME_CSS = `:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
body { margin: 12px 16px; background: light-dark(#fff, #16191d); color: light-dark(#1d2329, #e7eaee); }
h1 { margin: 0 0 10px; font-size: 14px; font-weight: 600; overflow-wrap: anywhere; }
dl { display: flex; flex-wrap: wrap; gap: 6px 22px; margin: 0; }
dt { color: light-dark(#56606b, #a4adb7); font-size: 12px; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.main dd { font-size: 28px; font-weight: 650; }
.priorities { margin-top: 10px; padding-top: 8px; border-top: 1px solid light-dark(#e3e6ea, #2b3138); }
.priorities .number { display: flex; gap: 6px; align-items: baseline; }
.soon dd { color: light-dark(#8a5a00, #e0a94a); }
.overdue dd { color: light-dark(#b42318, #ff7a70); }
`;
