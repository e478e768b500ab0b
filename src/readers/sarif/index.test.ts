import { describe, expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: unknown, tool = 'sarif') =>
  readWhole(
    sourceOfBytes('sarif', Buffer.from(typeof report === 'string' ? report : JSON.stringify(report))),
    {
      tool,
      hashSecret: (v) => `hash(${v.length})`,
    },
  );

const run = (driver: object, results: object[], more: object = {}) => ({
  tool: { driver: { name: 'Scanner', version: '1.2', ...driver } },
  results,
  ...more,
});
const log = (...runs: object[]) => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs,
});
const at = (uri: string, startLine = 3, more: object = {}) => ({
  physicalLocation: {
    artifactLocation: { uri, ...more },
    region: { startLine, snippet: { text: 'call(x)' } },
  },
});
const result = (parts: object = {}) => ({
  ruleId: 'R1',
  message: { text: 'Bad call.' },
  locations: [at('src/a.ts')],
  ...parts,
});
const one = async (driver: object, parts: object, more: object = {}) =>
  (await read(log(run(driver, [result(parts)], more)))).observations[0];

test('a result becomes an observation with its rule told once', async () => {
  const rule = {
    id: 'R1',
    name: 'BadCall',
    shortDescription: { text: 'Calls that are bad' },
    fullDescription: { text: 'Why they are bad.' },
    help: { text: 'Do not call.' },
    helpUri: 'https://rules.example/R1',
    deprecatedIds: ['OLD1'],
    properties: { tags: ['security', 'external/cwe/cwe-079'], 'security-severity': '8.1' },
  };
  const found = result({
    ruleIndex: 0,
    partialFingerprints: { primaryLocationLineHash: 'aa:1' },
    guid: 'g-1',
  });
  const { observations, rules, summary } = await read(log(run({ rules: [rule] }, [found, found])));
  expect(summary).toMatchObject({
    reader: 'sarif',
    tool: { name: 'Scanner', version: '1.2' },
    observations: 2,
  });
  expect(observations[0]).toMatchObject({
    kind: 'code',
    rule: 'R1',
    title: 'Calls that are bad',
    message: 'Bad call.',
    severity: 'high',
    severityTold: '8.1',
    cwes: [79],
    place: { path: 'src/a.ts', startLine: 3, endLine: 3, snippet: 'call(x)' },
    fingerprints: { primaryLocationLineHash: 'aa:1' },
    externalId: 'g-1',
  });
  expect(rules).toMatchObject([
    { id: 'R1', name: 'BadCall', help: 'Do not call.', url: 'https://rules.example/R1', formerIds: ['OLD1'] },
  ]);
});

describe('severity', () => {
  const rules = [{ id: 'R1', defaultConfiguration: { level: 'error' } }];
  test.each([
    ['level of the result', { level: 'note' }, 'info'],
    ['level of the rule', {}, 'high'],
    ['security-severity over level', { level: 'note', properties: { 'security-severity': 9.5 } }, 'critical'],
    ['open results have no level', { kind: 'open' }, 'info'],
  ])('%s', async (_, parts, severity) => {
    expect((await one({ rules }, parts))?.severity).toBe(severity);
  });

  test('without any level it is a warning', async () => {
    expect((await one({}, {}))?.severity).toBe('medium');
  });
});

test('results that say that nothing is wrong are left out, and that is said once a kind', async () => {
  const kinds = ['pass', 'pass', 'notApplicable', 'informational', 'review', 'fail'];
  const { observations, diagnostics } = await read(
    log(
      run(
        {},
        kinds.map((kind) => result({ kind })),
      ),
    ),
  );
  expect(observations).toHaveLength(2);
  expect(diagnostics.map((d) => d.code)).toEqual(Array(3).fill('LK-READ-NOT-A-PROBLEM'));
});

describe('rules', () => {
  test('of extensions are found by index and by id, those of each run stay apart', async () => {
    const extension = {
      name: 'Pack',
      rules: [{ id: 'X0' }, { id: 'X1', shortDescription: { text: 'From the pack' } }],
    };
    const first = {
      tool: { driver: { name: 'A' }, extensions: [extension] },
      results: [
        result({ ruleId: undefined, rule: { index: 1, toolComponent: { index: 0 } } }),
        result({ ruleId: 'X1/sub' }),
      ],
    };
    const second = run({ rules: [{ id: 'X1', shortDescription: { text: 'Of the second run' } }] }, [
      result({ ruleId: 'X1' }),
    ]);
    const { observations } = await read(log(first, second));
    expect(observations.map((o) => [o.rule, o.title])).toEqual([
      ['X1', 'From the pack'],
      ['X1/sub', 'From the pack'],
      ['X1', 'Of the second run'],
    ]);
  });

  test('an index that contradicts the id does not win', async () => {
    const rules = [
      { id: 'R0', shortDescription: { text: 'Wrong' } },
      { id: 'R1', shortDescription: { text: 'Right' } },
    ];
    expect((await one({ rules }, { ruleIndex: 0 }))?.title).toBe('Right');
  });

  test('a message named by id is looked up and filled with its arguments', async () => {
    const rules = [
      { id: 'R1', messageStrings: { m: { text: 'Variable {0} is {1}, see [here](1). {{x}}' } } },
    ];
    const told = await one({ rules }, { message: { id: 'm', arguments: ['count', 'unset'] } });
    expect(told?.message).toBe('Variable count is unset, see here. {x}');
  });
});

describe('places', () => {
  const bases = {
    originalUriBaseIds: {
      ROOT: { uri: 'file:///home/ci/shop/' },
      SRC: { uri: 'src/', uriBaseId: 'ROOT' },
    },
  };
  test('a relative base belongs to the path, an absolute one is its root', async () => {
    expect((await one({}, { locations: [at('a.ts', 1, { uriBaseId: 'SRC' })] }, bases))?.place.path).toBe(
      'src/a.ts',
    );
    expect((await one({}, { locations: [at('file:///home/ci/shop/lib/b%20c.ts')] }, bases))?.place.path).toBe(
      'lib/b c.ts',
    );
  });

  test('a location may give the index of an artifact only', async () => {
    const parts = { locations: [{ physicalLocation: { artifactLocation: { index: 0 } } }] };
    const told = await one({}, parts, { artifacts: [{ location: { uri: 'lib/x.ts' } }] });
    expect(told?.place.path).toBe('lib/x.ts');
  });

  test('bases in a circle end', async () => {
    const circle = {
      originalUriBaseIds: { A: { uri: 'a/', uriBaseId: 'B' }, B: { uri: 'b/', uriBaseId: 'A' } },
    };
    expect((await one({}, { locations: [at('x.ts', 1, { uriBaseId: 'A' })] }, circle))?.place.path).toMatch(
      /x\.ts$/,
    );
  });

  test('an address of a running system is a web place', async () => {
    expect(await one({}, { locations: [at('https://shop.example/cart')] })).toMatchObject({
      kind: 'web',
      web: { url: 'https://shop.example/cart' },
    });
  });
});

test.each([
  [
    { suppressions: [{ kind: 'inSource', justification: 'test code' }] },
    { state: 'suppressed', reason: 'test code' },
  ],
  [{ suppressions: [{ kind: 'external', status: 'underReview' }] }, undefined],
  [{ suppressions: [] }, undefined],
  [{ baselineState: 'absent' }, { state: 'fixed' }],
])('%j is told as %j', async (parts, told) => {
  const o = await one({}, parts);
  if (told === undefined) expect(o?.told).toBeUndefined();
  else expect(o?.told).toMatchObject(told);
});

describe('what sort of tool wrote it', () => {
  test('packages are read from the words of a dependency scanner', async () => {
    const message = {
      text: 'Package: acme-lib\nInstalled Version: 1.0.0\nVulnerability CVE-2024-1111\nFixed Version: 1.0.1, 2.0.0',
    };
    const o = await one({ name: 'Trivy' }, { ruleId: 'CVE-2024-1111', message });
    expect(o).toMatchObject({
      kind: 'dependency',
      rule: 'CVE-2024-1111',
      vulnerabilities: ['CVE-2024-1111'],
      component: { name: 'acme-lib', version: '1.0.0', fixedVersions: ['1.0.1', '2.0.0'] },
    });
  });

  test('a secret scanner gives away no secret', async () => {
    const secret = 'ghp_0123456789abcdef';
    const locations = [
      {
        physicalLocation: {
          artifactLocation: { uri: '.env' },
          region: { startLine: 1, snippet: { text: secret } },
        },
      },
    ];
    const told = await read(
      log(run({ name: 'gitleaks' }, [result({ message: { text: `found ${secret}` }, locations })])),
    );
    expect(told.observations[0]).toMatchObject({ kind: 'secret', secret: { hash: 'hash(20)' } });
    expect(JSON.stringify(told)).not.toContain(secret);
  });
});

test('no runs and no results are an honest empty report', async () => {
  expect((await read(log())).summary).toMatchObject({ reader: 'sarif', observations: 0, failure: null });
  expect((await read(log({ tool: { driver: { name: 'S' } }, results: null }))).summary).toMatchObject({
    observations: 0,
    failure: null,
  });
});

test('values of wrong types everywhere are survived', async () => {
  const odd = [
    null,
    3,
    'x',
    [],
    {
      message: 4,
      locations: {},
      ruleIndex: 'a',
      fingerprints: [],
      suppressions: 7,
      fixes: [null],
      taxa: [1],
    },
  ];
  const { observations, summary } = await read({
    version: '2.1.0',
    runs: [{ tool: 3, results: odd }, null, { results: odd }],
  });
  expect(summary.failure).toBeNull();
  expect(observations).toHaveLength(10);
});
