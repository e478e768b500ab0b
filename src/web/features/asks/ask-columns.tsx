import { ASK_KIND } from '../../../contract/ask-kinds.ts';
import type { AskRow } from '../../../contract/asks.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { Due } from '../../ui/time.tsx';
import { isOpen, stateWords, turnOf } from './ask-words.ts';
import classes from './asks.module.css';
import { Waited } from './waited.tsx';

const column = columnsOf<AskRow>();

const title = column.accessor('title', {
  header: t('Ask'),
  meta: { narrow: 'title' },
  cell: ({ row: { original: ask } }) => (
    <>
      <RowLink to="/asks/$askId" params={{ askId: ask.key }}>
        <Breakable text={ask.title} />
      </RowLink>
      <div className={classes.under}>
        <span className={classes.key}>{ask.key}</span>
        <span>{ASK_KIND[ask.kind].title}</span>
        <span>
          {ask.from.name} → {ask.to.name}
        </span>
      </div>
    </>
  ),
});

const turn = column.display({
  id: 'turn',
  header: t('Waits for'),
  meta: { width: '210px', narrowLabel: t('waits for') },
  cell: ({ row: { original: ask } }) =>
    isOpen(ask.state) ? (
      <>
        {turnOf(ask).name}
        <div className={classes.under}>
          <Waited since={ask.waitsSince} />
        </div>
      </>
    ) : (
      <span className="quiet">{t('nobody')}</span>
    ),
});

const state = column.accessor('state', {
  header: t('State'),
  meta: { width: '130px' },
  cell: ({ row: { original: ask } }) => (
    <>
      {stateWords(ask.state)}
      {(ask.assignee ?? ask.filed?.status) && (
        <div className={classes.under}>
          {ask.assignee && <span>{ask.assignee}</span>}
          {ask.filed?.status && (
            <span>
              {ask.filed.key}: {ask.filed.status}
            </span>
          )}
        </div>
      )}
    </>
  ),
});

const due = column.accessor('dueAt', {
  header: t('Due'),
  meta: { width: '170px', align: 'end', narrow: 'top' },
  cell: ({ row: { original: ask } }) => <Due at={ask.dueAt} done={!isOpen(ask.state)} />,
});

export const askColumns = column.columns([title, turn, state, due]);
