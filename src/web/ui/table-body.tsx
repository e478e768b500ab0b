import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useLayoutEffect, useRef, useState } from 'react';

/** Longer tables have only the rows in the document that are near to what is seen. */
const LONG = 150;
/** Rows beyond the window on either side: the keys `j` and `k` always find the next one. */
const BEYOND = 25;
const ROW_PX = 46;

interface Props<Row> {
  rows: readonly Row[];
  /** Draws a row; `ref` and `index` go to its `tr`, so that its height is known. */
  draw: (row: Row, measured?: { ref: Ref<HTMLTableRowElement>; index: number }) => ReactNode;
}

/** Rows of a table: all of a short one, of a long one those near to what is seen, with room for the others. */
export function TableBody<Row extends { id: string }>({ rows, draw }: Props<Row>) {
  return rows.length > LONG ? <LongBody rows={rows} draw={draw} /> : rows.map((row) => draw(row));
}

function LongBody<Row extends { id: string }>({ rows, draw }: Props<Row>) {
  const top = useRef<HTMLTableRowElement>(null);
  const [scrollMargin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const table = top.current?.closest('tbody');
    if (table) setMargin(table.getBoundingClientRect().top + window.scrollY);
  }, []);
  const near = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: BEYOND,
    scrollMargin,
    getItemKey: (index) => rows[index]!.id,
  });
  const shown = near.getVirtualItems();
  const above = (shown[0]?.start ?? scrollMargin) - scrollMargin;
  const below = near.getTotalSize() - ((shown.at(-1)?.end ?? scrollMargin) - scrollMargin);
  return (
    <>
      <tr ref={top} style={{ height: above }} />
      {shown.map(({ index }) => draw(rows[index]!, { ref: near.measureElement, index }))}
      <tr style={{ height: below }} />
    </>
  );
}
