import { DefaultZIndexes, usePlotArea, useYAxisScale, ZIndexLayer } from 'recharts';
import type { Look } from './looks.ts';
import classes from './plot.module.css';
import { fitting, spread, widthOf } from './scale.ts';

export interface End {
  key: string;
  text: string;
  /** On the axis. */
  value: number;
  look: Look;
}

/** The library paints by layers: words stand over bars and areas. */
export const ABOVE_ALL = DefaultZIndexes.label;

const MOST_PX = 172;
const LINE_PX = 15;

/** How much room the names at the ends need beside the picture. */
export const roomForEnds = (ends: readonly { text: string }[], narrow: boolean): number =>
  Math.min(narrow ? 104 : MOST_PX, Math.max(20, ...ends.map(({ text }) => widthOf(text) + 26)));

/** The name of each series at its end, in its colour: no legend to look up. */
export function PlotEnds({ ends, room }: { ends: readonly End[]; room: number }) {
  const area = usePlotArea();
  const yOf = useYAxisScale();
  if (!area || !yOf) return null;
  const places = ends.map(({ value }) => yOf(value) ?? area.y);
  const spaced = spread(places, LINE_PX, area.y + 2, area.y + area.height - 2);
  const x = area.x + area.width;
  return (
    <ZIndexLayer zIndex={ABOVE_ALL}>
      {ends.map(({ key, text, look }, index) => (
        <g key={key}>
          <path
            d={`M${x + 1} ${places[index]}L${x + 7} ${spaced[index]}`}
            stroke={look.color}
            strokeWidth={1}
            fill="none"
          />
          <circle cx={x + 9} cy={spaced[index]} r={3.5} fill={look.color} />
          <text className={classes.endLabel} x={x + 16} y={spaced[index]! + 4}>
            {fitting(text, room - 14)}
          </text>
        </g>
      ))}
    </ZIndexLayer>
  );
}
