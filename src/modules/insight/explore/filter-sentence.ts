import type { FindingFilter } from '../../../contract/finding-filter.ts';

/** Names of what a filter names by key. */
export interface FilterNames {
  teams: readonly string[];
  unit: string | null;
}

/** "214 open findings of Payments, critical, known to be exploited." Pure. */
export function filterSentence(
  filter: FindingFilter,
  { count, more }: { count: number; more: boolean },
  names: FilterNames,
): string {
  const { state } = filter;
  const number = count === 0 ? 'No' : `${more ? 'More than ' : ''}${count.toLocaleString('en-US')}`;
  const which = state === 'all' ? '' : `${state} `;
  const traits = traitsOf(filter).map((trait) => `, ${trait}`);
  return `${number} ${which}finding${count === 1 && !more ? '' : 's'}${whose(filter, names)}${traits.join('')}.`;
}

function whose({ team, unit, unowned }: FindingFilter, names: FilterNames): string {
  const parts = [
    ...(team ? [listed(names.teams, 'and')] : []),
    ...(unit === undefined ? [] : [names.unit ?? unit]),
  ];
  return `${unowned ? ' without an owner' : ''}${parts.length > 0 ? ` of ${parts.join(' in ')}` : ''}`;
}

const day = (moment: string): string => moment.slice(0, 10);

function traitsOf(filter: FindingFilter): string[] {
  const { priority, severity, kind, tool, phase, exploited, exception, overdue } = filter;
  const said: [unknown, string][] = [
    [priority, listed(priority ?? [], 'or')],
    [severity, listed(severity ?? [], 'or')],
    [kind, `of the kind ${listed(kind ?? [], 'or')}`],
    [exploited !== undefined, exploited ? 'known to be exploited' : 'not known to be exploited'],
    [overdue !== undefined, overdue ? 'overdue' : 'not overdue'],
    [exception !== undefined, exception ? 'with an exception' : 'without an exception'],
    [filter.unowned === false, 'with an owner'],
    [filter.dueBefore, `due before ${day(filter.dueBefore ?? '')}`],
    [filter.openedSince, `opened since ${day(filter.openedSince ?? '')}`],
    [tool, `told by ${listed(tool ?? [], 'or')}`],
    [
      phase,
      `found in ${listed(
        (phase ?? []).map((one) => one.replaceAll('-', ' ')),
        'or',
      )}`,
    ],
    [filter.repository, `in ${filter.repository}`],
    [filter.target, `in ${filter.target}`],
    [filter.rule, `by the rule ${filter.rule}`],
    [filter.vulnerability, `naming ${filter.vulnerability}`],
    [filter.fix, 'removed by one fix'],
    [filter.scan, 'changed by one scan'],
    [filter.text?.trim(), `that mention ${filter.text?.trim()}`],
  ];
  return said.flatMap(([holds, words]) => (holds ? [words] : []));
}

/** "a, b or c". */
const listed = (parts: readonly string[], last: 'and' | 'or'): string =>
  parts.length < 2 ? (parts[0] ?? 'nobody') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1)}`;
