import { expect, it } from 'vitest';
import type { AskRow } from '../../../contract/asks.ts';
import type { MeetingPage } from '../../../contract/meetings.ts';
import { meetingMarkdown } from './meeting-markdown.ts';

const WILD = '# [x](javascript:alert(1)) <img onerror=1> `a` | *b*\n## not a heading';
const side = { open: 1, overdue: 0, waitForTeam: 1, waitForOthers: 0, longestSince: null };
const ask: AskRow = {
  ...{ id: 'ask_1', key: 'SEC-1', queue: 'SEC', direction: 'of-security', kind: 'review', title: WILD },
  ...{
    from: { key: 'pay', name: WILD },
    to: { key: 'sec', name: 'Security' },
    state: 'open',
    waitsFor: 'from',
  },
  ...{
    waitsSince: '2026-03-01T00:00:00.000Z',
    priority: 'P2',
    dueAt: '2026-03-09T00:00:00.000Z',
    overdue: false,
  },
  ...{
    sprint: null,
    assignee: null,
    askedBy: 'a',
    openedAt: '2026-03-01T00:00:00.000Z',
    closedAt: null,
    filed: null,
  },
};
const fix = {
  key: 'PAY-1',
  title: WILD,
  priority: 'P1' as const,
  dueAt: null,
  at: '2026-03-01T00:00:00.000Z',
};
const PAGE: MeetingPage = {
  team: { key: 'pay', name: WILD, unit: null },
  people: { champion: null, deputies: [], partner: null, manager: null },
  since: '2026-03-01T00:00:00.000Z',
  sentence: 'Since 1 Mar: 12 closed, 1 new, nothing waits for security.',
  asks: { askedOfTeam: { ...side, items: [] }, askedByTeam: { ...side, items: [ask] } },
  closed: { count: 12, items: [fix] },
  opened: { count: 1, items: [fix] },
  coming: [ask],
  capacity: {
    ...{ open: 3, overdue: 1, dueThisWeek: 1, cap: 5, madeThisWeek: 2, waiting: 4, waitingSince: null },
    sprints: [
      { name: WILD, asks: 1, tickets: 0 },
      { name: null, asks: 0, tickets: 3 },
    ],
  },
  decisions: [
    { kind: 'exception', id: 'exc_1', title: WILD, because: WILD, team: null, since: fix.at, until: fix.at },
  ],
  meetings: [{ id: 'x', at: fix.at, by: 'a', note: WILD, mayUndo: false }],
  mayRecord: false,
};

it('a meeting as Markdown has its own headings only, whatever people and reports wrote', () => {
  const text = meetingMarkdown(PAGE);
  const headings = text.split('\n').filter((line) => /^#{1,6} /.test(line));
  expect(headings).toHaveLength(9);
  // No link, tag, code or emphasis opens: each of their signs stands behind a backslash.
  expect(text.match(/(?<!\\)[<`*[\]|]/g)).toBeNull();
  expect(text.split('\n').filter((line) => line.startsWith('- SEC-1'))).toHaveLength(2);
  expect(text).toContain('since 2026-03-01, due 2026-03-09)');
  expect(text).toContain('- and 11 more\n');
  expect(text).toContain('- 2 new tickets this week of at most 5, 4 fixes wait for a later one');
});
