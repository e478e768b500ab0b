import type { BacktestResult } from '../../../../contract/policy-backtest.ts';
import { PRIORITIES } from '../../../../kernel/decision.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { count } from '../../../ui/format.ts';
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
  column.accessor('name', { header: 'Team', meta: { narrow: 'title' } }),
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
    header: 'Change',
    meta: { width: '90px', align: 'end', narrowLabel: 'change' },
    cell: ({ getValue }) => <span className="num">{number(getValue())}</span>,
  }),
]);

const SHOWN_TEAMS = 12;

function sentenceOf({ changed, findings, dates, holds, against }: BacktestResult): string {
  if (changed === 0)
    return `Nothing would change: all ${count(findings, 'open finding')} keep what ${against} says.`;
  const parts = [
    dates.earlier > 0 && `${number(dates.earlier)} would be due earlier`,
    dates.later > 0 && `${number(dates.later)} later`,
    dates.gained > 0 && `${number(dates.gained)} would get a date`,
    dates.lost > 0 && `${number(dates.lost)} would lose theirs`,
    holds.added > 0 && `${number(holds.added)} would be held`,
    holds.lifted > 0 && `${number(holds.lifted)} would no longer be held`,
  ].filter((part) => part !== false);
  return `${number(changed)} of ${count(findings, 'open finding')} would change, compared with ${against}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

function Notes({ result }: { result: BacktestResult }) {
  const silent = result.rules.filter(({ fired }) => fired === 0);
  return (
    <>
      {silent.length > 0 && (
        <p className={classes.words}>
          Rules that hold for nothing that is open:{' '}
          <span className="mono">{silent.map(({ id }) => id).join(', ')}</span>
        </p>
      )}
      {result.older > 0 && (
        <p className={classes.words}>
          {count(result.older, 'finding')} carry another decision than {result.against} would make now: an
          earlier version made it, or a date was kept.
        </p>
      )}
      {result.unknown > 0 && (
        <p className={classes.words}>
          Of {count(result.unknown, 'finding')} nothing can be said: what they were decided by was not kept
          then.
        </p>
      )}
    </>
  );
}

/** Counts by team and priority, rules that decide on nothing, and examples with both decisions. */
export function BacktestResultView({ result }: { result: BacktestResult }) {
  const touched = result.teams.filter(({ changed }) => changed > 0).slice(0, SHOWN_TEAMS);
  const { changed, before, after } = result;
  const all: Row = { key: '', name: 'Everybody', changed, before, after };
  return (
    <>
      <Padded>
        <p className={classes.answer}>{sentenceOf(result)}</p>
        <Notes result={result} />
      </Padded>
      <DataTable
        label="Findings by team and priority"
        columns={columns}
        rows={[all, ...touched]}
        rowKey={({ key }) => key || 'all'}
      />
      <BacktestExamples examples={result.examples} />
    </>
  );
}
