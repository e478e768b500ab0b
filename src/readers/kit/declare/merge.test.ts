import { expect, test } from 'vitest';
import type { Observation } from '../../../kernel/observation.ts';
import type { Severity } from '../../../kernel/severity.ts';
import { DEFAULT_LIMITS } from '../../reader.ts';
import { CollectingSink } from '../sink.ts';
import { mergeInto } from './merge.ts';

const observed = (url: string, severity: Severity = 'low'): Observation => ({
  kind: 'web',
  rule: 'header',
  title: 'A header is missing',
  message: 'Said once.',
  severity,
  cwes: [693],
  vulnerabilities: [],
  place: {},
  web: { url },
});

async function merged(told: [Observation, string | undefined][]): Promise<Observation[]> {
  const observations: Observation[] = [];
  const output = { observations: (batch: Observation[]) => void observations.push(...batch) };
  const sink = new CollectingSink({ ...output, rule: () => {}, diagnostic: () => {} }, DEFAULT_LIMITS);
  const merge = mergeInto(sink);
  for (const [observation, instance] of told) merge(observation, instance);
  sink.walked();
  await sink.finish();
  return observations;
}

const SITE = 'https://shop.example.com';

test('what shares rule, title and site is one finding, as bad as its worst instance, each listed once', async () => {
  const found = await merged([
    [observed(SITE), '/a'],
    [observed('https://other.example.com'), '/a'],
    [{ ...observed(SITE, 'high'), told: { state: 'accepted' } }, '/b'],
    [observed(SITE), '/a'],
  ]);
  expect(found).toMatchObject([
    { severity: 'high', message: 'Said once.\n\n- /a\n- /b', web: { url: SITE } },
    { severity: 'low', message: 'Said once.\n\n- /a' },
  ]);
  expect(found[0]?.told).toBeUndefined();
});

test('a long list of instances is cut, and says by how much', async () => {
  const many = Array.from({ length: 53 }, (_, n): [Observation, string] => [observed(SITE), `/${n}`]);
  const [one] = await merged(many);
  expect(one?.message?.endsWith('- /49\n- and 3 more')).toBe(true);
});

test('without lines of their own all messages are kept, each once', async () => {
  const said = (message: string): [Observation, undefined] => [{ ...observed(SITE), message }, undefined];
  const found = await merged([
    said('On port 80.'),
    said('On port 81.'),
    said('On port 80.'),
    said('On port 81.'),
  ]);
  expect(found.map(({ message }) => message)).toEqual(['On port 80.\n\nOn port 81.']);
});

test('a secret that stays in its line is one finding; another value or another line is not', async () => {
  const secret = (hash: string, startLine: number): Observation => ({
    ...observed(SITE),
    kind: 'secret',
    place: { path: '.env', startLine },
    secret: { hash },
  });
  const found = await merged([
    [secret('a', 1), 'commit 1'],
    [secret('a', 1), 'commit 2'],
    [secret('a', 2), 'commit 2'],
    [secret('b', 1), 'commit 2'],
  ]);
  expect(found.map(({ message }) => message?.match(/commit/g)?.length)).toEqual([2, 1, 1]);
});
