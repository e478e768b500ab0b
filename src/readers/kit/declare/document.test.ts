import { expect, test } from 'vitest';
import { readWhole } from '../read-whole.ts';
import { sourceOfBytes } from '../source.ts';
import { readerOf } from './document.ts';

const FIELDS = 'fields: { kind: code, rule: id, path: file, severity: level }';

async function read(mapping: string, report: string) {
  const made = readerOf(mapping);
  if (!('reader' in made)) throw new Error(JSON.stringify(made.problems));
  return readWhole(sourceOfBytes('report', Buffer.from(report)), {
    mapping: made.reader,
    hashSecret: () => 'h',
  });
}
function problems(mapping: string) {
  const made = readerOf(mapping);
  return 'problems' in made ? made.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

test.each([
  ['ndjson', '', '{"id":"R1","file":"a.js","level":"high"}\n{"id":"R2","file":"b.js","level":"low"}\n'],
  [
    'json',
    'each: "[]"',
    '[{"id":"R1","file":"a.js","level":"high"},{"id":"R2","file":"b.js","level":"low"}]',
  ],
  ['yaml', 'each: "[]"', '- {id: R1, file: a.js, level: high}\n- {id: R2, file: b.js, level: low}\n'],
  ['tsv', '', 'ID\tFile\tLevel\nR1\ta.js\thigh\nR2\tb.js\tlow\n'],
])('%s is read by its mapping', async (form, each, report) => {
  const { observations } = await read(`tool: Own\nform: ${form}\n${each}\n${FIELDS}`, report);
  expect(observations).toMatchObject([
    { rule: 'R1', severity: 'high', place: { path: 'a.js' } },
    { rule: 'R2', severity: 'low', place: { path: 'b.js' } },
  ]);
});

test('XML is read by elements and attributes, and kinds by their words', async () => {
  const mapping = `
tool: Own
form: xml
version: //@release
each: report/issue
fields:
  kind: { of: "@type", words: { setting: config }, otherwise: code }
  rule: "@id"
  severity: { of: level, words: { bad: critical } }
`;
  const report =
    '<report release="7"><issue id="R1" type="Setting"><level>Bad</level></issue><issue id="R2"/></report>';
  const { observations, summary } = await read(mapping, report);
  expect(observations).toMatchObject([
    { kind: 'config', rule: 'R1', severity: 'critical' },
    { kind: 'code', rule: 'R2', severity: 'info' },
  ]);
  expect(summary.tool).toEqual({ name: 'Own', version: '7' });
});

test('a report in another form than the mapping says is refused', async () => {
  const { summary } = await read(`tool: Own\nform: json\neach: "[]"\n${FIELDS}`, 'a,b\n1,2\n');
  expect(summary.failure?.code).toBe('LK-READ-NOT-A-REPORT');
});

test('a list that is none and a place that cannot be followed are told by their field', () => {
  expect(problems('tool: T\nform: json\neach: a\nfields: { kind: code, rule: "a[[b" }')).toEqual([
    'each: "a" is no list: end it with [] or, for the values of an object, {}',
    'fields.rule: "a[[b" cannot be followed',
  ]);
  expect(problems(`tool: T\nform: xml\n${FIELDS}`)[0]).toMatch(/^each: is missing/);
  expect(problems(`tool: T\nform: csv\neach: "[]"\n${FIELDS}`)[0]).toMatch(/^each: a table has rows/);
});

test('what is no mapping is told, never thrown', () => {
  for (const text of ['', 'a: [', 'a: *b', '- 1', 'a: !!js/x 1', 'x'.repeat(70_000), '\0'])
    expect(problems(text).length).toBeGreaterThan(0);
});

test('nothing of a mapping reaches the prototype', async () => {
  const mapping = `tool: T\nform: json\neach: "[]"\nfields: { kind: code, rule: __proto__, title: constructor.name }`;
  const { observations } = await read(mapping, '[{"id":"R1"}]');
  expect(observations).toEqual([]);
});
