import type { Entry, ZipFile } from 'yauzl';
import type { Diagnostic } from '../../kernel/observation.ts';
import type { XmlElement } from '../reader.ts';
import { openEntry, zipError } from './archive.ts';
import { readFailure } from './failure.ts';
import { elementsIn, textOfRuns, wholeTree } from './xlsx-parts.ts';
import { type Book, csvOfSheet, dateStyles } from './xlsx-sheet.ts';
import { child, childrenOf, listOf } from './xml-find.ts';

/** An archive by its directory. */
export interface Archive {
  zip: ZipFile;
  files: readonly Entry[];
  /** Packed bytes of the whole. */
  size: number;
  maxBytes: number;
}

const WORKBOOK = 'xl/workbook.xml';
/** The parts that are held whole: list of sheets, styles. */
const MAX_PART_BYTES = 16 * 1024 * 1024;
/** Texts that cells share are held while the sheet is read. */
const MAX_SHARED_CHARACTERS = 64 * 1024 * 1024;

const fileOf = ({ files }: Archive, name: string): Entry | undefined =>
  files.find(({ fileName }) => fileName === name);

/** True for Office Open XML spreadsheets (ECMA-376), which are zip archives of XML. */
export const isWorkbook = (archive: Archive): boolean => fileOf(archive, WORKBOOK) !== undefined;

/**
 * The first sheet that is shown, as CSV in UTF-8 made while it is read: dates as ISO 8601, the rest as stored.
 * @throws AppError LK-READ-ZIP, LK-READ-MALFORMED, LK-READ-TOO-LARGE; opening may throw the same.
 */
export async function openWorkbook(
  archive: Archive,
): Promise<{ open: () => AsyncIterable<Uint8Array>; remarks: Diagnostic[] }> {
  const workbook = await part(archive, WORKBOOK);
  const sheets = listOf(workbook, 'sheets', 'sheet');
  const shown = sheets.filter(({ attributes }) => !attributes['state']?.toLowerCase().includes('hidden'));
  const first = shown[0] ?? sheets[0];
  const sheet = first && fileOf(archive, await sheetFile(archive, first));
  if (!sheet) throw zipError('The workbook holds no sheet.');
  const styles = fileOf(archive, 'xl/styles.xml') && (await part(archive, 'xl/styles.xml'));
  const book: Book = {
    texts: await sharedTexts(archive),
    dates: styles ? dateStyles(styles) : new Set(),
    since1904: /^(?:1|true)$/.test(child(workbook, 'workbookPr')?.attributes['date1904'] ?? ''),
  };
  const bytes = () => openEntry(archive.size, archive.zip, sheet, archive.maxBytes);
  return { open: () => csvOfSheet(bytes(), book), remarks: remarksOf(shown.length) };
}

const remarksOf = (sheets: number): Diagnostic[] =>
  sheets < 2
    ? []
    : [
        {
          level: 'note',
          code: 'LK-READ-ZIP',
          message: `The workbook holds ${sheets} sheets; only the first was read.`,
        },
      ];

async function part(archive: Archive, name: string): Promise<XmlElement> {
  const entry = fileOf(archive, name);
  if (!entry) throw zipError('The workbook is incomplete.');
  return wholeTree(openEntry(archive.size, archive.zip, entry, Math.min(MAX_PART_BYTES, archive.maxBytes)));
}

/** The sheet's place in the archive, by its relationship; as every program writes it where there is none. */
async function sheetFile(archive: Archive, sheet: XmlElement): Promise<string> {
  const relations = 'xl/_rels/workbook.xml.rels';
  const usual = 'xl/worksheets/sheet1.xml';
  if (!fileOf(archive, relations)) return usual;
  const all = childrenOf(await part(archive, relations), 'Relationship');
  // `r:id` by its local name.
  const target = all.find(({ attributes }) => attributes['Id'] === sheet.attributes['id'])?.attributes[
    'Target'
  ];
  if (target === undefined) return usual;
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function sharedTexts(archive: Archive): Promise<string[]> {
  const entry = fileOf(archive, 'xl/sharedStrings.xml');
  const texts: string[] = [];
  if (!entry) return texts;
  let length = 0;
  const bytes = openEntry(archive.size, archive.zip, entry, archive.maxBytes);
  await elementsIn(bytes, 'sst/si', (element) => {
    const text = textOfRuns(element);
    length += text.length + 1;
    if (length > MAX_SHARED_CHARACTERS)
      throw readFailure('LK-READ-TOO-LARGE', 'The workbook holds more text than can be read.');
    texts.push(text);
  });
  return texts;
}
