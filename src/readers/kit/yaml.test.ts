import { expect, test } from 'vitest';
import { decoded } from './decoded.ts';
import { readWhole } from './read-whole.ts';
import { sourceOfBytes } from './source.ts';
import { looksLikeYaml, yamlAsJson } from './yaml.ts';

async function json(text: string): Promise<unknown> {
  const made = await yamlAsJson(await decoded(sourceOfBytes('a.yaml', Buffer.from(text))));
  if (made === null) return null;
  const parts: Uint8Array[] = [];
  for await (const part of made.open()) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}

test('a YAML document is read as the JSON it stands for', async () => {
  expect(await json('# made by hand\nrule: R1\non: no\nlines: [1, 0x10]\ntext: |\n  a\n  b\n')).toEqual({
    rule: 'R1',
    on: 'no',
    lines: [1, 16],
    text: 'a\nb\n',
  });
});

test('several documents become a list of them, blank ones left out', async () => {
  expect(await json('---\na: 1\n---\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
});

test('what has tags, unknown anchors, a thousandfold of aliases or no end of brackets is none', async () => {
  const laughs = ['a: &a0 [x, x]'];
  for (let i = 1; i < 12; i++) laughs.push(`b${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
  const wrong = [
    'a: !!js/function 1',
    'a: *b',
    laughs.join('\n'),
    `a: ${'['.repeat(100_000)}`,
    'a: b: c',
    'a',
  ];
  for (const text of wrong) expect(await json(text)).toBeNull();
});

test('keys of the prototype stay keys', async () => {
  expect(JSON.stringify(await json('__proto__:\n  polluted: true\n'))).toBe(
    '{"__proto__":{"polluted":true}}',
  );
});

test('beyond 4 MB it is refused, with the way out', async () => {
  await expect(json(`a: ${'x'.repeat(4_200_000)}`)).rejects.toMatchObject({ code: 'LK-READ-TOO-LARGE' });
});

test.each([
  ['---\na: 1', true],
  ['\n# note\n- a: 1', true],
  ['Severity: high', true],
  ['Date,Title,Severity\n1,2,3', false],
  ['2026-01-01 12:00:00 started', false],
])('%j looks like YAML: %s', (text, expected) => {
  expect(looksLikeYaml(text)).toBe(expected);
});

test('a reader of JSON reads the same report written as YAML', async () => {
  const report = {
    generated_at: '2026-01-01T00:00:00Z',
    metrics: { _totals: { 'CONFIDENCE.HIGH': 1 } },
    results: [
      { test_id: 'B1', issue_text: 'Do not', issue_severity: 'LOW', filename: 'a.py', line_number: 2 },
    ],
  };
  const yaml = [
    'generated_at: 2026-01-01T00:00:00Z',
    'metrics:\n  _totals: {"CONFIDENCE.HIGH": 1}',
    'results:\n- {test_id: B1, issue_text: Do not, issue_severity: LOW, filename: a.py, line_number: 2}',
  ].join('\n');
  const read = (text: string) =>
    readWhole(sourceOfBytes('report', Buffer.from(text)), { hashSecret: () => '' });
  const told = await read(yaml);
  expect(told.summary).toMatchObject({ reader: 'bandit', observations: 1 });
  expect(told.observations).toEqual((await read(JSON.stringify(report))).observations);
});
