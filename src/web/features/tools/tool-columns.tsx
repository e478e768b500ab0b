import type { ToolRow } from '../../../contract/tools.ts';
import { t } from '../../texts/t.ts';
import { listed, number } from '../../ui/format.ts';
import { RowLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';

const column = columnsOf<ToolRow>();
const end = (width: string, narrowLabel: string) => ({ align: 'end', width, narrowLabel }) as const;

export const toolColumns = column.columns([
  column.accessor('name', {
    header: t('Tool'),
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => (
      <>
        <RowLink to="/tools/$tool" params={{ tool: original.tool }}>
          {original.name}
        </RowLink>
        <div className="quiet">
          {original.kinds.length > 0 ? listed(original.kinds) : t('nothing told yet')}
        </div>
      </>
    ),
  }),
  column.accessor('repositories', {
    header: t('Repositories'),
    meta: end('110px', 'repositories'),
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('found', {
    header: t('Found'),
    meta: end('90px', 'found'),
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('fixed', {
    header: t('Fixed'),
    meta: end('90px', 'fixed'),
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('open', {
    header: t('Open'),
    meta: end('90px', 'open'),
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor(({ useful }) => useful.share ?? -1, {
    id: 'useful',
    header: t('Useful'),
    meta: end('100px', 'useful'),
    cell: ({ row: { original } }) => (original.useful.of === 0 ? '–' : original.useful.words),
  }),
  column.accessor('missed', {
    header: t('Missed'),
    meta: end('80px', 'missed'),
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('lastAt', {
    header: t('Last scan'),
    meta: { width: '120px', narrowLabel: t('last scan') },
    cell: ({ getValue }) => {
      const at = getValue();
      return at ? <RelativeTime at={at} /> : '–';
    },
  }),
]);
