import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decoded } from '../../src/readers/kit/decoded.ts';
import { isReadFailure } from '../../src/readers/kit/failure.ts';
import { sourceOfBytes } from '../../src/readers/kit/source.ts';
import { unpack } from '../../src/readers/kit/zip.ts';
import { findReader, loadReaders, READERS } from '../../src/readers/registry.ts';
import { fixtureBytes, fixturesOf } from '../harness/fixtures.ts';

const REPORTS = join(import.meta.dirname, '../../../shared/reports');
const present = existsSync(REPORTS);
const readers = await loadReaders();

/** Samples that lie in the folder of one tool and are written in the format of another. */
const SAME_FORMAT: Record<string, string> = {
  // Alerts of GitHub's code scanning, kept beside those of Dependabot.
  'github_vulnerability/issue_9582.json': 'github-sast',
  // `advisories` by their numbers, as npm 6 writes them.
  'yarn_audit/issue_6495.json': 'npm-audit',
  'yarn_audit/issue_6495_multi_cwe_fabricated.json': 'npm-audit',
};

/** Who says that these bytes are a report of theirs. */
async function claims(name: string, bytes: Uint8Array): Promise<string[]> {
  try {
    const { probe } = await decoded(await unpack(sourceOfBytes(name, bytes)));
    return readers.filter((reader) => reader.recognise(probe)).map(({ card }) => card.id);
  } catch (error) {
    if (isReadFailure(error)) return [];
    throw error;
  }
}

test.each(READERS.filter(({ id }) => fixturesOf(id).length > 0).map(({ id }) => [id]))(
  'no other reader claims a fixture of %s',
  async (id) => {
    for (const file of fixturesOf(id)) {
      const others = (await claims(file, fixtureBytes(id, file))).filter((one) => one !== id);
      expect(others, file).toEqual([]);
    }
  },
);

const files = present
  ? readdirSync(REPORTS, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(REPORTS, join(parentPath, name)))
      .sort()
  : [];

describe.skipIf(!present)('of the corpus (skipped where ../shared/reports is absent)', () => {
  test('no sample is claimed by two readers', async () => {
    const twice: string[] = [];
    for (const file of files) {
      const all = await claims(file, readFileSync(join(REPORTS, file)));
      if (all.length > 1) twice.push(`${file}: ${all.join(', ')}`);
    }
    expect(twice).toEqual([]);
  }, 120_000);

  test('no sample of one tool is claimed by the reader of another, but for formats that are truly the same', async () => {
    const wrong: string[] = [];
    for (const file of files) {
      const folder = file.split('/')[0]!;
      const own = findReader(folder)?.id;
      const all = await claims(file, readFileSync(join(REPORTS, file)));
      // Many tools write SARIF.
      const fine = [own, SAME_FORMAT[file], 'sarif'];
      wrong.push(...all.filter((one) => !fine.includes(one)).map((one) => `${file}: ${one}`));
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
