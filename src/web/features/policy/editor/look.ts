import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { t } from '../../../texts/t.ts';

/** The library's colours by ours: keys, texts, remarks and values stay apart in light and dark. */
const OURS: Record<string, string> = {
  '#00c': 'var(--lk-accent)',
  '#940': 'var(--lk-ink-2)',
  '#a11': 'light-dark(#7a3e12, #e0b48a)',
  '#219': 'light-dark(#5b3a9e, #b9a3ef)',
  '#164': 'light-dark(#5b3a9e, #b9a3ef)',
  '#708': 'light-dark(#5b3a9e, #b9a3ef)',
};

const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) => ({
    ...spec,
    ...(typeof color === 'string' && { color: OURS[color] ?? 'var(--lk-ink)' }),
  })),
);

const theme = EditorView.theme({
  '&': { backgroundColor: 'var(--lk-surface)', color: 'var(--lk-ink)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.6' },
  '.cm-gutters': {
    backgroundColor: 'var(--lk-sunken)',
    color: 'var(--lk-ink-2)',
    border: 'none',
    borderRight: '1px solid var(--lk-line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: t('color-mix(in srgb, var(--lk-accent) 7%, transparent)'),
  },
  '.cm-cursor': { borderLeftColor: 'var(--lk-ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: t('color-mix(in srgb, var(--lk-accent) 26%, transparent)'),
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--lk-surface)',
    border: '1px solid var(--lk-line-strong)',
    borderRadius: '6px',
    color: 'var(--lk-ink)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--lk-accent-soft)',
    color: 'var(--lk-ink)',
  },
  '.cm-changedLine': {
    backgroundColor: t('color-mix(in srgb, var(--lk-accent) 10%, transparent) !important'),
  },
  '.cm-collapsedLines': {
    backgroundImage: 'none',
    backgroundColor: 'var(--lk-sunken)',
    color: 'var(--lk-ink-2)',
  },
  // The library's own sign is in few fonts.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"…"' },
  '.cm-deletedChunk': { backgroundColor: 'var(--lk-sunken)' },
});

/** What every editor of the page looks like. */
export const look = [theme, syntaxHighlighting(colours)];
