import { Button } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useId, useRef, useState } from 'react';
import { t } from '../../texts/t.ts';
import classes from './figure.module.css';
import { FigureTable, type TableOf } from './figure-table.tsx';
import { Formula } from './formula.tsx';

export interface FigureProps {
  /** The answer in one sentence. */
  title: ReactNode;
  /** How the numbers are made: one text, or several by name. */
  formula: string | readonly (readonly [name: string, text: string])[];
  /** The same numbers. */
  table: TableOf;
  /** Address that gives the table as CSV. */
  csv?: string | undefined;
  /** Of the file that a saved picture becomes, without its ending. */
  file: string;
  /** What a reader should know of these numbers. */
  notes?: readonly string[];
  /** Choices of this picture, such as what to split by. */
  choices?: ReactNode;
  /** The list of what is counted. */
  list?: LinkProps | undefined;
  /** Newer numbers are on their way. */
  busy?: boolean;
  children: ReactNode;
}

/** Quiet: what one takes away stands beside the sentence, never in its way. */
const TOOL = { variant: 'subtle', color: 'gray', size: 'compact-sm', className: classes.tool } as const;

/** A picture with its sentence above, its table behind, and its numbers to take away. */
export function Figure(props: FigureProps) {
  const { title, formula, table, csv, file, notes = [], choices, list, busy = false, children } = props;
  const id = useId();
  const picture = useRef<HTMLDivElement>(null);
  const [asTable, setAsTable] = useState(false);
  const save = async () => {
    const { savePicture } = await import('./save-picture.ts');
    if (picture.current) await savePicture(picture.current, { title: textOf(`${id}-title`), file });
  };
  return (
    <figure className={classes.figure} aria-labelledby={`${id}-title`} aria-busy={busy}>
      <figcaption className={classes.head}>
        <h2 id={`${id}-title`} className={classes.title}>
          {title}
        </h2>
        <div className={classes.tools}>
          {choices}
          <Formula text={formula} />
          <Button {...TOOL} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? t('Picture') : t('Table')}
          </Button>
          {csv !== undefined && (
            <Button {...TOOL} component="a" href={csv} download>
              {t('CSV')}
            </Button>
          )}
          {list && (
            <Button {...TOOL} renderRoot={(props) => <Link {...list} {...props} />}>
              {t('List')}
            </Button>
          )}
          {!asTable && (
            <Button {...TOOL} onClick={() => void save()}>
              {t('PNG')}
            </Button>
          )}
        </div>
      </figcaption>
      <div className={busy ? classes.busy : classes.body}>
        {asTable ? <FigureTable {...table} /> : <div ref={picture}>{children}</div>}
      </div>
      {notes.length > 0 && (
        <ul className={classes.notes}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </figure>
  );
}

const textOf = (id: string) => document.getElementById(id)?.textContent ?? '';
