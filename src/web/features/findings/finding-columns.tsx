import type { ReactNode } from 'react';
import type { FindingRow } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { listed } from '../../ui/format.ts';
import { PriorityBadge } from '../../ui/priority.tsx';
import { RowLink, TextLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { Due, RelativeTime } from '../../ui/time.tsx';
import classes from './finding-columns.module.css';
import { placeOf } from './place.ts';

const column = columnsOf<FindingRow>();

const priority = column.accessor('priority', {
  header: t('Priority'),
  meta: { width: '88px', narrow: 'top' },
  cell: ({ getValue }) => <PriorityBadge priority={getValue()} />,
});

/** @param target where the list is not of one target anyway */
function Title({ finding, target }: { finding: FindingRow; target: boolean }) {
  return (
    <>
      <RowLink to="/findings/$findingId" params={{ findingId: finding.id }}>
        {finding.title}
      </RowLink>
      <div className={classes.under}>
        {target && (
          <span>
            <Breakable text={finding.target.key} />
          </span>
        )}
        <span className={classes.place}>
          <Breakable text={placeOf(finding)} />
        </span>
        {finding.vulnerabilities[0] && <span>{finding.vulnerabilities[0]}</span>}
        {finding.alsoToldBy.length > 0 && (
          <span>{t('also told by {alsoToldBy}', { alsoToldBy: listed(finding.alsoToldBy) })}</span>
        )}
      </div>
    </>
  );
}

const title = column.accessor('title', {
  header: t('Finding'),
  meta: { narrow: 'title' },
  cell: ({ row: { original: finding } }) => <Title finding={finding} target />,
});

const titleHere = column.accessor('title', {
  header: t('Finding'),
  meta: { narrow: 'title' },
  cell: ({ row: { original: finding } }) => <Title finding={finding} target={false} />,
});

const owner = column.accessor((finding) => finding.owner.name, {
  id: 'owner',
  header: t('Owner'),
  meta: { width: '132px' },
  cell: ({ row: { original: finding } }) =>
    finding.unowned ? (
      <span className={classes.unowned}>{t('nobody yet')}</span>
    ) : (
      <TextLink to="/teams/$teamKey" params={{ teamKey: finding.owner.key }}>
        {finding.owner.name}
      </TextLink>
    ),
});

const severity = column.accessor('severity', { header: t('Severity'), meta: { width: '86px' } });
const tool = column.accessor('tool', { header: t('Tool'), meta: { width: '140px' } });

const opened = column.accessor('openedAt', {
  header: t('Opened'),
  meta: { width: '134px', align: 'end', narrow: 'hide' },
  cell: ({ getValue }) => <RelativeTime at={getValue()} />,
});

const due = column.accessor('dueAt', {
  header: t('Due'),
  meta: { width: '186px', align: 'end', narrow: 'top' },
  cell: ({ row: { original: finding } }) =>
    finding.state === 'fixed' || finding.state === 'excepted' ? (
      <span className="quiet">{finding.state}</span>
    ) : (
      <Due at={finding.dueAt} />
    ),
});

const closed = column.accessor('closedAt', {
  header: t('Closed'),
  meta: { width: '134px', align: 'end' },
  cell: ({ getValue }) => {
    const at = getValue();
    return at && <RelativeTime at={at} />;
  },
});

/** Beside filters there is less room: what is open how long, the bars above say. */
const slim = <Column extends { meta?: object }>(wide: Column, width: string): Column => ({
  ...wide,
  meta: { ...wide.meta, width },
});

/** The list with filters beside it, led by what is chosen. */
export const explorerColumns = (choose: (finding: FindingRow) => ReactNode) =>
  column.columns([
    column.display({
      id: 'choose',
      header: () => <span className={classes.unseen}>{t('Chosen')}</span>,
      meta: { width: '40px', narrow: 'top' },
      cell: ({ row: { original } }) => choose(original),
    }),
    slim(priority, '70px'),
    title,
    slim(owner, '112px'),
    slim(severity, '78px'),
    slim(tool, '108px'),
    slim(due, '176px'),
  ]);

/** Beside other things, where owner and target are said already. */
export const shortFindingColumns = column.columns([priority, titleHere, severity, tool, due]);
/** What a fix removes: since when it is part of it, and until when. */
export const leavingFindingColumns = column.columns([priority, titleHere, severity, tool, opened]);
export const goneFindingColumns = column.columns([priority, titleHere, tool, opened, closed]);
