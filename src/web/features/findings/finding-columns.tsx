import type { FindingRow } from '../../../contract/findings.ts';
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
  header: 'Priority',
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
        {finding.alsoToldBy.length > 0 && <span>also told by {listed(finding.alsoToldBy)}</span>}
      </div>
    </>
  );
}

const title = column.accessor('title', {
  header: 'Finding',
  meta: { narrow: 'title' },
  cell: ({ row: { original: finding } }) => <Title finding={finding} target />,
});

const titleHere = column.accessor('title', {
  header: 'Finding',
  meta: { narrow: 'title' },
  cell: ({ row: { original: finding } }) => <Title finding={finding} target={false} />,
});

const owner = column.accessor((finding) => finding.owner.name, {
  id: 'owner',
  header: 'Owner',
  meta: { width: '132px' },
  cell: ({ row: { original: finding } }) =>
    finding.unowned ? (
      <span className={classes.unowned}>nobody yet</span>
    ) : (
      <TextLink to="/teams/$teamKey" params={{ teamKey: finding.owner.key }}>
        {finding.owner.name}
      </TextLink>
    ),
});

const severity = column.accessor('severity', { header: 'Severity', meta: { width: '86px' } });
const tool = column.accessor('tool', { header: 'Tool', meta: { width: '140px' } });

const opened = column.accessor('openedAt', {
  header: 'Opened',
  meta: { width: '134px', align: 'end', narrow: 'hide' },
  cell: ({ getValue }) => <RelativeTime at={getValue()} />,
});

const due = column.accessor('dueAt', {
  header: 'Due',
  meta: { width: '186px', align: 'end', narrow: 'top' },
  cell: ({ row: { original: finding } }) =>
    finding.state === 'fixed' || finding.state === 'excepted' ? (
      <span className="quiet">{finding.state}</span>
    ) : (
      <Due at={finding.dueAt} />
    ),
});

const closed = column.accessor('closedAt', {
  header: 'Closed',
  meta: { width: '134px', align: 'end' },
  cell: ({ getValue }) => {
    const at = getValue();
    return at && <RelativeTime at={at} />;
  },
});

export const findingColumns = column.columns([priority, title, owner, severity, tool, opened, due]);
/** Beside other things, where owner and target are said already. */
export const shortFindingColumns = column.columns([priority, titleHere, severity, tool, due]);
/** What a fix removes: since when it is part of it, and until when. */
export const leavingFindingColumns = column.columns([priority, titleHere, severity, tool, opened]);
export const goneFindingColumns = column.columns([priority, titleHere, tool, opened, closed]);
