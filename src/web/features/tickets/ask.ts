/**
 * The text of a ticket without its list of findings: the page shows them below, each with a link of its own. The
 * whole text is for trackers and mails.
 */
export const askOf = (body: string): string => body.replace(/^## Findings \(\d+\)\n[\s\S]*?(?=^## )/m, '');
