import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { t } from '../texts/t.ts';

/** The one accent: a quiet petrol, far from the red and amber that mean something. */
const lane: MantineColorsTuple = [
  '#e8f6f4',
  '#d3eae7',
  '#a7d5cf',
  '#78beb6',
  '#4fb0a6',
  '#2c9c93',
  '#178a82',
  '#0b7a75',
  '#066661',
  '#034f4b',
];

/** Neutral with a little blue, so that long tables do not glare. */
const dark: MantineColorsTuple = [
  '#e4e9ec',
  '#b4bfc6',
  '#84929b',
  '#55636c',
  '#333f46',
  '#273036',
  '#1b2227',
  '#151b1f',
  '#0f1417',
  '#0a0e10',
];

export const theme = createTheme({
  primaryColor: 'lane',
  // White letters on it are readable in both schemes.
  primaryShade: 7,
  colors: { lane, dark },
  fontFamily: t('system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'),
  fontFamilyMonospace: t(
    'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  ),
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  headings: { fontWeight: '620' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 200 } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
});
