import type { AskRow } from '../../../contract/asks.ts';
import type { MeetingPage } from '../../../contract/meetings.ts';
import { escapeLines, escapeMarkdown } from '../../../kernel/markdown/escape.ts';
import { t } from '../../texts/t.ts';

const day = (iso: string): string => iso.slice(0, 10);

/** Whatever people or reports wrote stands as they wrote it, and is never mark-up. */
const md = escapeMarkdown;

const askLine = (ask: AskRow): string => {
  const waits = ask.waitsFor === 'to' ? ask.to.name : ask.from.name;
  const due = ask.dueAt === null ? '' : t(', due {dueAt}', { dueAt: day(ask.dueAt) });
  return t('- {key} {title} (waits for {waits} since {waitsSince}{due})', {
    key: md(ask.key),
    title: md(ask.title),
    waits: md(waits),
    waitsSince: day(ask.waitsSince),
    due,
  });
};

const section = (title: string, lines: readonly string[], empty: string): string =>
  [`## ${title}`, '', ...(lines.length > 0 ? lines : [empty])].join('\n');

const fixLines = ({ count, items }: MeetingPage['closed']): string[] => [
  ...items.map(({ key, title, priority }) => `- ${md(key)} ${md(title)} (${priority})`),
  ...(count > items.length ? [t('- and {value} more', { value: count - items.length })] : []),
];

function capacityLines({ capacity }: MeetingPage): string[] {
  const { open, overdue, dueThisWeek, cap, madeThisWeek, waiting, sprints } = capacity;
  return [
    t('- {open} open tickets, {dueThisWeek} due this week, {overdue} overdue', {
      open,
      dueThisWeek,
      overdue,
    }),
    `- ${
      cap === null
        ? t('{madeThisWeek} new tickets this week, {waiting} fixes wait for a later one', {
            madeThisWeek,
            waiting,
          })
        : t('{madeThisWeek} new tickets this week of at most {cap}, {waiting} fixes wait for a later one', {
            madeThisWeek,
            cap,
            waiting,
          })
    }`,
    ...sprints.map(({ name, asks, tickets }) =>
      t('- {value}: {tickets} tickets, {asks} asks', {
        value: name === null ? t('in no sprint') : md(name),
        tickets,
        asks,
      }),
    ),
  ];
}

/** The whole page as Markdown, for notes, mails and chat. Pure. */
export function meetingMarkdown(page: MeetingPage): string {
  const { team, asks, coming, closed, opened, decisions, meetings } = page;
  const note = meetings[0]?.note;
  return `${[
    `# ${md(team.name)} and security`,
    md(page.sentence),
    section(
      t('Security asks {team}', { team: md(team.name) }),
      asks.askedOfTeam.items.map(askLine),
      t(t('Nothing is open.')),
    ),
    section(
      t('{team} asks security', { team: md(team.name) }),
      asks.askedByTeam.items.map(askLine),
      'Nothing is open.',
    ),
    section(t('Closed since then'), fixLines(closed), t(t('Nothing.'))),
    section(t('New since then'), fixLines(opened), 'Nothing.'),
    section(t('Coming'), coming.map(askLine), t('Nothing is known to come.')),
    section(t('Sprint and capacity'), capacityLines(page), ''),
    section(
      t('To decide'),
      decisions.map(
        ({ title, because, until }) =>
          `- ${md(title)}: ${md(because)}${until === null ? '' : ` (${t('by {day}', { day: day(until) })})`}`,
      ),
      t('Nothing.'),
    ),
    ...(note ? [`## Last time\n\n${escapeLines(note)}`] : []),
  ].join('\n\n')}\n`;
}
