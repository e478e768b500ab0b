import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: unknown) =>
  readWhole(sourceOfBytes('gitleaks', Buffer.from(JSON.stringify(report))), {
    hashSecret: (v) => `hash(${v.length})`,
  });

const SECRET = 'AKIAEXAMPLE0EXAMPLE0';
const leak = (parts: object = {}) => ({
  RuleID: 'aws-access-token',
  Description: 'AWS access token',
  StartLine: 4,
  EndLine: 4,
  StartColumn: 2,
  EndColumn: 30,
  Match: `key = "${SECRET}"`,
  Secret: SECRET,
  File: 'infra/.env',
  Commit: 'abc123',
  Tags: ['cloud'],
  Fingerprint: 'abc123:infra/.env:aws-access-token:4',
  ...parts,
});

test('a leak becomes a secret at its place, known by a hash', async () => {
  const { observations, summary } = await read([leak()]);
  expect(summary).toMatchObject({ reader: 'gitleaks', observations: 1 });
  expect(observations[0]).toMatchObject({
    kind: 'secret',
    rule: 'aws-access-token',
    severity: 'critical',
    place: { path: 'infra/.env', startLine: 4, snippet: 'key = "********"' },
    secret: { hash: 'hash(20)' },
    tags: ['cloud'],
  });
});

test('the value itself leaves the reader nowhere', async () => {
  const old = {
    line: `x=${SECRET}`,
    offender: SECRET,
    rule: 'AWS',
    commit: 'c',
    file: 'a',
    tags: 'key, AWS',
    lineNumber: 2,
  };
  expect(JSON.stringify(await read([leak(), leak({ Match: `a ${SECRET} b ${SECRET}` })]))).not.toContain(
    SECRET,
  );
  expect(JSON.stringify(await read([old]))).not.toContain(SECRET);
});

test('the same secret in two files has the same hash, a redacted one has none', async () => {
  const { observations } = await read([
    leak(),
    leak({ File: 'other' }),
    leak({ Secret: 'REDACTED', Match: 'key = REDACTED' }),
  ]);
  expect(observations.map((o) => o.secret?.hash)).toEqual(['hash(20)', 'hash(20)', undefined]);
});

test('the form of version 7 is read too', async () => {
  const { observations } = await read([
    {
      line: 'token=abcd1234',
      lineNumber: 9,
      offender: 'abcd1234',
      rule: 'Slack',
      commit: 'c1',
      file: 'src/a.py',
      tags: 'key, Slack',
    },
  ]);
  expect(observations[0]).toMatchObject({
    rule: 'Slack',
    severity: 'high',
    place: { path: 'src/a.py', startLine: 9 },
    tags: ['key', 'Slack'],
  });
});

test('an entry that is no leak is left out with a remark, the others stay', async () => {
  const { observations, diagnostics } = await read([leak(), null, { RuleID: 7 }, leak()]);
  expect(observations).toHaveLength(2);
  expect(diagnostics.map((d) => d.where)).toEqual(['[1]', '[2]']);
});
