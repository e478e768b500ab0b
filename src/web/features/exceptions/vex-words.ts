import type { VexImported } from '../../../contract/vex.ts';
import { t } from '../../texts/t.ts';

/** As the server: statements of a product; more is a whole database. */
const MAX_BYTES = 16 * 1024 ** 2;
const MAX_NAME = 200;

export type VexFile = { document: object; name: string } | { problem: string };

/** A chosen file as a document with the name it gives itself, else the file's. Pure. */
export function vexFileOf(fileName: string, text: string): VexFile {
  if (text.length > MAX_BYTES)
    return { problem: t('More than 16 MB: bring it in parts, product by product.') };
  const document = parsed(text);
  if (document === null)
    return { problem: t('This is no JSON document. OpenVEX, CycloneDX and CSAF as JSON can be read.') };
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
    granted > 0 &&
      t('{granted} granted: nobody has to work on what {granted2}.', {
        granted: exceptions(granted),
        granted2: they(granted),
      }),
    ended > 0 &&
      t('{ended} ended, since the document no longer says so: what {ended2} is open again.', {
        ended: exceptions(ended),
        ended2: theyDid(ended),
      }),
    same > 0 &&
      t('{same} of an earlier document {same2, plural, one {goes} other {go}} on.', {
        same: exceptions(same),
        same2: same,
      }),
    affected > 0 && t('{affected} affected: that stays open.', { affected: statements(affected) }),
    fixed > 0 && t('{fixed} fixed: the next scan shows it.', { fixed: statements(fixed) }),
  ].filter((one) => one !== false);
  return words.length > 0 ? words : [t('It says nothing that changes anything here.')];
}

const exceptions = (count: number) =>
  t('{count} {count, plural, one {exception} other {exceptions}}', { count });

const they = (count: number) => (count === 1 ? t('it covers') : t('they cover'));

const theyDid = (count: number) => (count === 1 ? t('it covered') : t('they covered'));

const statements = (count: number) =>
  count === 1 ? t('1 statement calls something') : t('{count} statements call something', { count });
