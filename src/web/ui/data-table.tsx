import { useTable } from '@tanstack/react-table';
import classes from './data-table.module.css';
import { TableBody } from './table-body.tsx';
import { type Columns, features } from './table-model.ts';

/** Said explicitly, because the narrow layout takes the display of a table away and its roles with it. */
const ROLES = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  heading: { role: 'columnheader' },
  cell: { role: 'cell' },
};

interface Props<Row extends object> {
  /** What the table lists, for those who hear it. */
  label: string;
  columns: Columns<Row>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Offer sorting by heading; only where all rows are at hand. */
  sortable?: boolean;
}

/** A dense table, of which a long one draws only what is near; below 700 px every row becomes a small card. Rows with a `RowLink` are one big link. */
export function DataTable<Row extends object>({
  label,
  columns,
  rows,
  rowKey,
  sortable = false,
}: Props<Row>) {
  const table = useTable({ features, columns, data: rows, getRowId: rowKey, enableSorting: sortable });
  return (
    <table {...ROLES.table} aria-label={label} aria-rowcount={rows.length + 1} className={classes.table}>
      <thead {...ROLES.group}>
        {table.getHeaderGroups().map((group) => (
          <tr {...ROLES.row} key={group.id}>
            {group.headers.map((header) => {
              const { align, width } = header.column.columnDef.meta ?? {};
              const sorted = header.column.getIsSorted();
              return (
                <th
                  {...ROLES.heading}
                  scope="col"
                  key={header.id}
                  data-align={align}
                  style={{ width }}
                  aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
                >
                  {header.column.getCanSort() ? (
                    <button
                      type="button"
                      className={classes.sort}
                      onClick={header.column.getToggleSortingHandler()}
                    >
                      <table.FlexRender header={header} />
                      {sorted && <span aria-hidden="true">{sorted === 'asc' ? '↑' : '↓'}</span>}
                    </button>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </th>
              );
            })}
          </tr>
        ))}
      </thead>
      <tbody {...ROLES.group}>
        <TableBody
          rows={table.getRowModel().rows}
          draw={(row, measured) => (
            <tr
              {...ROLES.row}
              key={row.id}
              ref={measured?.ref}
              data-index={measured?.index}
              aria-rowindex={measured && measured.index + 2}
            >
              {row.getAllCells().map((cell) => {
                const { align, narrow, narrowLabel } = cell.column.columnDef.meta ?? {};
                return (
                  <td
                    {...ROLES.cell}
                    key={cell.id}
                    data-align={align}
                    data-narrow={narrow}
                    data-label={narrowLabel}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
          )}
        />
      </tbody>
    </table>
  );
}
