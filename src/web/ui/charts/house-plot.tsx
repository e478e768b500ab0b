import '@mantine/charts/styles.layer.css';
import { CompositeChart, type CompositeChartProps } from '@mantine/charts';
import { LANE_PX } from './plot-marks.tsx';

interface Props extends Omit<CompositeChartProps, 'composedChartProps'> {
  /** What the picture shows, for those who hear it. */
  label: string;
  /** Room beside the picture for the names of its series. */
  room: number;
  /** Rows of labels that stand above it. */
  lanes?: number;
  /** Each column as shares of its whole. */
  expand?: boolean;
  children?: React.ReactNode;
}

/** What all pictures have in common: from zero, quiet lines, no movement, arrow keys walk through the points. */
export function HousePlot({ label, room, lanes = 0, expand = false, ...plot }: Props) {
  // The library passes it on to the drawing; its types do not know.
  const name: object = { 'aria-label': label };
  return (
    <CompositeChart
      h="100%"
      curveType="linear"
      withDots={false}
      connectNulls={false}
      tickLine="none"
      gridAxis="x"
      strokeDasharray="0"
      textColor="var(--lk-ink-3)"
      gridColor="var(--lk-line)"
      {...plot}
      composedChartProps={{
        ...name,
        margin: { top: 12 + (lanes > 0 ? 4 + lanes * LANE_PX : 0), right: room, bottom: 0, left: 0 },
        ...(expand ? { stackOffset: 'expand' as const } : {}),
      }}
    />
  );
}
