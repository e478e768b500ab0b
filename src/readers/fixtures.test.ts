import { describe, expect, test } from 'vitest';
import { fixtureBytes, fixturesOf, readFixture } from '../../test/harness/fixtures.ts';
import { readWhole } from './kit/read-whole.ts';
import { sourceOfBytes } from './kit/source.ts';
import { READERS } from './registry.ts';

/** Readers from before fixtures lay beside them; their samples are in `robust.samples.ts`. */
const ELSEWHERE = new Set([
  'clair',
  'cyclonedx',
  'dependency-check',
  'gitleaks',
  'grype',
  'npm-audit',
  'sarif',
  'semgrep',
  'snyk',
  'trivy',
  'zap',
]);
const own = READERS.map(({ id }) => id).filter((id) => !ELSEWHERE.has(id));

describe.each(own)('the fixtures of %s', (id) => {
  const files = fixturesOf(id);
  const typical = files.filter((file) => file.startsWith('typical'));
  const empty = files.filter((file) => file.startsWith('empty'));

  test('are a typical report, and an empty one where the tool writes one', () => {
    expect(typical.length).toBeGreaterThan(0);
    expect(files.every((file) => /^(typical|empty|other)/.test(file))).toBe(true);
  });

  test.each(typical)('%s is recognised by its content alone and read without complaint', async (file) => {
    const { summary, observations, diagnostics } = await readFixture(id, file);
    expect(summary).toMatchObject({ reader: id, failure: null });
    expect(observations.length).toBeGreaterThan(0);
    expect(diagnostics.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each(empty)('%s tells nothing, and is nobody else’s', async (file) => {
    const { summary } = await readFixture(id, file);
    expect([id, null]).toContain(summary.reader);
    expect(summary).toMatchObject({ observations: 0, failure: null });
    expect(await readFixture(id, file, id)).toMatchObject({ summary: { reader: id, failure: null } });
  });

  test.each(typical)(
    '%s cut off in the middle is refused or read as far as it goes, never thrown',
    async (file) => {
      const bytes = fixtureBytes(id, file);
      const cut = sourceOfBytes(file, bytes.subarray(0, Math.floor(bytes.length / 2)));
      const { summary } = await readWhole(cut, { tool: id, hashSecret: () => '' });
      expect(summary.reader === id || summary.failure !== null).toBe(true);
    },
  );
});
