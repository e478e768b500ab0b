import type { VexImported } from '../../../contract/vex.ts';

/** As the server: statements of a product; more is a whole database. */
const MAX_BYTES = 16 * 1024 ** 2;
const MAX_NAME = 200;

export type VexFile = { document: object; name: string } | { problem: string };

/** A chosen file as a document with the name it gives itself, else the file's. Pure. */
export function vexFileOf(fileName: string, text: string): VexFile {
  if (text.length > MAX_BYTES) return { problem: 'More than 16 MB: bring it in parts, product by product.' };
  const document = parsed(text);
  if (document === null)
    return { problem: 'This is no JSON document. OpenVEX, CycloneDX and CSAF as JSON can be read.' };
  const name = ownName(document) ?? fileName.replace(/\.json$/i, '');
  return { document, name: name.slice(0, MAX_NAME) };
}

function parsed(text: string): object | null {
  try {
    const read: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

/** OpenVEX's @id, CycloneDX's serialNumber, CSAF's tracking id: each stays the same in later versions. */
function ownName(document: object): string | null {
  const csaf = within(within(document, 'document'), 'tracking');
  const names = [within(document, '@id'), within(document, 'serialNumber'), within(csaf, 'id')];
  const name = names.find((one): one is string => typeof one === 'string' && one.trim() !== '');
  return name?.trim() ?? null;
}

const within = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** What it changed here, sentence by sentence; what it did not change is said, too. Pure. */
export function importedWords({ granted, ended, same, affected, fixed }: VexImported): string[] {
  const words = [
    granted > 0 && `${exceptions(granted)} granted: nobody has to work on what ${they(granted)}.`,
    ended > 0 &&
      `${exceptions(ended)} ended, since the document no longer says so: what ${theyDid(ended)} is open again.`,
    same > 0 && `${exceptions(same)} of an earlier document ${same === 1 ? 'goes' : 'go'} on.`,
    affected > 0 && `${statements(affected)} affected: that stays open.`,
    fixed > 0 && `${statements(fixed)} fixed: the next scan shows it.`,
  ].filter((one) => one !== false);
  return words.length > 0 ? words : ['It says nothing that changes anything here.'];
}

const exceptions = (count: number) => `${count} ${count === 1 ? 'exception' : 'exceptions'}`;

const they = (count: number) => (count === 1 ? 'it covers' : 'they cover');

const theyDid = (count: number) => (count === 1 ? 'it covered' : 'they covered');

const statements = (count: number) =>
  count === 1 ? '1 statement calls something' : `${count} statements call something`;
