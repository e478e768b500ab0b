import type { ReactNode } from 'react';
import classes from './multiples.module.css';
import { Sparkline } from './sparkline.tsx';

interface Props {
  label: string;
  items: readonly { key: string; name: ReactNode; values: readonly (number | null)[]; words: string }[];
}

/** The same small picture for each of many, all to one measure. */
export function Multiples({ label, items }: Props) {
  const top = Math.max(1, ...items.flatMap(({ values }) => values.map((value) => value ?? 0)));
  return (
    <ul className={classes.grid} aria-label={label}>
      {items.map(({ key, name, values, words }) => (
        <li key={key} className={classes.cell}>
          <span className={classes.name}>{name}</span>
          <Sparkline label={words} values={values} top={top} width={150} height={44} />
          <span className={classes.words}>{words}</span>
        </li>
      ))}
    </ul>
  );
}
