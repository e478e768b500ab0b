import { expect, test } from 'vitest';
import type { HtmlRow } from '../reader.ts';
import { runHtml } from './html-run.ts';
import { makeProbe } from './probe.ts';
import { textsOf } from './texts.ts';
import type { WalkSink } from './walk-sink.ts';

async function rowsOf(...pieces: string[]): Promise<HtmlRow[]> {
  const rows: HtmlRow[] = [];
  async function* chunks() {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const sink = { full: false, drain: async () => {} } as unknown as WalkSink;
  const context = { limits: {}, hashSecret: () => '' } as never;
  await runHtml(
    textsOf({ open: chunks }),
    { form: 'html', open: () => (row) => void rows.push(plain(row)) },
    sink,
    context,
  );
  return rows;
}

/** Cells say what they hold when they are asked. */
const plain = ({ table, cells }: HtmlRow): HtmlRow => ({
  table,
  cells: Object.fromEntries(Object.entries(cells).map(([name, { text, html }]) => [name, { text, html }])),
});

const PAGE = `<!DOCTYPE html><html><style>td { x: y }</style><table>
<tr><th>Rule</th><th> Line </th></tr>
<tr><td><a href="https://example.org/r?a=1&amp;b=2">R1</a><td>3
<tr><td>R2</td><td>a &lt;b&gt; <table><tr><td>in</td></tr></table></td></tr>
</table><table><tr><th>Rule</th></tr><tr><td>R3</td></tr></table></html>`;

test('rows come by their headers, also where closing tags are left out', async () => {
  expect(await rowsOf(PAGE)).toEqual([
    {
      table: 0,
      cells: {
        Rule: { text: 'R1', html: '<a href="https://example.org/r?a=1&b=2">R1</a>' },
        Line: { text: '3', html: '3' },
      },
    },
    {
      table: 0,
      cells: {
        Rule: { text: 'R2', html: 'R2' },
        Line: { text: 'a <b> in', html: expect.stringContaining('a &lt;b> <table>') },
      },
    },
    { table: 1, cells: { Rule: { text: 'R3', html: 'R3' } } },
  ]);
});

test('where the bytes are cut changes nothing', async () => {
  expect(await rowsOf(...PAGE)).toEqual(await rowsOf(PAGE));
});

test('a page that ends inside of a table is truncated', async () => {
  await expect(rowsOf(PAGE.slice(0, 150))).rejects.toMatchObject({ code: 'LK-READ-TRUNCATED' });
});

test.each([
  ['<!-- made by a tool -->\n<!doctype HTML>\n<p>', 'html'],
  ['<html lang="en">', 'html'],
  ['<htmlReport/>', 'xml'],
  ['<?xml version="1.0"?><html/>', 'xml'],
])('%s is %s', (head, form) => {
  expect(makeProbe(head, head.length).form).toBe(form);
});
