import type { ReadRule } from '../../../contract/policy.ts';
import { PRIORITIES, type Priority } from '../../../kernel/decision.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import classes from './policy-page.module.css';

type Placed = ReadRule & { place: number };

const column = columnsOf<Placed>();

const isPriority = (text: string): text is Priority => (PRIORITIES as readonly string[]).includes(text);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const columnsFor = (outcome: string) =>
  column.columns([
    column.accessor('place', {
      header: t('No.'),
      meta: { width: '60px', align: 'end', narrow: 'hide' },
    }),
    column.accessor('words', {
      header: t('When'),
      meta: { narrow: 'title' },
      cell: ({ row: { original: rule } }) => (
        <div className={classes.rule} title={rule.when}>
          {rule.words === 'always' ? t('Everything else') : capital(rule.words)}
          {rule.because && (
            <div className={classes.because}>{t('Because {because}', { because: rule.because })}</div>
          )}
        </div>
      ),
    }),
    column.accessor('outcome', {
      header: outcome,
      meta: { width: '190px' },
      cell: ({ getValue }) =>
        isPriority(getValue()) ? <PriorityBadge priority={getValue() as Priority} /> : capital(getValue()),
    }),
    column.accessor('id', {
      header: t('Rule'),
      meta: { width: '190px', narrowLabel: t('rule') },
      cell: ({ getValue }) => <span className="mono quiet">{getValue() ?? ''}</span>,
    }),
  ]);

const PRIORITY = columnsFor(t('Priority'));
const ROUTES = columnsFor(t('Goes to'));

/** The rules in plain words, in the order in which they are asked. */
export function RulesTable({ kind, rules }: { kind: 'priority' | 'routes'; rules: readonly ReadRule[] }) {
  const rows = rules.map((rule, index) => ({ ...rule, place: index + 1 }));
  return (
    <DataTable
      label={kind === 'priority' ? t('Rules of priority') : t('Rules of routes')}
      columns={kind === 'priority' ? PRIORITY : ROUTES}
      rows={rows}
      rowKey={({ place }) => String(place)}
    />
  );
}
