import type { CheckedRepository, ChecksSummary } from '../../../../contract/checks.ts';
import { t } from '../../../texts/t.ts';
import { Breakable } from '../../../ui/breakable.tsx';
import { capitalised } from '../../../ui/format.ts';
import { TextLink } from '../../../ui/row-link.tsx';
import { columnsOf } from '../../../ui/table-model.ts';
import { RelativeTime } from '../../../ui/time.tsx';
import classes from './checks.module.css';

const column = columnsOf<CheckedRepository>();
type Kind = ChecksSummary['kinds'][number];

/** One column per kind that anything looks for. */
export const checkColumns = (kinds: readonly Kind[]) =>
  column.columns([
    column.accessor('repository', {
      header: t('Repository'),
      meta: { width: '220px', narrow: 'title' },
      cell: ({ row: { original } }) => (
        <>
          <TextLink to="/findings" search={{ repository: original.repository }}>
            <Breakable text={original.repository} />
          </TextLink>
          {original.team && <div className={classes.under}>{original.team.name}</div>}
        </>
      ),
    }),
    ...kinds.map(({ kind, everywhere }) =>
      column.display({
        id: kind,
        header: capitalised(kind),
        meta: { narrowLabel: kind },
        cell: ({ row: { original } }) => (
          <Check check={original.checks.find((one) => one.kind === kind)} everywhere={everywhere} />
        ),
      }),
    ),
  ]);

interface CheckProps {
  check: CheckedRepository['checks'][number] | undefined;
  everywhere: boolean;
}

/** A gap is told by word and weight where every repository should have such a check. */
function Check({ check, everywhere }: CheckProps) {
  if (!check)
    return (
      <span className={everywhere ? classes.gap : classes.none}>{everywhere ? t('no check') : '–'}</span>
    );
  return (
    <span className={classes.cell}>
      <RelativeTime at={check.scannedAt} />
      <span className={classes.tool}>{check.tool}</span>
    </span>
  );
}
