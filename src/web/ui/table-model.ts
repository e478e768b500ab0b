import {
  createColumnHelper,
  createSortedRowModel,
  metaHelper,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_text,
  type TableOptions,
  tableFeatures,
} from '@tanstack/react-table';

interface ColumnMeta {
  /** Numbers stand to the right, so that their digits line up. */
  align?: 'end';
  /** CSS width on a wide page; a column without one shares what is left. */
  width?: string;
  /** Where the cell goes when a row becomes a small card (below 700 px); default: a line of small facts. */
  narrow?: 'title' | 'hide' | 'top';
  /** On a small card the cell stands alone: what it is, said before its value. */
  narrowLabel?: string;
}

/** What the page's tables can do. Sorting is offered only where the whole list is at hand. */
export const features = tableFeatures({
  columnMeta: metaHelper<ColumnMeta>(),
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, text: sortFn_text },
});

export const columnsOf = <Row extends object>() => createColumnHelper<typeof features, Row>();

export type Columns<Row extends object> = TableOptions<typeof features, Row>['columns'];
