import type { BacktestResult } from '../../../../contract/policy-backtest.ts';
import { PRIORITIES } from '../../../../kernel/decision.ts';
import { Say } from '../../../texts/say.tsx';
import { t } from '../../../texts/t.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Padded } from '../../../ui/page.tsx';
import { columnsOf } from '../../../ui/table-model.ts';
import { BacktestExamples } from './backtest-examples.tsx';
import classes from './editor.module.css';

type Row = Pick<BacktestResult['teams'][number], 'key' | 'name' | 'changed' | 'before' | 'after'>;

const column = columnsOf<Row>();
const number = (value: number) => value.toLocaleString('en');

function Change({ before, after }: { before: number; after: number }) {
  if (before === after) return <span className="quiet num">{number(after)}</span>;
  return (
    <span className="num">
      <span className="quiet">{number(before)} → </span>
      <strong>{number(after)}</strong>
    </span>
  );
}

const columns = column.columns([
  column.accessor('name', { header: t('Team'), meta: { narrow: 'title' } }),
  ...PRIORITIES.map((priority) =>
    column.display({
      id: priority,
      header: priority,
      meta: { width: '112px', align: 'end', narrowLabel: priority },
      cell: ({ row: { original } }) => (
        <Change before={original.before[priority]} after={original.after[priority]} />
      ),
    }),
  ),
  column.accessor('changed', {
    header: t('Change'),
    meta: { width: '90px', align: 'end', narrowLabel: t('change') },
    cell: ({ getValue }) => <span className="num">{number(getValue())}</span>,
  }),
]);

const SHOWN_TEAMS = 12;

function sentenceOf({ changed, findings, dates, holds, against }: BacktestResult): string {
  if (changed === 0)
    return t(
      'Nothing would change: all {findings, plural, one {# open finding} other {# open findings}} keep what {against} says.',
      { findings, against },
    );
  const parts = [
    dates.earlier > 0 && t('{earlier, number} would be due earlier', { earlier: dates.earlier }),
    dates.later > 0 && t('{later, number} later', { later: dates.later }),
    dates.gained > 0 && t('{gained, number} would get a date', { gained: dates.gained }),
    dates.lost > 0 && t('{lost, number} would lose theirs', { lost: dates.lost }),
    holds.added > 0 && t('{added, number} would be held', { added: holds.added }),
    holds.lifted > 0 && t('{lifted, number} would no longer be held', { lifted: holds.lifted }),
  ].filter((part) => part !== false);
  return t(
    '{changed, number} of {findings, plural, one {# open finding} other {# open findings}} would change, compared with {against}{value}.',
    { changed, findings, against, value: parts.length > 0 ? `: ${parts.join(', ')}` : '' },
  );
}

function Notes({ result }: { result: BacktestResult }) {
  const silent = result.rules.filter(({ fired }) => fired === 0);
  return (
    <>
      {silent.length > 0 && (
        <p className={classes.words}>
          <Say
            text="Rules that hold for nothing that is open: {rules}"
            rules={<span className="mono">{silent.map(({ id }) => id).join(', ')}</span>}
          />
        </p>
      )}
      {result.older > 0 && (
        <p className={classes.words}>
          {t(
            '{older, plural, one {# finding} other {# findings}} carry another decision than {against} would make now: an earlier version made it, or a date was kept.',
            { older: result.older, against: result.against },
          )}
        </p>
      )}
      {result.unknown > 0 && (
        <p className={classes.words}>
          {t(
            'Of {unknown, plural, one {# finding} other {# findings}} nothing can be said: what they were decided by was not kept then.',
            { unknown: result.unknown },
          )}
        </p>
      )}
    </>
  );
}

/** Counts by team and priority, rules that decide on nothing, and examples with both decisions. */
export function BacktestResultView({ result }: { result: BacktestResult }) {
  const touched = result.teams.filter(({ changed }) => changed > 0).slice(0, SHOWN_TEAMS);
  const { changed, before, after } = result;
  const all: Row = { key: '', name: t('Everybody'), changed, before, after };
  return (
    <>
      <Padded>
        <p className={classes.answer}>{sentenceOf(result)}</p>
        <Notes result={result} />
      </Padded>
      <DataTable
        label={t('Findings by team and priority')}
        columns={columns}
        rows={[all, ...touched]}
        rowKey={({ key }) => key || 'all'}
      />
      <BacktestExamples examples={result.examples} />
    </>
  );
}
