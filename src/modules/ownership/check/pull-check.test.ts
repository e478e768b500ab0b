import { describe, expect, it } from 'vitest';
import type { FileProblem } from '../../organisation/pure.ts';
import { judgePull, type PullSide } from './pull-check.ts';
import { judgePullFiles, type PullFiles } from './pull-sides.ts';

const problem: FileProblem = {
  file: 'about.yaml',
  line: 3,
  column: 8,
  level: 'error',
  code: 'wrong-value',
  message: 'tier: too big',
  suggestion: null,
};
const none: PullSide = { state: 'none', file: 'about.yaml', foreign: false };
const valid: PullSide = { state: 'valid', file: 'about.yaml' };
const broken: PullSide = { state: 'broken', file: 'about.yaml', problem };
const unknown: PullSide = { state: 'unknown', file: 'about.yaml', why: 'the tracker does not answer' };

describe('the decision table of a pull request', () => {
  it.each([
    [
      'no file on either side fails, and says what two lines to write',
      none,
      none,
      'missing',
      'fail',
      /two lines/,
    ],
    [
      'a change that deletes the file fails, and names it',
      valid,
      none,
      'deleted',
      'fail',
      /deletes about\.yaml/,
    ],
    ['deleting a broken file fails as well', broken, none, 'deleted', 'fail', /deletes about\.yaml/],
    [
      'a valid file broken by the change fails, with the line',
      valid,
      broken,
      'broken',
      'fail',
      /line 3: tier/,
    ],
    ['a broken file that is mended passes with thanks', broken, valid, 'mended', 'pass', /thank you/],
    [
      'a file broken on both sides fails without blame',
      broken,
      broken,
      'still-broken',
      'fail',
      /not your doing/,
    ],
    ['a valid file that is valid still passes', valid, valid, 'in-order', 'pass', /in order/],
    ['a new file passes with thanks', none, valid, 'added', 'pass', /thank you/],
    ['a new file with an error fails, with the line', none, broken, 'added-broken', 'fail', /line 3/],
    ['a valid file passes whatever was before', unknown, valid, 'in-order', 'pass', /in order/],
  ] as const)('%s', (_, before, after, row, outcome, says) => {
    const verdict = judgePull(before, after);
    expect(verdict).toMatchObject({ row, outcome });
    expect(verdict.message).toMatch(says);
    expect(verdict.problem).toBe(outcome === 'fail' && after.state === 'broken' ? problem : null);
  });

  it('is never red for an outage, on whichever side', () => {
    for (const known of [none, valid, broken, unknown])
      expect(judgePull(known, unknown)).toMatchObject({ row: 'unknown', outcome: 'neutral' });
    for (const known of [none, broken])
      expect(judgePull(unknown, known)).toMatchObject({ row: 'unknown', outcome: 'neutral' });
    expect(judgePull(valid, unknown).message).toMatch(/nothing is asked of you/);
  });

  it('tells a file that lost its apiVersion from one that is gone', () => {
    const { row, message } = judgePull(valid, { ...none, foreign: true });
    expect(row).toBe('deleted');
    expect(message).toMatch(/keep the line apiVersion/);
  });
});

const OK = 'apiVersion: lanekeeper.dev/v1\nowner: ledger\n';
const BROKEN = 'apiVersion: lanekeeper.dev/v1\nowner: [ledger\n';
const read = (files: Record<string, string>): PullFiles => ({
  state: 'read',
  files: Object.entries(files).map(([path, content]) => ({ path, content })),
  unread: [],
});
const judge = (before: Record<string, string>, after: Record<string, string>) => {
  const { outcome, verdicts } = judgePullFiles(read(before), read(after), null);
  return [outcome, ...verdicts.map(({ file, row }) => `${file} ${row}`)];
};

describe('the check of all files of a pull request', () => {
  it('asks for a file at the root only', () => {
    expect(judge({}, { 'a/x.txt': '' })).toEqual(['fail', 'about.yaml missing']);
    expect(judge({ 'about.yaml': OK }, { 'about.yaml': OK })).toEqual(['pass', 'about.yaml in-order']);
  });

  it('lets a folder give its file up, and fails for one that it breaks', () => {
    const before = { 'about.yaml': OK, 'a/about.yaml': OK, 'b/about.yaml': OK };
    expect(judge(before, { 'about.yaml': OK, 'b/about.yaml': BROKEN })).toEqual([
      'fail',
      'about.yaml in-order',
      'b/about.yaml broken',
    ]);
  });

  it('takes about.yml, and about.yml beside a foreign about.yaml, for the file', () => {
    expect(judge({ 'about.yaml': OK }, { 'about.yml': OK })).toEqual(['pass', 'about.yml in-order']);
    const foreign = { 'about.yaml': 'title: my data\n', 'about.yml': OK };
    expect(judge({}, foreign)).toEqual(['pass', 'about.yml added']);
    expect(judge({}, { 'about.yaml': 'title: my data\n' })).toEqual(['fail', 'about.yaml missing']);
    expect(judge({}, { 'about.yaml': BROKEN, 'about.yml': OK })).toEqual(['fail', 'about.yaml added-broken']);
  });

  it('is content with a catalogue file that names the owner', () => {
    const catalogue = { 'catalog-info.yaml': 'kind: Component\nspec:\n  owner: group:default/ledger\n' };
    expect(judge({ 'about.yaml': OK }, catalogue)).toEqual(['pass', 'catalog-info.yaml in-order']);
  });

  it('is neutral when a side is not known, or a file could not be read', () => {
    const outage: PullFiles = { state: 'unknown', why: 'git took longer than 20 s' };
    expect(judgePullFiles(outage, read({}), null).outcome).toBe('neutral');
    expect(judgePullFiles(read({ 'about.yaml': OK }), outage, null)).toMatchObject({
      outcome: 'neutral',
      verdicts: [{ row: 'unknown' }],
    });
    const unread = { ...problem, code: 'unreadable' as const, message: 'cannot be opened' };
    const after: PullFiles = { state: 'read', files: [], unread: [unread] };
    expect(judgePullFiles(read({ 'about.yaml': OK }), after, null).outcome).toBe('neutral');
  });

  it('does not judge names of teams without a list of them', () => {
    const gordon = 'version: 1\norganization: x\njira_id: LED\npagerduty_id: P1\n';
    expect(judge({}, { 'about.yaml': gordon })).toEqual(['pass', 'about.yaml added']);
  });
});
