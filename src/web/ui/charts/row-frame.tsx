import { useElementSize } from '@mantine/hooks';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './rows.module.css';
import { fitting, ROW_LETTER_PX, widthOf } from './scale.ts';

export interface RowName {
  key: string;
  name: string;
  /** The list behind the row. */
  link?: LinkProps | undefined;
  /** What stands at its end: the number in words. */
  words: string;
}

const ROW_PX = 30;
/** On a narrow page the name stands above its row. */
const NARROW_PX = 520;
const WORDS_PX = 128;
const NARROW_WORDS_PX = 112;

interface Props<Row> {
  label: string;
  rows: readonly Row[];
  /** Below the rows: what the axis says; the first ones win where two would cover each other. */
  foot?: readonly { at: number; text: string }[];
  /** Draws between `from` and `from + width`; `y` is the middle of the row. */
  draw: (row: Row, place: { from: number; width: number; y: number }) => ReactNode;
}

const GAP_PX = 6;

/** Words of an axis begin or end flush with their place. */
function placed(foot: readonly { at: number; text: string }[], from: number, inner: number) {
  const taken: { left: number; right: number }[] = [];
  return foot.flatMap(({ at, text }) => {
    const x = from + at * inner;
    const [left, right] = at <= 0.5 ? [x, x + widthOf(text)] : [x - widthOf(text), x];
    if (taken.some((other) => left < other.right + GAP_PX && right > other.left - GAP_PX)) return [];
    taken.push({ left, right });
    return [{ text, x, anchor: at <= 0.5 ? ('start' as const) : ('end' as const) }];
  });
}

/** Rows of a picture: a name, what is drawn for it, and the number in words. */
export function RowFrame<Row extends RowName>({ label, rows, foot = [], draw }: Props<Row>) {
  const { ref, width } = useElementSize();
  const narrow = width < NARROW_PX;
  const pitch = narrow ? ROW_PX + 16 : ROW_PX;
  const from = narrow ? 0 : Math.min(236, width * 0.28);
  const longest = Math.max(0, ...rows.map(({ words }) => widthOf(words, ROW_LETTER_PX)));
  const said = Math.min(Math.max(narrow ? NARROW_WORDS_PX : WORDS_PX, longest), width * 0.5);
  const inner = Math.max(20, width - from - said - 12);
  const height = rows.length * pitch + (foot.length > 0 ? 20 : 4);
  return (
    <div ref={ref} className={classes.rows}>
      <svg data-picture="" width={width} height={height} aria-label={label}>
        {rows.map((row, index) => {
          const top = index * pitch;
          const y = top + (narrow ? 30 : ROW_PX / 2);
          const name = (
            <text className={classes.name} x={0} y={narrow ? top + 15 : y + 4}>
              {fitting(row.name, narrow ? width : from - 10, ROW_LETTER_PX)}
            </text>
          );
          return (
            <g key={row.key}>
              <title>{`${row.name}: ${row.words}`}</title>
              {row.link ? (
                <Link {...row.link} className={classes.link} aria-label={`${row.name}: ${row.words}`}>
                  {name}
                </Link>
              ) : (
                name
              )}
              {width > 0 && draw(row, { from, width: inner, y })}
              <text className={classes.words} x={from + inner + 12} y={y + 4}>
                {fitting(row.words, said, ROW_LETTER_PX)}
              </text>
            </g>
          );
        })}
        {placed(foot, from, inner).map(({ text, x, anchor }) => (
          <text key={text} className={classes.axis} x={x} y={height - 4} textAnchor={anchor}>
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}
