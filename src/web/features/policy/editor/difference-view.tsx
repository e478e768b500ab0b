import { yaml } from '@codemirror/lang-yaml';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { t } from '../../../texts/t.ts';
import { look } from './look.ts';

const FOLDED = { margin: 3, minSize: 6 };
const reading = (label: string) => [
  lineNumbers(),
  yaml(),
  look,
  EditorView.lineWrapping,
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ 'aria-label': label }),
];

/** What differs, side by side; in one column where there is no room. */
export function DifferenceView({ before, after }: { before: string; after: string }) {
  const place = useRef<HTMLDivElement>(null);
  const wide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false });
  useEffect(() => {
    if (!place.current) return;
    const parent = place.current;
    const view = wide
      ? new MergeView({
          parent,
          a: { doc: before, extensions: reading(t('In force')) },
          b: { doc: after, extensions: reading(t('Your draft')) },
          collapseUnchanged: FOLDED,
        })
      : new EditorView({
          parent,
          doc: after,
          extensions: [
            ...reading(t('Your draft, with what it changes')),
            unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: FOLDED }),
          ],
        });
    return () => view.destroy();
  }, [before, after, wide]);
  return <div ref={place} />;
}
