import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, type ReadContext } from '../reader.ts';
import type { Content } from './decoded.ts';
import { CollectingSink } from './sink.ts';
import { runTable } from './table-run.ts';

const context: ReadContext = { limits: DEFAULT_LIMITS, hashSecret: (value) => value };
const sink = new CollectingSink({ observations() {}, rule() {}, diagnostic() {} }, DEFAULT_LIMITS);

async function* inPieces(text: string, size = 5) {
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

/** At once and in turn: both have to tell the same. */
async function rowsOf(text: string) {
  const atOnce = await attempt({ text, open: () => inPieces(text) });
  const inTurn = await attempt({ open: () => inPieces(text) });
  expect(inTurn).toEqual(atOnce);
  if (inTurn instanceof Error) throw inTurn;
  return inTurn;
}

const attempt = (content: Content) => rowsIn(content).catch((error: Error) => error);

async function rowsIn(content: Content) {
  const rows: Record<string, string>[] = [];
  const lines: number[] = [];
  let headers: string[] = [];
  const open = (names: string[]) => {
    headers = names;
    return (row: Record<string, string>, line: number) => {
      rows.push({ ...row });
      lines.push(line);
    };
  };
  await runTable(content, { form: 'table', open }, sink, context);
  return { headers, rows, lines };
}

test.each([',', ';', '\t', '|'])('the delimiter %j is found in the header', async (delimiter) => {
  const { rows } = await rowsOf(`Name${delimiter}Severity\nx${delimiter}High\n`);
  expect(rows).toEqual([{ Name: 'x', Severity: 'High' }]);
});

test("Excel's own line about the delimiter is obeyed", async () => {
  expect((await rowsOf('sep=;\r\na;b\r\n1,5;2\r\n')).rows).toEqual([{ a: '1,5', b: '2' }]);
});

test('quoted cells keep delimiters, quotes and line breaks; lines are those of the file', async () => {
  const { rows, lines } = await rowsOf('a,b\n"x,""y""\nz",2\n3,4\n');
  expect(rows).toEqual([
    { a: 'x,"y"\nz', b: '2' },
    { a: '3', b: '4' },
  ]);
  expect(lines).toEqual([3, 4]);
});

test('short rows have empty cells, long rows lose none of the named ones, equal headers stay apart', async () => {
  const { rows } = await rowsOf('a,b,a\n1\n1,2,3,4\n');
  expect(rows).toEqual([
    { a: '1', b: '', 'a (2)': '' },
    { a: '1', b: '2', 'a (2)': '3' },
  ]);
});

test('a file with headers only gives no rows', async () => {
  expect(await rowsOf('a,b\n')).toMatchObject({ headers: ['a', 'b'], rows: [] });
});

test('an unclosed quote says that the file ends too early', async () => {
  await expect(rowsOf('a,b\n1,"2\n3,4\n')).rejects.toMatchObject({ code: 'LK-READ-TRUNCATED' });
});
