import { ScrollArea } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './figure.module.css';

export interface TableOf {
  /** What the table is about. */
  caption: string;
  columns: readonly { name: string; words?: boolean }[];
  /** The first cell names the row. Null: nothing is known. */
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** The numbers behind a picture, for reading, copying, and for those who hear the page. */
export function FigureTable({ caption, columns, rows }: TableOf) {
  return (
    // What scrolls must be reachable by keys.
    <ScrollArea.Autosize mah={440} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': caption }}>
      <table className={classes.table}>
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, words }, index) => (
              <th key={name} scope="col" data-align={index === 0 || words ? undefined : 'end'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {columns.map(({ name, words }, index) =>
                index === 0 ? (
                  <th key={name} scope="row">
                    {cells[0]}
                  </th>
                ) : (
                  <td key={name} data-align={words ? undefined : 'end'}>
                    {cells[index] ?? '–'}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea.Autosize>
  );
}
