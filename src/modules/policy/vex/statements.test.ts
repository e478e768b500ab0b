import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readVex } from './statements.ts';

function documentOf(value: unknown) {
  const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return { name: 'vex.json', size: bytes.length, open: () => Readable.from([bytes]) };
}

const NOT_AFFECTED = {
  vulnerabilities: ['CVE-2099-0001'],
  component: 'pkg:npm/left',
  version: '1.0.0',
  says: 'not-affected',
  justification: 'vulnerable_code_not_in_execute_path',
};

test('OpenVEX, CycloneDX and CSAF say the same in the same words', async () => {
  const openVex = await readVex(
    documentOf({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://acme.example/vex/1',
      author: 'Acme',
      timestamp: '2026-01-01T00:00:00Z',
      version: 1,
      statements: [
        {
          vulnerability: { name: 'CVE-2099-0001' },
          products: [{ '@id': 'pkg:npm/left@1.0.0' }],
          status: 'not_affected',
          justification: 'vulnerable_code_not_in_execute_path',
          impact_statement: 'Never called.',
        },
      ],
    }),
  );
  expect(openVex).toMatchObject({ format: 'openvex', statements: [NOT_AFFECTED] });
  expect(openVex.statements[0]?.reason).toContain('Never called.');

  const cycloneDx = await readVex(
    documentOf({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [
        { type: 'library', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0', 'bom-ref': 'left' },
      ],
      vulnerabilities: [
        {
          id: 'CVE-2099-0001',
          affects: [{ ref: 'left' }],
          analysis: { state: 'not_affected', justification: 'code_not_reachable', detail: 'Never called.' },
        },
      ],
    }),
  );
  expect(cycloneDx).toMatchObject({ format: 'cyclonedx', statements: [NOT_AFFECTED] });

  const csaf = await readVex(
    documentOf({
      document: { csaf_version: '2.0', category: 'csaf_vex', title: 'Acme', tracking: { id: 'ACME-1' } },
      product_tree: {
        full_product_names: [
          {
            product_id: 'P1',
            name: 'left 1.0.0',
            product_identification_helper: { purl: 'pkg:npm/left@1.0.0' },
          },
        ],
      },
      vulnerabilities: [
        {
          cve: 'CVE-2099-0001',
          product_status: { known_not_affected: ['P1'] },
          flags: [{ label: 'vulnerable_code_not_in_execute_path', product_ids: ['P1'] }],
        },
      ],
    }),
  );
  expect(csaf).toMatchObject({ format: 'csaf', statements: [NOT_AFFECTED] });
});

test('what is affected, fixed or looked into says no more than that', async () => {
  const statement = (status: string) => ({
    vulnerability: { name: 'CVE-2099-0002' },
    products: [{ '@id': 'pkg:npm/right@2.0.0' }],
    status,
    action_statement: 'Upgrade.',
  });
  const { statements } = await readVex(
    documentOf({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://acme.example/vex/2',
      author: 'Acme',
      timestamp: '2026-01-01T00:00:00Z',
      version: 1,
      statements: ['affected', 'fixed', 'under_investigation'].map(statement),
    }),
  );
  expect(statements.map(({ says }) => says)).toEqual(['affected', 'fixed', 'affected']);
});

test.each([
  ['a report of another tool', JSON.stringify({ runs: [], version: '2.1.0' })],
  ['a web page', '<html>Sign in</html>'],
  ['nothing', ''],
  ['half a document', '{"@context":"https://openvex.dev/ns/v0.2.0","statements":[{'],
])('%s is refused with a sentence', async (_what, text) => {
  await expect(readVex(documentOf(text))).rejects.toMatchObject({
    name: 'AppError',
    message: expect.stringMatching(/\w/),
  });
});

test('JSON that no reader knows is told what is known, not how to name a tool', async () => {
  await expect(readVex(documentOf('{"a":1}'))).rejects.toMatchObject({
    code: 'LK-VALIDATION',
    message: expect.stringContaining('OpenVEX, CycloneDX and CSAF'),
  });
});
