import { expect, test } from 'vitest';
import { zipOf } from '../../../test/harness/zip-of.ts';
import { sourceOfBytes } from './source.ts';
import { unpack } from './zip.ts';

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook by hand; style 1 shows dates, style 2 by a format of its own. */
function workbook(rows: string, shared: string[] = [], sheets = 1): Buffer {
  const names = Array.from(
    { length: sheets },
    (_, i) => `<sheet name="S${i}" sheetId="${i + 1}" r:id="r${i + 1}"/>`,
  );
  const texts = shared.map((text) => `<si>${text}</si>`).join('');
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns:r="${RELATIONS}"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r2" Target="worksheets/other.xml"/><Relationship Id="r1" Target="worksheets/first.xml"/></Relationships>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `<sst>${texts}</sst>`,
    'xl/worksheets/first.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  };
  return zipOf(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
}

async function csv(bytes: Buffer, maxBytes = 1e9): Promise<string> {
  const source = await unpack(sourceOfBytes('report.xlsx', bytes), { maxBytes });
  const parts: Uint8Array[] = [];
  for await (const part of source.open()) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

test('texts, gaps, quotes, flags and dates of the first sheet become a table', async () => {
  const rows = `
    <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>When</t></is></c></row>
    <row r="2"><c r="A2" t="str"><v>say "hi", now</v></c><c r="C2" t="b"><v>1</v></c><c r="D2" s="1"><v>45323.5</v></c></row>
    <row r="3"/>
    <row r="4"><c r="B4"><v>7.5</v></c><c r="D4" s="2"><v>45323</v></c></row>`;
  const shared = ['<t>Title</t>', '<r><t>Sco</t></r><r><t>re</t></r><rPh><t>x</t></rPh>'];
  expect(await csv(workbook(rows, shared))).toBe(
    'Title,Score,,When\n"say ""hi"", now",,TRUE,2024-02-01T12:00:00.000Z\n,7.5,,2024-02-01\n',
  );
});

test('further sheets are not read, and the report says so', async () => {
  const source = await unpack(sourceOfBytes('a.xlsx', workbook('<row><c><v>1</v></c></row>', [], 2)));
  expect(source.remarks?.[0]?.message).toBe('The workbook holds 2 sheets; only the first was read.');
});

test('a large sheet is made into a table as it is taken, again and again, and may be left half-way', async () => {
  const text = 'x'.repeat(200);
  const rows = Array.from(
    { length: 90_000 },
    (_, i) => `<row><c><v>${i}</v></c><c t="str"><v>${text}</v></c></row>`,
  );
  const source = await unpack(sourceOfBytes('large.xlsx', workbook(rows.join(''))));
  for await (const part of source.open()) {
    expect(Buffer.from(part).toString('utf8').startsWith('0,xxx')).toBe(true);
    break;
  }
  let lines = 0;
  for await (const part of source.open())
    lines += Buffer.from(part).toString('latin1').split('\n').length - 1;
  expect(lines).toBe(90_000);
});

test('cells far to the right are left out, so that a small file cannot become a large one', async () => {
  expect(await csv(workbook('<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'))).toBe('1\n');
});

test('a damaged or empty workbook is refused by a stable name', async () => {
  const failing = (code: string) => expect.objectContaining({ code });
  await expect(csv(workbook('<row><c><v>'))).rejects.toEqual(failing('LK-READ-MALFORMED'));
  await expect(csv(zipOf({ 'xl/workbook.xml': Buffer.from('<workbook/>') }))).rejects.toEqual(
    failing('LK-READ-ZIP'),
  );
});
