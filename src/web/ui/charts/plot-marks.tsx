import { usePlotArea, useXAxisScale, ZIndexLayer } from 'recharts';
import { groupLabel, type MarkGroup, placeLabels } from './marks.ts';
import classes from './plot.module.css';
import { ABOVE_ALL } from './plot-ends.tsx';

/** Room over the picture for the labels of its marks. */
export const MARK_LANES = 2;
export const LANE_PX = 15;

/** Told apart by shape: a tool came, the policy changed, somebody set a mark. */
const SHAPES = {
  tool: 'M-4 0h8L0 6z',
  policy: 'M0-1 4 3 0 7-4 3z',
  marker: 'M-3.5 3a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z',
} as const;

/** Thin lines where something happened, with words above them that do not cover each other. */
export function PlotMarks({ groups }: { groups: readonly MarkGroup[] }) {
  const area = usePlotArea();
  const xOf = useXAxisScale();
  if (!area || !xOf) return null;
  const points = groups.map((group) => ({ group, x: xOf(group.at) ?? area.x, text: groupLabel(group) }));
  const labels = placeLabels(points, { from: area.x, to: area.x + area.width + 40, lanes: MARK_LANES });
  return (
    <ZIndexLayer zIndex={ABOVE_ALL}>
      {points.map(({ group, x }, index) => {
        const label = labels[index];
        return (
          <g key={group.at}>
            <line
              x1={x}
              x2={x}
              y1={area.y - 1}
              y2={area.y + area.height}
              stroke="var(--lk-ink-3)"
              strokeDasharray="3 3"
            />
            <path
              d={SHAPES[group.marks[0]!.kind]}
              transform={`translate(${x} ${area.y - 7})`}
              fill="var(--lk-ink-2)"
            />
            {label && (
              <text className={classes.label} x={label.left} y={area.y - 11 - label.lane * LANE_PX}>
                {label.text}
              </text>
            )}
          </g>
        );
      })}
    </ZIndexLayer>
  );
}
