import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openVexOf, productOf, type StatedFinding } from './open-vex.ts';

const HEAD = { id: 'urn:lanekeeper:vex:1', author: 'Acme', at: '2026-03-01T00:00:00.000Z' };
const FINDING: StatedFinding = {
  vulnerability: 'CVE-2099-0001',
  aliases: [],
  product: 'https://git.acme.example/shop',
  component: 'pkg:npm/left',
  version: '1.0.0',
  state: 'open',
  since: '2026-01-01T00:00:00.000Z',
  fixedIn: '1.0.1',
  exception: null,
};
const mitigated: StatedFinding['exception'] = {
  kind: 'mitigated',
  asked: false,
  justification: 'vulnerable_code_not_in_execute_path',
  reason: 'We never parse dates.',
  until: '2026-12-31',
};

test('what is open affects the product, and says what to do', () => {
  expect(openVexOf([FINDING], HEAD).statements).toEqual([
    {
      vulnerability: { name: 'CVE-2099-0001' },
      timestamp: '2026-01-01T00:00:00.000Z',
      status: 'affected',
      action_statement: 'Upgrade to 1.0.1.',
      products: [
        {
          '@id': 'https://git.acme.example/shop',
          subcomponents: [{ identifiers: { purl: 'pkg:npm/left@1.0.0' } }],
        },
      ],
    },
  ]);
});

test('a granted mitigation says why the product is not affected; an accepted risk still affects it', () => {
  const [notAffected] = openVexOf([{ ...FINDING, state: 'excepted', exception: mitigated }], HEAD).statements;
  expect(notAffected).toMatchObject({
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
    impact_statement: 'We never parse dates.',
  });
  const accepted = { ...mitigated, kind: 'accepted-risk' as const };
  const [affected] = openVexOf([{ ...FINDING, state: 'excepted', exception: accepted }], HEAD).statements;
  expect(affected).toMatchObject({
    status: 'affected',
    action_statement: 'The risk is accepted until 2026-12-31: We never parse dates.',
  });
});

test('what is asked for and not decided is under investigation, whatever was asked', () => {
  const [statement] = openVexOf([{ ...FINDING, exception: { ...mitigated, asked: true } }], HEAD).statements;
  expect(statement).toMatchObject({ status: 'under_investigation' });
  expect(statement).not.toHaveProperty('impact_statement');
});

test('the same said of several products is one statement with the newest time', () => {
  const other = { ...FINDING, product: 'urn:lanekeeper:image:shop', since: '2026-02-01T00:00:00.000Z' };
  const twice = { ...FINDING };
  const { statements } = openVexOf([FINDING, other, twice], HEAD);
  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({ timestamp: '2026-02-01T00:00:00.000Z' });
  expect(statements[0]?.products.map(({ subcomponents }) => subcomponents.length)).toEqual([1, 1]);
});

const SCHEMA = new URL('../../../../../shared/data/openvex/openvex_json_schema.json', import.meta.url);

test.skipIf(!existsSync(SCHEMA))('every document is valid by OpenVEX’s own schema', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addFormat('iri', /^[a-z][a-z0-9+.-]*:\S+$/i);
  const valid = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  const text = fc.string({ minLength: 1, maxLength: 20 });
  const finding: fc.Arbitrary<StatedFinding> = fc.record({
    vulnerability: text,
    aliases: fc.array(text, { maxLength: 3 }),
    product: fc
      .record({ kind: fc.constant('image'), key: text, url: fc.option(text, { nil: null }) })
      .map(productOf),
    component: fc.oneof(text, fc.constant('pkg:npm/%40acme/x')),
    version: fc.option(text, { nil: null }),
    state: fc.constantFrom('open', 'fixed', 'excepted'),
    since: fc.constant('2026-01-01T00:00:00.000Z'),
    fixedIn: fc.option(text, { nil: null }),
    exception: fc.option(
      fc.record({
        kind: fc.constantFrom('false-positive' as const, 'accepted-risk' as const, 'mitigated' as const),
        asked: fc.boolean(),
        justification: fc.constantFrom(null, 'component_not_present'),
        reason: text,
        until: fc.constantFrom(null, '2026-12-31'),
      }),
      { nil: null },
    ),
  });
  fc.assert(
    fc.property(fc.array(finding, { minLength: 1, maxLength: 8 }), (findings) => {
      const document = openVexOf(findings, HEAD);
      expect(valid(JSON.parse(JSON.stringify(document))), JSON.stringify(valid.errors)).toBe(true);
    }),
  );
});
